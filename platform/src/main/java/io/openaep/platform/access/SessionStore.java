package io.openaep.platform.access;

import java.util.List;
import java.util.concurrent.CompletionStage;

/// What survives a restart, for the sessions that own it. Filled by `session`.
public interface SessionStore {
  /// All registrations, once, at start.
  List<Registration> registrations();

  /// All observations, once, at start.
  List<Observation> observations();

  /// Commits changes that belong to no event of the device (an observation about to be sent).
  /// Completes when they are on disk.
  CompletionStage<Receipt> save(List<SessionChange> changes);
}
