package io.openaep.platform.access.tcp;

import io.openaep.wire.Bytes;
import io.openaep.wire.tcp.TcpFrame;
import io.openaep.wire.tcp.TcpFrameEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Frames as the trace shows them: their bytes without the password, and what they mean.
final class TcpWords {
  private static final int LOGIN_TYPE = 0x01;

  /// Of a login that cannot be read nothing after the type and the first length is shown: who knows
  /// where the password begins.
  private static final int SAFE_LOGIN_BYTES = 3;

  private static final byte MASK = '*';

  private TcpWords() {}

  /// The frame's bytes, the password of a login replaced.
  static Bytes shown(TcpFrame frame) {
    return switch (frame) {
      case TcpFrame.Login login -> {
        int secretBytes = login.password().getBytes(StandardCharsets.UTF_8).length;
        yield TcpFrameEncoder.encode(
            new TcpFrame.Login(login.deviceId(), "*".repeat(secretBytes), login.version()));
      }
      case TcpFrame.Uplink _,
          TcpFrame.Downlink _,
          TcpFrame.Heartbeat _,
          TcpFrame.LoginAnswer _,
          TcpFrame.HeartbeatAnswer _,
          TcpFrame.UplinkAnswer _,
          TcpFrame.CommandResponse _ ->
          TcpFrameEncoder.encode(frame);
    };
  }

  /// Bytes that are no frame, without what may be a password.
  static Bytes masked(Bytes head) {
    if (head.isEmpty() || head.at(0) != LOGIN_TYPE) {
      return head;
    }
    byte[] bytes = head.toArray();
    Arrays.fill(bytes, Math.min(SAFE_LOGIN_BYTES, bytes.length), bytes.length, MASK);
    return Bytes.wrap(bytes);
  }

  static String of(TcpFrame frame) {
    return switch (frame) {
      case TcpFrame.Login login ->
          "login of %s, version %s".formatted(login.deviceId(), login.version());
      case TcpFrame.Uplink(var data) -> "data, " + data.size() + " bytes";
      case TcpFrame.Downlink(var data) -> "command, " + data.size() + " bytes";
      case TcpFrame.Heartbeat _ -> "heartbeat";
      case TcpFrame.LoginAnswer(var result) ->
          "login answer %d (%s)"
              .formatted(result.code(), result.name().toLowerCase(java.util.Locale.ROOT));
      case TcpFrame.HeartbeatAnswer _ -> "heartbeat answer: everything before is stored";
      case TcpFrame.UplinkAnswer answer ->
          "answer to data, message %d: %s"
              .formatted(
                  answer.messageId(),
                  answer.result() == TcpFrame.UplinkAnswer.SUCCESS ? "stored" : "message error");
      case TcpFrame.CommandResponse(var data) -> "command response, " + data.size() + " bytes";
    };
  }
}
