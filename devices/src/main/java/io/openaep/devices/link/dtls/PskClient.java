package io.openaep.devices.link.dtls;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import org.bouncycastle.tls.BasicTlsPSKIdentity;
import org.bouncycastle.tls.CipherSuite;
import org.bouncycastle.tls.PSKTlsClient;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.TlsSession;
import org.bouncycastle.tls.crypto.TlsCrypto;
import org.jspecify.annotations.Nullable;

/// What the device offers in a handshake: DTLS 1.2, AEP's two cipher suites, Connection ID.
final class PskClient extends PSKTlsClient {
  private final SessionMemory memory;
  private final Duration firstRepetition;
  private final Duration patience;
  private boolean answered;
  private boolean resumed;

  PskClient(
      TlsCrypto crypto,
      PskSecret secret,
      SessionMemory memory,
      Duration firstRepetition,
      Duration patience) {
    super(
        crypto,
        new BasicTlsPSKIdentity(
            secret.identity().getBytes(StandardCharsets.UTF_8), secret.key().toArray()));
    this.memory = memory;
    this.firstRepetition = firstRepetition;
    this.patience = patience;
  }

  boolean resumed() {
    return resumed;
  }

  /// Whether the server has begun a handshake of its own.
  boolean answered() {
    return answered;
  }

  @Override
  public void notifySelectedCipherSuite(int suite) {
    super.notifySelectedCipherSuite(suite);
    answered = true;
  }

  @Override
  protected ProtocolVersion[] getSupportedVersions() {
    return ProtocolVersion.DTLSv12.only();
  }

  @Override
  protected int[] getSupportedCipherSuites() {
    return new int[] {
      CipherSuite.TLS_PSK_WITH_AES_128_CCM_8, CipherSuite.TLS_PSK_WITH_AES_128_CBC_SHA256
    };
  }

  /// An empty one (RFC 9146, 3): the device takes records without, and sends the server's.
  @Override
  protected byte[] getNewConnectionID() {
    return new byte[0];
  }

  @Override
  public @Nullable TlsSession getSessionToResume() {
    return memory.recall();
  }

  @Override
  public void notifySessionID(byte @Nullable [] sessionId) {
    super.notifySessionID(sessionId);
    TlsSession offered = memory.recall();
    resumed =
        offered != null && sessionId != null && Arrays.equals(offered.getSessionID(), sessionId);
  }

  @Override
  public void notifyHandshakeComplete() throws IOException {
    super.notifyHandshakeComplete();
    memory.remember(context.getResumableSession());
  }

  @Override
  public int getHandshakeResendTimeMillis() {
    return Math.toIntExact(firstRepetition.toMillis());
  }

  @Override
  public int getHandshakeTimeoutMillis() {
    return Math.toIntExact(patience.toMillis());
  }
}
