package io.openaep.platform.journal;

import java.util.List;

/// A consumer of the journal that derives state from events. Called by its {@link Tail} on the
/// tail's one thread.
public interface Fold {
  /// The name under which metrics and retention know it: `data`, `command`, `push`, `trace`.
  String name();

  /// The position up to which this fold has durably folded; 0 if it has seen nothing.
  long position();

  /// Folds a batch and stores the position of its last event in the same transaction. May be called
  /// again with the same events after a crash or a failure. An exception makes the tail try again
  /// with backoff.
  void fold(List<Recorded> batch);
}
