package io.openaep.devices.module.socket;

import io.openaep.devices.at.TransparentPeer;
import io.openaep.devices.link.Lane;
import io.openaep.wire.Bytes;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Predicate;

/// A socket in transparent mode: what the host writes leaves in packets of `transpktsize` bytes, or
/// when it has been silent for `transwaittm`; what comes is printed as it is. On the loop.
final class TransparentSocket implements TransparentPeer {
  private static final Duration WAIT_UNIT = Duration.ofMillis(100);

  private final Lane lane;
  private final SocketOptions options;
  private final Predicate<Bytes> out;
  private final Runnable joinedAgain;
  private final ByteArrayOutputStream packet = new ByteArrayOutputStream();
  private Optional<Host> host = Optional.empty();
  private Lane.Later timer = () -> {};

  /// @param out takes a packet; `false` if it could not
  /// @param joinedAgain told when the host can take data
  TransparentSocket(Lane lane, SocketOptions options, Predicate<Bytes> out, Runnable joinedAgain) {
    this.lane = lane;
    this.options = options;
    this.out = out;
    this.joinedAgain = joinedAgain;
  }

  private boolean joined;

  @Override
  public void joined(Host newHost) {
    host = Optional.of(newHost);
    joined = true;
    joinedAgain.run();
  }

  @Override
  public void send(byte[] bytes) {
    for (int at = 0; at < bytes.length; ) {
      int room = options.packetBytes - packet.size();
      int taken = Math.min(room, bytes.length - at);
      packet.writeBytes(Arrays.copyOfRange(bytes, at, at + taken));
      at += taken;
      if (packet.size() == options.packetBytes) {
        flush();
      }
    }
    timer.cancel();
    if (packet.size() > 0) {
      timer = lane.after(WAIT_UNIT.multipliedBy(options.packetWaitTenths), this::flush);
    }
  }

  private void flush() {
    timer.cancel();
    Bytes data = Bytes.wrap(packet.toByteArray());
    packet.reset();
    if (!out.test(data)) {
      over();
    }
  }

  @Override
  public void parted() {
    joined = false;
  }

  /// Prints what came, if the host is in this mode.
  boolean write(Bytes data) {
    if (joined) {
      host.ifPresent(h -> h.write(data.toArray()));
    }
    return joined;
  }

  /// The connection is over: `NO CARRIER`.
  void over() {
    timer.cancel();
    joined = false;
    host.ifPresent(Host::ended);
    host = Optional.empty();
  }

  boolean isJoined() {
    return joined;
  }
}
