package io.openaep.platform.access.mqtt;

import io.openaep.platform.access.KeptMqttSession;
import io.openaep.platform.access.KeptMqttWill;
import io.openaep.platform.access.MqttReceived;
import io.openaep.platform.access.MqttSessionStore;
import io.openaep.platform.access.NotStored;
import io.openaep.platform.access.Receipt;
import io.openaep.platform.access.SessionChange;
import io.openaep.platform.access.socket.FakeUplinks;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/// The journal's state in memory. Thread-safe.
final class FakeMqttStore implements MqttSessionStore {
  private final List<SessionChange> saved = new ArrayList<>();
  private Kept found = Kept.NOTHING;
  private boolean full;

  @Override
  public synchronized Kept mqtt() {
    return found;
  }

  @Override
  public synchronized CompletionStage<Receipt> save(List<SessionChange> changes) {
    if (full) {
      return CompletableFuture.failedFuture(new NotStored("no room on the disk"));
    }
    saved.addAll(changes);
    return CompletableFuture.completedFuture(new Receipt(0, false));
  }

  synchronized void full(boolean now) {
    full = now;
  }

  synchronized void finds(Kept kept) {
    found = kept;
  }

  synchronized List<SessionChange> saved() {
    return List.copyOf(saved);
  }

  /// What the disk would hold after everything that was stored: by events first, then by itself. In
  /// truth they are mixed; tests that need the order look at one of both.
  synchronized Kept after(FakeUplinks uplinks) {
    Map<Long, KeptMqttSession> sessions = new HashMap<>();
    Map<String, MqttReceived> received = new HashMap<>();
    Map<Long, KeptMqttWill> wills = new HashMap<>();
    List<SessionChange> all = new ArrayList<>();
    uplinks.asked().forEach(inbound -> all.addAll(inbound.changes()));
    all.addAll(saved);
    for (SessionChange change : all) {
      switch (change) {
        case SessionChange.SaveMqttSession(var it) -> sessions.put(it.device().number(), it);
        case SessionChange.DropMqttSession(long device) -> {
          sessions.remove(device);
          received.values().removeIf(it -> it.device() == device);
        }
        case SessionChange.SaveMqttReceived(var it) ->
            received.put(it.device() + "/" + it.packetId(), it);
        case SessionChange.DropMqttReceived(long device, int packetId) ->
            received.remove(device + "/" + packetId);
        case SessionChange.SaveMqttWill(var it) -> wills.put(it.source().device().number(), it);
        case SessionChange.DropMqttWill(long device) -> wills.remove(device);
        case SessionChange.SaveRegistration _,
            SessionChange.DropRegistration _,
            SessionChange.SaveObservation _,
            SessionChange.DropObservation _ ->
            throw new IllegalArgumentException("no change of MQTT: " + change);
      }
    }
    return new Kept(
        List.copyOf(sessions.values()),
        List.copyOf(received.values()),
        List.copyOf(wills.values()));
  }
}
