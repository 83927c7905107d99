package io.openaep.platform.access;

import java.util.List;
import java.util.concurrent.CompletionStage;

/// What MQTT sessions must find again after a restart. Filled by `session`. Thread-safe.
public interface MqttSessionStore {
  /// Everything that was kept.
  record Kept(
      List<KeptMqttSession> sessions, List<MqttReceived> received, List<KeptMqttWill> wills) {
    public static final Kept NOTHING = new Kept(List.of(), List.of(), List.of());

    public Kept {
      sessions = List.copyOf(sessions);
      received = List.copyOf(received);
      wills = List.copyOf(wills);
    }
  }

  /// All of it, once, at start.
  Kept mqtt();

  /// Commits changes that belong to no event of the device. Completes when they are on disk,
  /// exceptionally with {@link NotStored} if they cannot be stored.
  CompletionStage<Receipt> save(List<SessionChange> changes);
}
