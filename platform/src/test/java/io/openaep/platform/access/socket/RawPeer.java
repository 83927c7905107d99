package io.openaep.platform.access.socket;

import static org.assertj.core.api.Assertions.assertThat;

import io.openaep.platform.Patience;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.util.HexFormat;

/// A device made of a socket and literal bytes. It knows no protocol, so that it cannot share a
/// mistake with one. Blanks in the hexadecimal text are for the reader.
public final class RawPeer implements AutoCloseable {
  private static final int PATIENCE_MILLIS = (int) Patience.LONGEST.toMillis();

  private final Socket socket;

  private RawPeer(Socket socket) {
    this.socket = socket;
  }

  public static RawPeer connect(String host, int port) {
    return connect(host, port, 0);
  }

  /// @param receiveBufferBytes how much it lets arrive unread; 0 for the system's choice
  public static RawPeer connect(String host, int port, int receiveBufferBytes) {
    try {
      Socket socket = new Socket();
      if (receiveBufferBytes > 0) {
        socket.setReceiveBufferSize(receiveBufferBytes);
      }
      socket.setTcpNoDelay(true);
      socket.setSoTimeout(PATIENCE_MILLIS);
      socket.connect(new InetSocketAddress(host, port), PATIENCE_MILLIS);
      return new RawPeer(socket);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  public RawPeer send(String hex) {
    return send(HexFormat.of().parseHex(hex.replace(" ", "")));
  }

  public RawPeer send(byte[] bytes) {
    try {
      socket.getOutputStream().write(bytes);
      return this;
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /// Sends the same bytes over and over, until this end is closed or reset.
  public void sendUntilClosed(byte[] bytes) {
    try {
      while (true) {
        socket.getOutputStream().write(bytes);
      }
    } catch (IOException over) {
      // The test is over.
    }
  }

  /// The next bytes must be these.
  public RawPeer expect(String hex) {
    String wanted = hex.replace(" ", "");
    try {
      byte[] got = socket.getInputStream().readNBytes(wanted.length() / 2);
      assertThat(HexFormat.of().formatHex(got)).isEqualTo(wanted);
      return this;
    } catch (IOException failed) {
      throw new AssertionError("waiting for " + hex, failed);
    }
  }

  /// Everything that comes before the end, in hexadecimal.
  public String untilClosed() {
    try {
      return HexFormat.of().formatHex(socket.getInputStream().readAllBytes());
    } catch (IOException failed) {
      throw new AssertionError("waiting for the end", failed);
    }
  }

  /// Nothing more may come but the end.
  public void expectClosed() {
    try {
      assertThat(HexFormat.of().formatHex(socket.getInputStream().readAllBytes())).isEmpty();
    } catch (SocketException reset) {
      assertThat(reset).hasMessageContaining("reset");
    } catch (IOException failed) {
      throw new AssertionError("waiting for the end", failed);
    }
  }

  /// Whether the other side ends the connection, whatever it says before (a TLS alert, say).
  public boolean isClosedByPeer() {
    try {
      socket.getInputStream().readAllBytes();
      return true;
    } catch (SocketException reset) {
      return true;
    } catch (IOException stillOpen) {
      return false;
    }
  }

  /// Bytes that have arrived and were not read.
  public int available() {
    try {
      return socket.getInputStream().available();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /// Sends FIN; what the other side still sends can be read.
  public void finish() {
    try {
      socket.shutdownOutput();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
