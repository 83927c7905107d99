package io.openaep.conformance;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/// A connection of the framed TCP protocol, version 1.0, in literal bytes: 0x01 login, 0x02 data
/// up, 0x03 data down, 0x04 heartbeat, 0x05 login answer, 0x06 heartbeat answer.
public final class RawTcp implements AutoCloseable {
  private final RawStream stream;

  RawTcp(RawStream stream) {
    this.stream = stream;
  }

  static RawTcp open(PlatformProcess platform) throws IOException {
    return new RawTcp(RawStream.open("127.0.0.1", platform.port("tcp")));
  }

  /// The login frame of a device.
  public static byte[] login(Api.Device device) {
    return login(device.id(), device.token(), "1.0");
  }

  static byte[] login(String deviceId, String password, String version) {
    return Frame.of(0x01).counted(deviceId).counted(password).counted(version).bytes();
  }

  static byte[] data(String payload) {
    return Frame.of(0x02).counted(payload).bytes();
  }

  /// @return the result of the login
  int logIn(Api.Device device) throws IOException {
    stream.send(login(device));
    return loginResult();
  }

  int loginResult() throws IOException {
    expect(0x05);
    return stream.read() << 8 | stream.read();
  }

  /// Sends a report and a heartbeat.
  void report(String payload) throws IOException {
    stream.send(Frame.of().then(data(payload)).then(0x04).bytes());
  }

  /// The answer that acknowledges everything before it; commands that come first are passed over.
  void acknowledged() throws IOException {
    int type = stream.read();
    while (type == 0x03) {
      command();
      type = stream.read();
    }
    if (type != 0x06) {
      throw new IOException("expected 0x06, got " + type);
    }
  }

  /// The payload of the command that must be next.
  String nextCommand() throws IOException {
    expect(0x03);
    return command();
  }

  private String command() throws IOException {
    int length = stream.read() << 8 | stream.read();
    return new String(stream.read(length), StandardCharsets.UTF_8);
  }

  private void expect(int type) throws IOException {
    int got = stream.read();
    if (got != type) {
      throw new IOException("expected frame " + type + ", got " + got);
    }
  }

  boolean silentFor(Duration time) throws IOException {
    return stream.silentFor(time);
  }

  @Override
  public void close() throws IOException {
    stream.close();
  }
}
