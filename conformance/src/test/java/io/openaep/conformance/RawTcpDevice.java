package io.openaep.conformance;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/// The framed TCP protocol in literal bytes: login 0x01, data 0x02, heartbeat 0x04. The protocol
/// has no acknowledgement; the heartbeat's answer 0x06 acknowledges every frame before it.
public final class RawTcpDevice extends ReportingDevice {
  private final int port;
  private final Api.Device device;
  private String unanswered = "";

  RawTcpDevice(String name, int port, Api.Device device) {
    super(name);
    this.port = port;
    this.device = device;
  }

  @Override
  String payload(String text) {
    return text;
  }

  @Override
  void converse() throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(5_000);
      DataInputStream in = new DataInputStream(socket.getInputStream());
      socket.getOutputStream().write(login(device));
      if (in.readUnsignedByte() != 0x05 || in.readUnsignedShort() != 0) {
        throw new IOException("not let in");
      }
      while (running()) {
        String payload = current();
        if (payload.equals(unanswered)) {
          sentAgain(payload);
        }
        unanswered = payload;
        socket.getOutputStream().write(reportAndHeartbeat(payload));
        readHeartbeatAnswer(in);
        acknowledge(payload);
      }
    }
  }

  private static void readHeartbeatAnswer(DataInputStream in) throws IOException {
    int type = in.readUnsignedByte();
    while (type == 0x03) {
      in.skipNBytes(in.readUnsignedShort());
      type = in.readUnsignedByte();
    }
    if (type != 0x06) {
      throw new IOException("expected 0x06, got " + type);
    }
  }

  /// The login frame of a device.
  public static byte[] login(Api.Device device) throws IOException {
    ByteArrayOutputStream frame = new ByteArrayOutputStream();
    frame.write(0x01);
    counted(frame, device.id());
    counted(frame, device.token());
    counted(frame, "1.0");
    return frame.toByteArray();
  }

  private static byte[] reportAndHeartbeat(String payload) throws IOException {
    ByteArrayOutputStream frames = new ByteArrayOutputStream();
    frames.write(0x02);
    counted(frames, payload);
    frames.write(0x04);
    return frames.toByteArray();
  }

  private static void counted(ByteArrayOutputStream out, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.write(bytes.length >> 8);
    out.write(bytes.length);
    out.write(bytes);
  }
}
