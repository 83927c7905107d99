package io.openaep.platform.access.tcp;

import static io.openaep.platform.Patience.await;
import static io.openaep.platform.access.tcp.TcpPeer.ACCEPTED;
import static io.openaep.platform.access.tcp.TcpPeer.login;
import static io.openaep.platform.access.tcp.TcpPeer.uplink;
import static org.assertj.core.api.Assertions.assertThat;

import io.openaep.platform.access.Door;
import io.openaep.platform.access.Inbound;
import io.openaep.platform.access.socket.DoorWorld;
import io.openaep.platform.access.socket.RawPeer;
import io.openaep.platform.access.socket.SocketConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// The journal is slower than the devices: they are made to wait, nobody is refused, and what waits
/// is bounded over all connections.
class TcpOverloadTest {
  private static final int PENDING = 10;
  private static final int DEVICES = 8;
  private static final int REPORTS = 20;

  private final DoorWorld world =
      new DoorWorld(
          (loops, ports) ->
              TcpServer.open(
                  TcpConfig.of(SocketConfig.of(List.of(DoorWorld.IPV4), 0)), loops, ports),
          PENDING);

  @AfterEach
  void closeTheDoor() {
    world.close();
  }

  @Test
  void overloadMakesDevicesWaitAndLosesNothing() {
    List<RawPeer> peers = new ArrayList<>();
    for (int device = 0; device < DEVICES; device++) {
      world.devices.add("d" + device);
      peers.add(world.connect().send(login("d" + device)).expect(ACCEPTED));
    }
    world.uplinks.hold();
    for (RawPeer peer : peers) {
      for (int report = 0; report < REPORTS; report++) {
        peer.send(uplink("report " + report));
      }
      peer.send("04");
    }
    await().until(() -> world.uplinks.heldCount() >= PENDING);
    world.settle();
    assertThat(world.uplinks.heldCount()).isBetween(PENDING, PENDING + 2);
    peers.forEach(world::expectSilence);

    world.advance(Duration.ofMinutes(10));
    assertThat(world.connections(Door.TCP)).as("their silence is ours").isEqualTo(DEVICES);

    world.uplinks.storeAll();
    for (RawPeer peer : peers) {
      peer.expect("06");
    }
    assertThat(world.uplinks.asked(Inbound.Report.class)).hasSize(DEVICES * REPORTS);
    assertThat(world.refusals()).isEmpty();
    assertThat(world.meters.get("openaep.streams.pending").gauge().value()).isZero();
    peers.forEach(RawPeer::close);
  }
}
