package io.openaep.platform.http;

import io.helidon.common.buffers.DataReader;
import io.helidon.common.buffers.DataWriter;
import io.helidon.common.socket.HelidonSocket;
import io.helidon.common.socket.PeerInfo;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.ListenerContext;
import io.helidon.webserver.ProxyProtocolData;
import io.helidon.webserver.Router;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.ExecutorService;

/// A connection whose request lines may hold UTF-8 as it is. The vendor's Go and PHP clients do not
/// URL-encode what they put into a query, so that a search for a Chinese name arrives so; RFC 3986
/// wants such bytes percent-encoded, and the library reads a request line as ASCII, after which
/// they are lost. Here they are encoded before it looks. Runs on the connection's own thread.
final class RawRequestLine implements ConnectionContext {
  private static final byte[] END = " HTTP/1.".getBytes(StandardCharsets.US_ASCII);
  private static final HexFormat HEX = HexFormat.of().withUpperCase();

  private final ConnectionContext connection;
  private final DataReader reader;

  /// The constructor is for removal, but what takes its place makes no reader whose lines can be
  /// looked at.
  @SuppressWarnings("removal")
  RawRequestLine(ConnectionContext connection) {
    this.connection = connection;
    DataReader plain = connection.dataReader();
    this.reader =
        new DataReader(() -> next(plain)) {
          // The library reads a request line, and little else, by this method.
          @Override
          public byte[] readBytes(int length) {
            return encoded(super.readBytes(length));
          }
        };
  }

  private static byte[] next(DataReader plain) {
    plain.ensureAvailable();
    return plain.readBytes(plain.available());
  }

  /// The line with its bytes above 127 percent-encoded; anything else as it is.
  static byte[] encoded(byte[] line) {
    if (!ends(line) || ascii(line)) {
      return line;
    }
    ByteArrayOutputStream encoded = new ByteArrayOutputStream(line.length * 3);
    for (byte it : line) {
      if (it < 0) {
        encoded.write('%');
        encoded.writeBytes(HEX.toHexDigits(it).getBytes(StandardCharsets.US_ASCII));
      } else {
        encoded.write(it);
      }
    }
    return encoded.toByteArray();
  }

  private static boolean ends(byte[] line) {
    int at = line.length - END.length - 1;
    if (at < 0) {
      return false;
    }
    for (int i = 0; i < END.length; i++) {
      if (line[at + i] != END[i]) {
        return false;
      }
    }
    return true;
  }

  private static boolean ascii(byte[] line) {
    for (byte it : line) {
      if (it < 0) {
        return false;
      }
    }
    return true;
  }

  @Override
  public DataReader dataReader() {
    return reader;
  }

  @Override
  public ListenerContext listenerContext() {
    return connection.listenerContext();
  }

  @Override
  public ExecutorService executor() {
    return connection.executor();
  }

  @Override
  public DataWriter dataWriter() {
    return connection.dataWriter();
  }

  @Override
  public Router router() {
    return connection.router();
  }

  @Override
  public Optional<ProxyProtocolData> proxyProtocolData() {
    return connection.proxyProtocolData();
  }

  @Override
  public HelidonSocket serverSocket() {
    return connection.serverSocket();
  }

  @Override
  public PeerInfo remotePeer() {
    return connection.remotePeer();
  }

  @Override
  public PeerInfo localPeer() {
    return connection.localPeer();
  }

  @Override
  public boolean isSecure() {
    return connection.isSecure();
  }

  @Override
  public String socketId() {
    return connection.socketId();
  }

  @Override
  public String childSocketId() {
    return connection.childSocketId();
  }
}
