package io.openaep.platform.journal;

import java.util.List;
import java.util.function.BooleanSupplier;

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

  /// Drops what is older than the fold keeps, and what is left of removed devices, in steps so
  /// short that nobody waits for one. Called now and then on the thread of {@link Retention},
  /// beside {@link #fold}.
  ///
  /// @param goOn asked before each step, and lets others have their turn; when it says no, the rest
  ///   is left for another time
  default void dropOld(BooleanSupplier goOn) {}
}
