package io.openaep.platform.access.lwm2m;

import static org.assertj.core.api.Assertions.assertThat;

import io.openaep.platform.Patience;
import io.openaep.platform.access.Door;
import io.openaep.wire.Bytes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.eclipse.californium.scandium.dtls.cipher.CipherSuite;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Peers that begin handshakes, in literal bytes (RFC 6347, 4.2), and never go on.
class HandshakeFloodTest {
  private static final String IMEI = "868543060974334";
  private static final Bytes KEY = Bytes.utf8("TYvoiTk34D3NZ6GN");
  private static final int LIMIT = 5;
  private static final int HELLO_VERIFY_REQUEST = 3;
  private static final int SERVER_HELLO = 2;

  private final Bed bed = new Bed(Bed.limits(100, 100, LIMIT), Bed.TIMES);
  private final List<DatagramSocket> sockets = new ArrayList<>();

  @AfterEach
  void stop() {
    sockets.forEach(DatagramSocket::close);
    bed.close();
  }

  @Test
  void withoutTheCookieNothingIsKept() throws IOException {
    for (int i = 0; i < 50; i++) {
      DatagramSocket socket = socket();
      hello(socket, 0, new byte[0]);
      assertThat(answer(socket)[13]).isEqualTo((byte) HELLO_VERIFY_REQUEST);
    }
    assertThat(halfOpen()).isZero();
  }

  @Test
  void unfinishedHandshakesAreBoundedAndADeviceFromTheSameAddressStillComesIn() throws IOException {
    for (int i = 0; i < 3 * LIMIT; i++) {
      beginHandshake();
    }
    assertThat(halfOpen()).isEqualTo(LIMIT);
    assertThat(bed.refused(Door.LWM2MS, "half_open")).isEqualTo(2.0 * LIMIT);
    bed.platform.device(IMEI, Optional.of(KEY), false);
    try (DtlsDevice device =
        new DtlsDevice(bed.at(Door.LWM2MS), IMEI, KEY, CipherSuite.TLS_PSK_WITH_AES_128_CCM_8)) {
      device.register(IMEI);
    }
    assertThat(bed.handshakes("full")).isEqualTo(1);
  }

  private void beginHandshake() throws IOException {
    DatagramSocket socket = socket();
    hello(socket, 0, new byte[0]);
    byte[] verify = answer(socket);
    int cookieLength = verify[27] & 0xff;
    hello(socket, 1, Arrays.copyOfRange(verify, 28, 28 + cookieLength));
    assertThat(answer(socket)[13]).isEqualTo((byte) SERVER_HELLO);
  }

  private double halfOpen() {
    return bed.meters.get("openaep.dtls.half.open").gauge().value();
  }

  private DatagramSocket socket() throws IOException {
    DatagramSocket socket = new DatagramSocket(new InetSocketAddress(Bed.V4, 0));
    socket.setSoTimeout((int) Patience.LONGEST.toMillis());
    sockets.add(socket);
    return socket;
  }

  private void hello(DatagramSocket socket, int number, byte[] cookie) throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    body.writeBytes(new byte[] {(byte) 0xfe, (byte) 0xfd});
    byte[] random = new byte[32];
    Arrays.fill(random, (byte) socket.getLocalPort());
    body.writeBytes(random);
    body.write(0); // no session
    body.write(cookie.length);
    body.writeBytes(cookie);
    body.writeBytes(Bytes.hex("0002c0a80100").toArray()); // PSK with CCM_8; no compression
    ByteBuffer datagram = ByteBuffer.allocate(25 + body.size());
    datagram.put((byte) 22).putShort((short) 0xfefd).putShort((short) 0);
    datagram.putShort((short) 0).putInt(number).putShort((short) (12 + body.size()));
    datagram.put((byte) 1).put((byte) 0).putShort((short) body.size());
    datagram.putShort((short) number).put(new byte[3]);
    datagram.put((byte) 0).putShort((short) body.size()).put(body.toByteArray());
    byte[] bytes = datagram.array();
    socket.send(new DatagramPacket(bytes, bytes.length, bed.at(Door.LWM2MS)));
  }

  private static byte[] answer(DatagramSocket socket) throws IOException {
    DatagramPacket packet = new DatagramPacket(new byte[1_500], 1_500);
    socket.receive(packet);
    return Arrays.copyOf(packet.getData(), packet.getLength());
  }
}
