package io.openaep.devices.module.baseband;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;

/// The radio connection (RRC): made by the first packet, released by the network when no packet
/// came for a while. On the loop.
final class RadioConnection {
  /// What the network needs to act on release assistance.
  private static final Duration ASSISTED = Duration.ofMillis(100);

  private final ModuleLoop loop;
  private final Consumer<Boolean> changed;
  private final Duration networkInactivity;

  private boolean connected;
  private Duration inactivity;
  private Instant lastPacket;
  private Assistance assistance = Assistance.NONE;
  private ModuleLoop.Task timer = () -> {};

  RadioConnection(ModuleLoop loop, Duration inactivity, Consumer<Boolean> changed) {
    this.loop = loop;
    this.networkInactivity = inactivity;
    this.inactivity = inactivity;
    this.lastPacket = loop.now();
    this.changed = changed;
  }

  boolean connected() {
    return connected;
  }

  /// Asks for release after so long without data; empty leaves it to the network.
  void earlyRelease(Optional<Duration> wanted) {
    inactivity =
        wanted.filter(early -> early.compareTo(networkInactivity) < 0).orElse(networkInactivity);
    if (connected) {
      release(inactivity);
    }
  }

  void assist(Assistance assistance) {
    this.assistance = assistance;
  }

  void uplink() {
    boolean last = assistance == Assistance.AFTER_UPLINK;
    packet(last);
  }

  void downlink() {
    boolean last = assistance == Assistance.AFTER_REPLY;
    packet(last);
  }

  private void packet(boolean last) {
    lastPacket = loop.now();
    if (last) {
      assistance = Assistance.NONE;
    }
    if (!connected) {
      connected = true;
      changed.accept(true);
    }
    release(last ? ASSISTED : inactivity);
  }

  private void release(Duration afterLastPacket) {
    timer.cancel();
    Duration left = Duration.between(loop.now(), lastPacket.plus(afterLastPacket));
    timer = loop.after(left.isNegative() ? Duration.ZERO : left, this::drop);
  }

  /// Ends the connection now.
  void drop() {
    timer.cancel();
    if (connected) {
      connected = false;
      changed.accept(false);
    }
  }

  void stop() {
    timer.cancel();
  }
}
