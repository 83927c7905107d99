package io.openaep.conformance;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import org.bouncycastle.tls.BasicTlsPSKIdentity;
import org.bouncycastle.tls.CipherSuite;
import org.bouncycastle.tls.DTLSClientProtocol;
import org.bouncycastle.tls.DTLSTransport;
import org.bouncycastle.tls.PSKTlsClient;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.TlsSession;
import org.bouncycastle.tls.UDPTransport;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCrypto;
import org.jspecify.annotations.Nullable;

/// DTLS 1.2 with a pre-shared key, by Bouncy Castle, which the platform does not use for it. Shakes
/// hands with the first datagram, and anew when told, then resuming the session if the platform
/// agrees.
final class DtlsLink implements RawLink {
  private static final int MTU = 1400;
  private static final int RESEND_MILLISECONDS = 200;
  private static final int GIVE_UP_MILLISECONDS = 3_000;

  private final DatagramSocket socket = new DatagramSocket();
  private final byte[] identity;
  private final byte[] key;
  private @Nullable DTLSTransport transport;
  private @Nullable TlsSession session;

  DtlsLink(InetAddress to, int port, String identity, String key) throws IOException {
    socket.connect(to, port);
    this.identity = identity.getBytes(StandardCharsets.UTF_8);
    this.key = key.getBytes(StandardCharsets.UTF_8);
  }

  private DTLSTransport connected() throws IOException {
    DTLSTransport current = transport;
    if (current == null) {
      current = new DTLSClientProtocol().connect(new Client(), new LastingTransport(socket));
      transport = current;
    }
    return current;
  }

  @Override
  public void send(byte[] datagram) throws IOException {
    try {
      connected().send(datagram, 0, datagram.length);
    } catch (IOException e) {
      renew();
      throw e;
    }
  }

  @Override
  public Optional<byte[]> receive(Duration time) throws IOException {
    byte[] buffer = new byte[2048];
    try {
      int length =
          connected().receive(buffer, 0, buffer.length, Math.max(1, (int) time.toMillis()));
      return length < 0 ? Optional.empty() : Optional.of(Arrays.copyOf(buffer, length));
    } catch (IOException e) {
      renew();
      throw e;
    }
  }

  @Override
  public int localPort() {
    return socket.getLocalPort();
  }

  @Override
  public void renew() {
    transport = null; // without a farewell: nobody is there who knows it
  }

  @Override
  public void close() {
    socket.close();
  }

  /// Outlives the connections over it, of which each is closed when nobody is at the other end.
  private static final class LastingTransport extends UDPTransport {
    LastingTransport(DatagramSocket socket) throws IOException {
      super(socket, MTU);
    }

    @Override
    public void close() {
      // the link's own close does that
    }
  }

  private final class Client extends PSKTlsClient {
    Client() {
      super(new BcTlsCrypto(new SecureRandom()), new BasicTlsPSKIdentity(identity, key));
    }

    @Override
    protected ProtocolVersion[] getSupportedVersions() {
      return ProtocolVersion.DTLSv12.only();
    }

    @Override
    protected int[] getSupportedCipherSuites() {
      return new int[] {CipherSuite.TLS_PSK_WITH_AES_128_CCM_8};
    }

    @Override
    public @Nullable TlsSession getSessionToResume() {
      return session;
    }

    @Override
    public void notifyHandshakeComplete() throws IOException {
      super.notifyHandshakeComplete();
      session = context.getResumableSession();
    }

    @Override
    public int getHandshakeResendTimeMillis() {
      return RESEND_MILLISECONDS;
    }

    @Override
    public int getHandshakeTimeoutMillis() {
      return GIVE_UP_MILLISECONDS;
    }
  }
}
