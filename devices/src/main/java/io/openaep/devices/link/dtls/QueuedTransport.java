package io.openaep.devices.link.dtls;

import io.openaep.devices.link.Datagrams;
import io.openaep.devices.link.Lane;
import io.openaep.wire.Bytes;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.bouncycastle.tls.DatagramTransport;
import org.jspecify.annotations.Nullable;

/// The encrypted side of a connection as Bouncy Castle wants it. During the handshake a thread of
/// its own waits here for datagrams; afterwards everything happens on the lane and nothing waits.
final class QueuedTransport implements DatagramTransport {
  /// Larger than any datagram that passes the layers below.
  private static final int RECEIVE_LIMIT_BYTES = 2048;

  /// Fits the smallest path that IPv6 promises, headers off.
  private static final int SEND_LIMIT_BYTES = 1232;

  private static final int WAITING_LIMIT = 64;
  private static final Bytes END = Bytes.utf8("end");

  private final Datagrams below;
  private final Lane lane;
  private final BlockingQueue<Bytes> waiting = new ArrayBlockingQueue<>(WAITING_LIMIT + 1);
  private volatile boolean onLane;
  private volatile boolean ended;
  private volatile boolean finished;

  QueuedTransport(Datagrams below, Lane lane) {
    this.below = below;
    this.lane = lane;
  }

  void received(Bytes datagram) {
    if (waiting.size() < WAITING_LIMIT) {
      waiting.add(datagram);
    }
  }

  boolean empty() {
    return waiting.isEmpty();
  }

  /// The handshake is over: from now on only the lane comes here.
  void moveToLane() {
    onLane = true;
  }

  /// Wakes a handshake that waits, for good.
  void end() {
    ended = true;
    waiting.offer(END);
  }

  @Override
  public int getReceiveLimit() {
    return RECEIVE_LIMIT_BYTES;
  }

  @Override
  public int getSendLimit() {
    return SEND_LIMIT_BYTES;
  }

  @Override
  public int receive(byte[] buffer, int offset, int length, int waitMillis) throws IOException {
    Bytes datagram = take(waitMillis);
    if (ended) {
      throw new InterruptedIOException("the connection was closed");
    }
    if (datagram == null) {
      return -1;
    }
    int size = Math.min(datagram.size(), length);
    System.arraycopy(datagram.unsafeArray(), 0, buffer, offset, size);
    return size;
  }

  private @Nullable Bytes take(int waitMillis) throws InterruptedIOException {
    if (onLane) {
      return waiting.poll();
    }
    try {
      return waiting.poll(waitMillis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("the handshake was interrupted");
    }
  }

  @Override
  public void send(byte[] buffer, int offset, int length) {
    Bytes datagram = Bytes.wrap(Arrays.copyOfRange(buffer, offset, offset + length));
    if (onLane) {
      below.send(datagram);
    } else {
      lane.run(() -> below.send(datagram));
    }
  }

  /// Whether the session is over, which Bouncy Castle says by closing its transport.
  boolean finished() {
    return finished;
  }

  /// The layers below go on: they are not the session's to end.
  @Override
  public void close() {
    finished = true;
  }
}
