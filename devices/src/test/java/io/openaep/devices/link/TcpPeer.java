package io.openaep.devices.link;

import io.openaep.wire.Bytes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import org.jspecify.annotations.Nullable;

/// A TCP server of a test, in lockstep with it: one connection at a time, bytes as they are.
public final class TcpPeer implements AutoCloseable {
  private final ServerSocket server;
  private @Nullable Socket device;

  public TcpPeer(String address) {
    try {
      server = new ServerSocket(0, 10, InetAddress.getByName(address));
      server.setSoTimeout(60_000);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public int port() {
    return server.getLocalPort();
  }

  /// Waits for the next connection.
  public void accept() {
    try {
      device = server.accept();
      device.setSoTimeout(60_000);
    } catch (IOException e) {
      throw new UncheckedIOException("nobody connects", e);
    }
  }

  private Socket device() {
    if (device == null) {
      throw new IllegalStateException("accept first");
    }
    return device;
  }

  /// Waits for so many bytes.
  public Bytes take(int count) {
    try {
      return Bytes.wrap(device().getInputStream().readNBytes(count));
    } catch (IOException e) {
      throw new UncheckedIOException("the device sends nothing", e);
    }
  }

  /// Whether nothing waits, or comes within 50 ms.
  public boolean silent() {
    try {
      device().setSoTimeout(50);
      int next = device().getInputStream().read();
      device().setSoTimeout(60_000);
      return next < 0;
    } catch (SocketTimeoutException e) {
      return true;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public void give(Bytes bytes) {
    try {
      device().getOutputStream().write(bytes.toArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Whether the device ends the connection within 5 s.
  public boolean ended() {
    try {
      return device().getInputStream().read() < 0;
    } catch (SocketTimeoutException e) {
      return false;
    } catch (IOException e) {
      return true;
    }
  }

  public void hangUp() {
    try {
      device().close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      server.close();
      if (device != null) {
        device.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
