package io.openaep.platform.access.lwm2m.door;

import io.openaep.platform.access.Door;
import io.openaep.platform.access.Refusals;
import java.util.Optional;
import org.eclipse.californium.scandium.ConnectionListener;
import org.eclipse.californium.scandium.dtls.Connection;
import org.eclipse.californium.scandium.dtls.Handshaker;

/// Says aloud that a device tried a wrong key. Scandium only drops the record, so that a guesser
/// learns nothing, and so must we towards the peer; but the operator must be told. Called on the
/// connector's threads.
final class HandshakeWatch implements ConnectionListener {
  private final Refusals refusals;
  private final HandshakeRecords records;

  HandshakeWatch(Refusals refusals, HandshakeRecords records) {
    this.refusals = refusals;
    this.records = records;
  }

  @Override
  public boolean onConnectionMacError(Connection connection) {
    Handshaker handshaker = connection.getOngoingHandshake();
    if (handshaker != null) {
      Optional<String> claimed = HalfOpen.claimed(handshaker);
      records.failed(connection.getPeerAddress(), claimed, "refused: bad_credentials");
      refusals.refused(
          Door.LWM2MS,
          "bad_credentials",
          claimed.orElse("-"),
          Remotes.text(connection.getPeerAddress()),
          "the device's pre-shared key is not the platform's");
    }
    return false; // the connection stays: the record may be forged
  }

  @Override
  public void onConnectionEstablished(Connection connection) {
    // the registration that follows is what counts
  }

  @Override
  public void onConnectionRemoved(Connection connection) {
    // registrations outlive sessions
  }

  @Override
  public boolean onConnectionUpdatesSequenceNumbers(Connection connection, boolean write) {
    return false;
  }

  @Override
  public void beforeExecution(Connection connection) {
    // no logging context
  }

  @Override
  public void updateExecution(Connection connection) {
    // no logging context
  }

  @Override
  public void afterExecution(Connection connection) {
    // no logging context
  }
}
