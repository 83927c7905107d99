package io.openaep.conformance;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/// MQTT 3.1.1 in literal bytes: CONNECT, PUBLISH with QoS 1, PUBACK (MQTT 3.1.1, sections 3.1 to
/// 3.4).
public final class RawMqttDevice extends ReportingDevice {
  private final int port;
  private final Api.Device device;
  private int packetId;
  private String unanswered = "";

  RawMqttDevice(String name, int port, Api.Device device) {
    super(name);
    this.port = port;
    this.device = device;
  }

  @Override
  String payload(String text) {
    return "{\"n\":\"" + text + "\"}";
  }

  @Override
  void converse() throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(5_000);
      DataInputStream in = new DataInputStream(socket.getInputStream());
      socket.getOutputStream().write(connect(device));
      byte[] connack = packet(in, 0x20);
      if (connack[1] != 0) {
        throw new IOException("refused with " + connack[1]);
      }
      while (running()) {
        String payload = current();
        if (payload.equals(unanswered)) {
          sentAgain(payload);
        }
        unanswered = payload;
        packetId = packetId % 65_535 + 1;
        socket.getOutputStream().write(publish(payload));
        byte[] puback = packet(in, 0x40);
        if (((puback[0] & 0xff) << 8 | puback[1] & 0xff) != packetId) {
          throw new IOException("PUBACK of another packet");
        }
        acknowledge(payload);
      }
    }
  }

  /// The next packet's body; it must be of this type.
  private static byte[] packet(DataInputStream in, int type) throws IOException {
    int first = in.readUnsignedByte();
    byte[] body = new byte[in.readUnsignedByte()];
    in.readFully(body);
    if (first != type) {
      throw new IOException("expected packet " + type + ", got " + first);
    }
    return body;
  }

  /// The CONNECT of a device.
  public static byte[] connect(Api.Device device) throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    counted(body, "MQTT");
    body.write(new byte[] {4, (byte) 0b1100_0010, 0, 60});
    counted(body, device.id());
    counted(body, "anyone");
    counted(body, device.token());
    return framed(0x10, body.toByteArray());
  }

  private byte[] publish(String payload) throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    counted(body, "topic/data");
    body.write(packetId >> 8);
    body.write(packetId);
    body.write(payload.getBytes(StandardCharsets.UTF_8));
    return framed(0x32, body.toByteArray());
  }

  private static byte[] framed(int first, byte[] body) throws IOException {
    if (body.length > 16_383) {
      throw new IOException("too long for two length bytes");
    }
    ByteArrayOutputStream packet = new ByteArrayOutputStream();
    packet.write(first);
    if (body.length > 127) {
      packet.write(body.length % 128 | 0x80);
      packet.write(body.length / 128);
    } else {
      packet.write(body.length);
    }
    packet.write(body);
    return packet.toByteArray();
  }

  private static void counted(ByteArrayOutputStream out, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.write(bytes.length >> 8);
    out.write(bytes.length);
    out.write(bytes);
  }
}
