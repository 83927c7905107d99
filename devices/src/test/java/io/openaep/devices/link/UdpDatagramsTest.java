package io.openaep.devices.link;

import static io.openaep.devices.Patience.await;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.openaep.wire.Bytes;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UdpDatagramsTest {
  private final ManualLane lane = new ManualLane();
  private final List<Bytes> received = new CopyOnWriteArrayList<>();

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "::1"})
  void bothWaysOverBothFamiliesFromOnePort(String address) throws Exception {
    try (DatagramSocket peer = new DatagramSocket(0, InetAddress.getByName(address));
        UdpDatagrams device =
            UdpDatagrams.open((InetSocketAddress) peer.getLocalSocketAddress(), lane)) {
      device.receiver(received::add);
      for (String text : List.of("one", "two")) {
        device.send(Bytes.utf8(text));
        DatagramPacket packet = new DatagramPacket(new byte[100], 100);
        peer.setSoTimeout(60_000);
        peer.receive(packet);
        assertThat(packet.getPort()).isEqualTo(device.localAddress().getPort());
        assertThat(new String(packet.getData(), 0, packet.getLength(), UTF_8)).isEqualTo(text);
        peer.send(new DatagramPacket(new byte[] {7}, 1, packet.getSocketAddress()));
      }
      await().until(() -> lane.waiting() == 2);
      lane.settle();
      assertThat(received).containsExactly(Bytes.hex("07"), Bytes.hex("07"));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {2049, 9000})
  void datagramThatIsTooLargeIsDroppedWhole(int bytes) throws Exception {
    try (DatagramSocket peer = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        UdpDatagrams device =
            UdpDatagrams.open((InetSocketAddress) peer.getLocalSocketAddress(), lane)) {
      device.receiver(received::add);
      peer.send(new DatagramPacket(new byte[bytes], bytes, device.localAddress()));
      peer.send(new DatagramPacket(new byte[] {1}, 1, device.localAddress()));
      await().until(() -> lane.waiting() > 0);
      lane.settle();
      assertThat(received).containsExactly(Bytes.hex("01"));
    }
  }
}
