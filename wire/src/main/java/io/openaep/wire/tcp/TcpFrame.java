package io.openaep.wire.tcp;

import io.openaep.wire.Bytes;
import java.nio.charset.StandardCharsets;

/// One frame of AEP's TCP protocol 1.0 (AEP device protocols, 3.1) or 1.1 (3.2), which adds answers
/// to data both ways and gives the data a form that this package leaves alone. The two sub-families
/// say who may send it, so that each end can refuse the other's frames by type. Immutable.
public sealed interface TcpFrame {
  /// Data and texts carry a two-byte length.
  int FIELD_LIMIT_BYTES = 0xffff;

  /// Type byte, two length bytes and the longest data.
  int DATA_FRAME_LIMIT_BYTES = 3 + FIELD_LIMIT_BYTES;

  /// The first byte of the frame.
  int type();

  /// What only a device sends.
  sealed interface FromDevice extends TcpFrame {}

  /// What only the platform sends.
  sealed interface FromPlatform extends TcpFrame {}

  /// `01 len(2) deviceId len(2) password len(2) version`.
  ///
  /// @param deviceId product id followed by the device number
  /// @param password the 特征串; it is kept out of {@link #toString()}
  /// @param version `1.0` or `1.1`
  record Login(String deviceId, String password, String version) implements FromDevice {
    static final int TYPE = 0x01;

    /// @throws IllegalArgumentException if a text is longer than 65535 bytes of UTF-8 or has none
    public Login {
      checkText(deviceId, "device id");
      checkText(password, "password");
      checkText(version, "version");
    }

    @Override
    public int type() {
      return TYPE;
    }

    @Override
    public String toString() {
      return "Login[deviceId=" + deviceId + ", version=" + version + "]";
    }

    private static void checkText(String text, String field) {
      if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
        throw new IllegalArgumentException(field + " holds half a surrogate pair");
      }
      if (text.getBytes(StandardCharsets.UTF_8).length > FIELD_LIMIT_BYTES) {
        throw new IllegalArgumentException(field + " is longer than " + FIELD_LIMIT_BYTES);
      }
    }
  }

  /// `02 len(2) data`: data reported by the device.
  record Uplink(Bytes data) implements FromDevice {
    static final int TYPE = 0x02;

    /// @throws IllegalArgumentException if there are more than 65535 bytes
    public Uplink {
      checkData(data);
    }

    @Override
    public int type() {
      return TYPE;
    }
  }

  /// `03 len(2) data`: a command's bytes for the device.
  record Downlink(Bytes data) implements FromPlatform {
    static final int TYPE = 0x03;

    /// @throws IllegalArgumentException if there are more than 65535 bytes
    public Downlink {
      checkData(data);
    }

    @Override
    public int type() {
      return TYPE;
    }
  }

  /// `04`: the device lives.
  record Heartbeat() implements FromDevice {
    static final int TYPE = 0x04;

    @Override
    public int type() {
      return TYPE;
    }
  }

  /// `05 result(2)`: the answer to a login.
  record LoginAnswer(LoginResult result) implements FromPlatform {
    static final int TYPE = 0x05;

    @Override
    public int type() {
      return TYPE;
    }
  }

  /// `06`: the answer to a heartbeat.
  record HeartbeatAnswer() implements FromPlatform {
    static final int TYPE = 0x06;

    @Override
    public int type() {
      return TYPE;
    }
  }

  /// `82 len(2)=4 msgId(2) result(2)`: version 1.1, the answer to data.
  ///
  /// @param messageId as the device gave it in its data
  /// @param result 0 success, 1 message error; others are unknown
  record UplinkAnswer(int messageId, int result) implements FromPlatform {
    static final int TYPE = 0x82;
    static final int SIZE_BYTES = 4;

    /// The data is on disk.
    public static final int SUCCESS = 0;

    /// The data has not the form of version 1.1.
    public static final int MESSAGE_ERROR = 1;

    @Override
    public int type() {
      return TYPE;
    }
  }

  /// `83 len(2) data`: version 1.1, a device's response to a command; the data begins with
  /// `taskId(2) serviceId(2)`.
  record CommandResponse(Bytes data) implements FromDevice {
    static final int TYPE = 0x83;

    /// @throws IllegalArgumentException if there are more than 65535 bytes
    public CommandResponse {
      checkData(data);
    }

    @Override
    public int type() {
      return TYPE;
    }
  }

  private static void checkData(Bytes data) {
    if (data.size() > FIELD_LIMIT_BYTES) {
      throw new IllegalArgumentException(
          data.size() + " bytes of data are more than " + FIELD_LIMIT_BYTES);
    }
  }
}
