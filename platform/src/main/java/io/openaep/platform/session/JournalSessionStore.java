package io.openaep.platform.session;

import io.openaep.platform.access.MqttSessionStore;
import io.openaep.platform.access.Observation;
import io.openaep.platform.access.Receipt;
import io.openaep.platform.access.Registration;
import io.openaep.platform.access.SessionChange;
import io.openaep.platform.access.SessionStore;
import io.openaep.platform.journal.Journal;
import java.util.List;
import java.util.concurrent.CompletionStage;

/// The session store over the journal's state, so that a session change is as durable as the
/// message that it came with and never half of it. Thread-safe; stages complete on the journal's
/// writer thread.
public final class JournalSessionStore implements SessionStore, MqttSessionStore {
  private final Journal journal;

  public JournalSessionStore(Journal journal) {
    this.journal = journal;
  }

  @Override
  public List<Registration> registrations() {
    return journal.state(SessionChanges.REGISTRATIONS).stream()
        .map(entry -> SessionCodec.registration(entry.value()))
        .toList();
  }

  @Override
  public List<Observation> observations() {
    return journal.state(SessionChanges.OBSERVATIONS).stream()
        .map(entry -> SessionCodec.observation(entry.value()))
        .toList();
  }

  @Override
  public Kept mqtt() {
    return new Kept(
        journal.state(SessionChanges.MQTT_SESSIONS).stream()
            .map(entry -> MqttSessionCodec.session(entry.value()))
            .toList(),
        journal.state(SessionChanges.MQTT_RECEIVED).stream()
            .map(entry -> MqttSessionCodec.received(entry.device(), entry.value()))
            .toList(),
        journal.state(SessionChanges.MQTT_WILLS).stream()
            .map(entry -> MqttSessionCodec.will(entry.value()))
            .toList());
  }

  @Override
  public CompletionStage<Receipt> save(List<SessionChange> changes) {
    return Receipts.of(journal.append(List.of(), SessionChanges.toState(changes)));
  }
}
