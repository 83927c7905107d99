package io.openaep.platform.access.tcp;

import io.openaep.platform.access.socket.DoorWorld;
import io.openaep.platform.access.socket.FakeAuthenticator;
import io.openaep.platform.access.socket.RawPeer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/// Literal bytes of the TCP protocol, written out here and not by the codec under test.
final class TcpPeer {
  static final String DEVICE = "15436586863318069987727";

  /// Captured from an EC800E with this device id and password (design guide "Ecx00x to CTWING
  /// (AEP)").
  static final String LOGIN =
      "01 0017 3135343336353836383633333138303639393837373237"
          + " 002b 6e7936663174534134314451555650443650386734694f6b397a574e67354c4761394c497a5079"
          + "6d754538 0003 312e30";

  static final String ACCEPTED = "05 0000";

  private TcpPeer() {}

  static String login(String deviceId) {
    return login(deviceId, FakeAuthenticator.PASSWORD, "1.0");
  }

  static String login(String deviceId, String password, String version) {
    return "01" + sized(deviceId) + sized(password) + sized(version);
  }

  static String uplink(String data) {
    return "02" + sized(data);
  }

  /// A device that is logged in.
  static RawPeer online(DoorWorld world) {
    return world.connect().send(LOGIN).expect(ACCEPTED);
  }

  static String sized(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return "%04x".formatted(bytes.length) + HexFormat.of().formatHex(bytes);
  }
}
