package io.openaep.devices.link;

import io.openaep.wire.Bytes;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// An open TCP or TLS connection over the radio. Reading and writing block, so each has a virtual
/// thread; what is read waits in a window until its taker has {@link #consumed} it, so that a slow
/// host slows the peer down instead of filling the memory. While the module sleeps nothing is
/// delivered: it waits for {@link #awake}, as the network would repeat it.
///
/// All methods are called on the lane.
public final class StreamConnection implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(StreamConnection.class);

  /// What one segment of TCP over LTE carries, and a module prints at once.
  private static final int SEGMENT_BYTES = 1460;

  private static final int RECEIVE_WINDOW_BYTES = 64 * 1024;

  /// What {@link #send} takes while the network is slow.
  private static final int SEND_BUFFER_BYTES = 128 * 1024;

  /// How long {@link #close} lets the network take what is left.
  private static final Duration LINGER = Duration.ofSeconds(5);

  private final Socket socket;
  private final Lane lane;
  private final Air air;
  private final BlockingQueue<Optional<Bytes>> outgoing = new LinkedBlockingQueue<>();
  private final AtomicInteger unsentBytes = new AtomicInteger();
  private final Semaphore window = new Semaphore(RECEIVE_WINDOW_BYTES);
  private final Deque<Runnable> arrived = new ArrayDeque<>();
  private @Nullable StreamListener listener;
  private long sentBytes;
  private boolean delivering;
  private volatile boolean closed;

  private StreamConnection(Socket socket, Lane lane, Air air) {
    this.socket = socket;
    this.lane = lane;
    this.air = air;
  }

  /// Takes over a connected socket, which from then on belongs to it.
  static StreamConnection over(Socket socket, Lane lane, Air air) {
    return new StreamConnection(socket, lane, air);
  }

  /// Begins to read; nothing is delivered before.
  public void start(StreamListener taker) {
    listener = taker;
    String peer = String.valueOf(socket.getRemoteSocketAddress());
    Thread.ofVirtual().name("stream-read-" + peer).start(this::read);
    Thread.ofVirtual().name("stream-write-" + peer).start(this::write);
  }

  public InetSocketAddress remote() {
    return (InetSocketAddress) socket.getRemoteSocketAddress();
  }

  public InetSocketAddress local() {
    return (InetSocketAddress) socket.getLocalSocketAddress();
  }

  /// Hands data to the network.
  ///
  /// @return whether there was room for it, and a network
  public boolean send(Bytes data) {
    if (closed || unsentBytes.get() + data.size() > SEND_BUFFER_BYTES || !air.uplink()) {
      return false;
    }
    unsentBytes.addAndGet(data.size());
    sentBytes += data.size();
    outgoing.add(Optional.of(data));
    awake();
    return true;
  }

  /// How many bytes {@link #send} has taken so far.
  public long sentBytes() {
    return sentBytes;
  }

  /// How many of them the network has not.
  public int unsentBytes() {
    return unsentBytes.get();
  }

  /// How many more bytes {@link #send} takes now.
  public int freeBytes() {
    return SEND_BUFFER_BYTES - unsentBytes.get();
  }

  /// Its taker is done with so many bytes: as many more may come.
  public void consumed(int bytes) {
    window.release(bytes);
  }

  /// The module woke: what waited is delivered.
  public void awake() {
    if (delivering) {
      return;
    }
    delivering = true;
    while (!arrived.isEmpty() && !closed && air.downlink()) {
      arrived.removeFirst().run();
    }
    delivering = false;
  }

  /// Ends the connection; what was sent before is still written for a while, nothing more is told.
  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    arrived.clear();
    window.release(RECEIVE_WINDOW_BYTES);
    outgoing.add(Optional.empty());
    if (unsentBytes.get() > 0) {
      lane.after(LINGER, this::shut);
    } else {
      shut();
    }
  }

  /// Ends the connection at once, with whatever was not written.
  public void abort() {
    close();
    shut();
  }

  private void arrive(Runnable step) {
    if (!closed) {
      arrived.addLast(step);
      awake();
    }
  }

  private void read() {
    byte[] buffer = new byte[SEGMENT_BYTES];
    try {
      InputStream in = socket.getInputStream();
      for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
        Bytes data = Bytes.wrap(Arrays.copyOf(buffer, length));
        window.acquireUninterruptibly(length);
        if (closed) {
          return;
        }
        lane.run(() -> arrive(() -> deliver(data)));
      }
    } catch (IOException e) {
      LOG.debug("stream ended peer={} reason={}", socket.getRemoteSocketAddress(), e.toString());
    }
    lane.run(() -> arrive(this::peerClosed));
  }

  private void deliver(Bytes data) {
    if (listener != null) {
      listener.received(data);
    }
  }

  private void peerClosed() {
    if (closed) {
      return;
    }
    abort();
    if (listener != null) {
      listener.closed();
    }
  }

  private void write() {
    try {
      Optional<Bytes> next = outgoing.take();
      while (next.isPresent()) {
        socket.getOutputStream().write(next.get().unsafeArray());
        unsentBytes.addAndGet(-next.get().size());
        next = outgoing.take();
      }
    } catch (IOException e) {
      LOG.debug("stream broke peer={} reason={}", socket.getRemoteSocketAddress(), e.toString());
      lane.run(() -> arrive(this::peerClosed));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    shut();
  }

  private void shut() {
    try {
      socket.close();
    } catch (IOException e) {
      LOG.debug("stream close failed reason={}", e.toString());
    }
  }
}
