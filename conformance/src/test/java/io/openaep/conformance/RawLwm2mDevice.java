package io.openaep.conformance;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/// LwM2M over plain CoAP in literal bytes: registers once, is observed on `/19/0/0`, sends
/// confirmable notifications on that token for ever (also after the platform was killed and
/// started), and answers writes to `/19/1/0`. One socket, one thread.
final class RawLwm2mDevice extends ReportingDevice {
  private static final byte[] NOTHING = {};
  private static final int RESEND_MILLIS = 250;

  private final int port;
  private final String imei;
  private final Map<Integer, RawCoap> answers = new ConcurrentHashMap<>();
  private final Map<String, Integer> written = new ConcurrentHashMap<>();
  private final DatagramSocket socket;
  private volatile byte[] observed = NOTHING;
  private int mid = ThreadLocalRandom.current().nextInt(65_536);
  private int observe = 1;

  RawLwm2mDevice(String name, int port, String imei) throws IOException {
    super(name);
    this.port = port;
    this.imei = imei;
    this.socket = new DatagramSocket();
    socket.setSoTimeout(RESEND_MILLIS);
  }

  @Override
  String payload(String text) {
    return text;
  }

  /// How often each command payload was written to this device, retransmissions not counted.
  Map<String, Integer> written() {
    return written;
  }

  @Override
  void converse() throws IOException {
    if (observed.length == 0) {
      confirmed(
          new RawCoap(
              RawCoap.CON,
              0x02,
              nextMid(),
              new byte[] {1, 2, 3, 4},
              List.of(
                  RawCoap.Option.text(RawCoap.URI_PATH, "rd"),
                  RawCoap.Option.number(RawCoap.CONTENT_FORMAT, 40),
                  RawCoap.Option.text(RawCoap.URI_QUERY, "ep=" + imei),
                  RawCoap.Option.text(RawCoap.URI_QUERY, "lt=86400"),
                  RawCoap.Option.text(RawCoap.URI_QUERY, "lwm2m=1.0"),
                  RawCoap.Option.text(RawCoap.URI_QUERY, "b=U")),
              "</1/0>,</3/0>,</19/0>,</19/1>".getBytes(StandardCharsets.UTF_8)));
      // A registration that was sent again replaces the one before, and its observation with it.
      observed = NOTHING;
      while (observed.length == 0 && running()) {
        receive();
      }
    }
    while (running()) {
      String payload = current();
      RawCoap notification =
          new RawCoap(
              RawCoap.CON,
              0x45,
              nextMid(),
              observed,
              List.of(
                  RawCoap.Option.number(RawCoap.OBSERVE, observe++),
                  RawCoap.Option.number(RawCoap.CONTENT_FORMAT, 42)),
              payload.getBytes(StandardCharsets.UTF_8));
      if (confirmed(notification)) {
        acknowledge(payload);
      }
    }
  }

  /// Sends a confirmable message until it is acknowledged.
  ///
  /// @return false if the device was stopped before
  private boolean confirmed(RawCoap message) throws IOException {
    boolean again = false;
    while (running()) {
      if (again) {
        sentAgain(new String(message.payload(), StandardCharsets.UTF_8));
      }
      again = true;
      send(message);
      long deadline = System.nanoTime() + RESEND_MILLIS * 1_000_000L;
      while (System.nanoTime() < deadline) {
        List<RawCoap> got = receive();
        for (RawCoap answer : got) {
          if (answer.mid() == message.mid() && answer.type() == RawCoap.ACK) {
            return true;
          }
          if (answer.mid() == message.mid() && answer.type() == RawCoap.RST) {
            throw new IllegalStateException(imei + ": the platform forgot the observation: RST");
          }
        }
      }
    }
    return false;
  }

  /// Takes one datagram, answers it if it is a request, and gives it back.
  private List<RawCoap> receive() throws IOException {
    byte[] buffer = new byte[2048];
    DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
    try {
      socket.receive(packet);
    } catch (SocketTimeoutException _) {
      return List.of();
    }
    RawCoap message = RawCoap.decode(buffer, packet.getLength());
    boolean request = message.code() > 0 && message.code() < 0x20;
    if (request) {
      send(answers.computeIfAbsent(message.mid(), _ -> answer(message)));
    }
    return List.of(message);
  }

  private RawCoap answer(RawCoap request) {
    List<RawCoap.Option> options = new ArrayList<>();
    byte[] payload = NOTHING;
    int code = 0x44;
    if (request.code() == 0x01) {
      code = 0x45;
      if (request.has(RawCoap.OBSERVE)) {
        options.add(RawCoap.Option.number(RawCoap.OBSERVE, observe++));
        observed = request.token();
      }
      options.add(RawCoap.Option.number(RawCoap.CONTENT_FORMAT, 42));
      payload = "first".getBytes(StandardCharsets.UTF_8);
    } else {
      written.merge(new String(request.payload(), StandardCharsets.UTF_8), 1, Integer::sum);
    }
    return new RawCoap(RawCoap.ACK, code, request.mid(), request.token(), options, payload);
  }

  private void send(RawCoap message) throws IOException {
    byte[] bytes = message.encode();
    socket.send(new DatagramPacket(bytes, bytes.length, InetAddress.getLoopbackAddress(), port));
  }

  private int nextMid() {
    mid = (mid + 1) % 65_536;
    return mid;
  }

  void close() {
    socket.close();
  }
}
