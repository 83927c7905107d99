package io.openaep.devices.link.mqtt;

import io.openaep.devices.link.Lane;
import io.openaep.devices.link.StreamConnection;
import io.openaep.wire.Bytes;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.SocketFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A connection that is open already, in the shape that Paho wants: its threads read and write
/// here, the lane carries it over. Closing it parts Paho from the connection and leaves that open.
final class StreamSocket extends Socket {
  private static final Logger LOG = LoggerFactory.getLogger(StreamSocket.class);

  private static final int STARTING_SECONDS = 2;

  private final Lane lane;
  private final StreamConnection connection;
  private final BlockingQueue<Optional<Bytes>> incoming = new LinkedBlockingQueue<>();
  private final InputStream in = new Incoming();
  private final OutputStream out = new Outgoing();

  /// Opens with Paho's first packet. Until then Paho starts its threads, and where one of them ends
  /// before its starter has looked, the starter waits for ever.
  private final CountDownLatch spoken = new CountDownLatch(1);

  private volatile boolean parted;

  StreamSocket(Lane lane, StreamConnection connection) {
    this.lane = lane;
    this.connection = connection;
  }

  /// What came; the connection's window bounds how much can wait.
  void received(Bytes data) {
    incoming.add(Optional.of(data));
  }

  /// The connection ended: the reader sees the end of the stream.
  void end() {
    incoming.add(Optional.empty());
  }

  /// Waits until Paho has started all of its threads, or will not.
  void awaitStarted() throws InterruptedException {
    if (!spoken.await(STARTING_SECONDS, TimeUnit.SECONDS)) {
      LOG.debug("mqtt client sent nothing before the end");
    }
  }

  @Override
  public void connect(SocketAddress endpoint, int timeout) {}

  @Override
  public void setSoTimeout(int timeout) {}

  @Override
  public InputStream getInputStream() {
    return in;
  }

  @Override
  public OutputStream getOutputStream() {
    return out;
  }

  @Override
  public void close() {
    parted = true;
    end();
  }

  /// The factory that gives Paho this socket, whatever it asks for.
  SocketFactory factory() {
    return new SocketFactory() {
      @Override
      public Socket createSocket() {
        return StreamSocket.this;
      }

      @Override
      public Socket createSocket(String host, int port) {
        return StreamSocket.this;
      }

      @Override
      public Socket createSocket(String host, int port, InetAddress local, int localPort) {
        return StreamSocket.this;
      }

      @Override
      public Socket createSocket(InetAddress host, int port) {
        return StreamSocket.this;
      }

      @Override
      public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort) {
        return StreamSocket.this;
      }
    };
  }

  private final class Incoming extends InputStream {
    private Bytes current = Bytes.EMPTY;
    private int position;
    private boolean ended;

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      while (position == current.size() && !ended) {
        next();
      }
      if (ended || parted) {
        return -1;
      }
      int count = Math.min(length, current.size() - position);
      System.arraycopy(current.unsafeArray(), position, buffer, offset, count);
      position += count;
      lane.run(() -> connection.consumed(count));
      return count;
    }

    private void next() throws IOException {
      try {
        Optional<Bytes> data = incoming.take();
        ended = data.isEmpty();
        if (ended) {
          awaitStarted();
        }
        current = data.orElse(Bytes.EMPTY);
        position = 0;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("interrupted", e);
      }
    }
  }

  private final class Outgoing extends OutputStream {
    @Override
    public void write(int octet) throws IOException {
      write(new byte[] {(byte) octet}, 0, 1);
    }

    @Override
    public void write(byte[] buffer, int offset, int length) throws IOException {
      spoken.countDown();
      if (parted) {
        throw new IOException("closed");
      }
      Bytes data = Bytes.wrap(Arrays.copyOfRange(buffer, offset, offset + length));
      lane.run(() -> connection.send(data));
    }
  }
}
