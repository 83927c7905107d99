package io.openaep.devices.at;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The state in which the host's bytes pass through to a connection: entered with `CONNECT`, left
/// with `+++`, by the far end, or when the host goes away. On the loop.
final class TransparentMode {
  private static final Duration GUARD_UNIT = Duration.ofMillis(20);

  private final EventLoop loop;
  private final LineState state;
  private final ResponseWriter writer;

  /// Told how the mode ended, with what is still to be printed.
  private final Consumer<ResultCode> left;

  /// The connection, also while `+++` has parted the host from it.
  private @Nullable Channel channel;

  private @Nullable EscapeGuard guard;

  TransparentMode(
      EventLoop loop, LineState state, ResponseWriter writer, Consumer<ResultCode> left) {
    this.loop = loop;
    this.state = state;
    this.writer = writer;
    this.left = left;
  }

  /// Whether the host's bytes belong to the connection.
  boolean active() {
    return guard != null;
  }

  /// The connection that `ATO` goes back to.
  Optional<TransparentPeer> parked() {
    return Optional.ofNullable(channel).map(open -> open.peer);
  }

  void join(TransparentPeer peer) {
    var joined = new Channel(peer);
    channel = joined;
    writer.result(ResultCode.Basic.CONNECT);
    guard = new EscapeGuard(loop, GUARD_UNIT.multipliedBy(state.escapeGuard.value()), joined);
    peer.joined(joined);
  }

  void accept(byte[] bytes) {
    if (guard != null) {
      guard.accept(bytes);
    }
  }

  /// Back to command mode without a word; the connection stays.
  void part() {
    stop();
    if (channel != null) {
      channel.peer.parted();
    }
  }

  void stop() {
    if (guard != null) {
      guard.close();
      guard = null;
    }
  }

  private final class Channel implements TransparentPeer.Host, EscapeGuard.Outcome {
    private final TransparentPeer peer;

    Channel(TransparentPeer peer) {
      this.peer = peer;
    }

    @Override
    public void pass(byte[] bytes) {
      peer.send(bytes);
    }

    @Override
    public void escaped() {
      part();
      left.accept(ResultCode.Basic.OK);
    }

    @Override
    public void write(byte[] bytes) {
      if (channel == this && active()) {
        writer.raw(bytes);
        writer.flush();
      }
    }

    @Override
    public void ended() {
      if (channel != this) {
        return;
      }
      boolean connected = active();
      stop();
      channel = null;
      if (connected) {
        left.accept(ResultCode.Basic.NO_CARRIER);
      }
    }
  }
}
