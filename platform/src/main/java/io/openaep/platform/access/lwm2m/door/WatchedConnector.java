package io.openaep.platform.access.lwm2m.door;

import io.openaep.platform.access.Tap;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.InetSocketAddress;
import org.eclipse.californium.scandium.DTLSConnector;
import org.eclipse.californium.scandium.config.DtlsConnectorConfig;
import org.jspecify.annotations.Nullable;

/// Scandium's connector with its datagrams shown to {@link HandshakeRecords}: of a handshake that
/// fails Scandium itself hands out nothing. Runs on the connector's threads.
final class WatchedConnector extends DTLSConnector {
  private final SessionTable sessions;
  private final HandshakeRecords records;

  WatchedConnector(DtlsConnectorConfig config, SessionTable sessions, HandshakeRecords records) {
    super(config, sessions);
    this.sessions = sessions;
    this.records = records;
  }

  @Override
  protected void processDatagram(DatagramPacket packet, @Nullable InetSocketAddress router) {
    records.passed(Tap.Direction.IN, packet);
    super.processDatagram(packet, router);
  }

  @Override
  protected void sendNextDatagramOverNetwork(DatagramPacket packet) throws IOException {
    if (packet.getSocketAddress() instanceof InetSocketAddress peer
        && sessions.hasJustRefused(peer)) {
      return;
    }
    records.passed(Tap.Direction.OUT, packet);
    super.sendNextDatagramOverNetwork(packet);
  }
}
