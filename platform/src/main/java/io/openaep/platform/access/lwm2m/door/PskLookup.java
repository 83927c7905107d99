package io.openaep.platform.access.lwm2m.door;

import io.openaep.platform.access.Authenticator;
import io.openaep.platform.access.Door;
import io.openaep.platform.access.Refusals;
import io.openaep.wire.Bytes;
import java.net.InetSocketAddress;
import java.util.Optional;
import javax.crypto.SecretKey;
import org.eclipse.californium.scandium.dtls.ConnectionId;
import org.eclipse.californium.scandium.dtls.HandshakeResultHandler;
import org.eclipse.californium.scandium.dtls.PskPublicInformation;
import org.eclipse.californium.scandium.dtls.PskSecretResult;
import org.eclipse.californium.scandium.dtls.pskstore.AdvancedPskStore;
import org.eclipse.californium.scandium.util.SecretUtil;
import org.eclipse.californium.scandium.util.ServerNames;
import org.jspecify.annotations.Nullable;

/// Asks the registry for the key of a PSK identity. Called on the connector's threads, so that a
/// read of the registry does not hold up other devices' messages.
final class PskLookup implements AdvancedPskStore {
  /// An IMEI has 8 to 17 characters (AEP device protocols, 1.1); anything much longer is no device.
  private static final int IDENTITY_LIMIT_CHARS = 64;

  private final Authenticator authenticator;
  private final Refusals refusals;
  private final HalfOpen handshakes;
  private final HandshakeRecords records;

  PskLookup(
      Authenticator authenticator,
      Refusals refusals,
      HalfOpen handshakes,
      HandshakeRecords records) {
    this.authenticator = authenticator;
    this.refusals = refusals;
    this.handshakes = handshakes;
    this.records = records;
  }

  @Override
  public PskSecretResult requestPskSecretResult(
      ConnectionId connection,
      ServerNames serverName,
      PskPublicInformation identity,
      String hmacAlgorithm,
      SecretKey otherSecret,
      byte[] seed,
      boolean useExtendedMasterSecret) {
    return new PskSecretResult(connection, identity, key(connection, identity));
  }

  private @Nullable SecretKey key(ConnectionId connection, PskPublicInformation identity) {
    String name = identity.getPublicInfoAsString();
    boolean possible = identity.isCompliantEncoding() && name.length() <= IDENTITY_LIMIT_CHARS;
    Optional<Bytes> key = possible ? authenticator.preSharedKey(name) : Optional.empty();
    if (key.isEmpty()) {
      Optional<InetSocketAddress> peer = handshakes.peerOf(connection);
      peer.ifPresent(it -> records.failed(it, Optional.of(name), "refused: unknown_identity"));
      refusals.refused(
          Door.LWM2MS,
          "unknown_identity",
          name,
          peer.map(Remotes::text).orElse("-"),
          "no device with this PSK identity has a key");
      return null;
    }
    return SecretUtil.create(key.get().toArray(), PskSecretResult.ALGORITHM_PSK);
  }

  @Override
  public boolean hasEcdhePskSupported() {
    return false;
  }

  @Override
  public @Nullable PskPublicInformation getIdentity(
      InetSocketAddress peerAddress, ServerNames virtualHost) {
    return null; // only a client has an identity
  }

  @Override
  public void setResultHandler(HandshakeResultHandler handler) {
    // answers are given at once
  }
}
