package io.openaep.wire.tcp;

import io.openaep.wire.ByteWriter;
import io.openaep.wire.Bytes;

/// Turns a frame into its bytes. Stateless.
public final class TcpFrameEncoder {
  private TcpFrameEncoder() {}

  public static Bytes encode(TcpFrame frame) {
    ByteWriter out = new ByteWriter(64).u8(frame.type());
    return switch (frame) {
      case TcpFrame.Login login ->
          out.sized(login.deviceId()).sized(login.password()).sized(login.version()).toBytes();
      case TcpFrame.Uplink uplink -> out.sized(uplink.data()).toBytes();
      case TcpFrame.Downlink downlink -> out.sized(downlink.data()).toBytes();
      case TcpFrame.LoginAnswer answer -> out.u16(answer.result().code()).toBytes();
      case TcpFrame.UplinkAnswer answer ->
          out.u16(TcpFrame.UplinkAnswer.SIZE_BYTES)
              .u16(answer.messageId())
              .u16(answer.result())
              .toBytes();
      case TcpFrame.CommandResponse response -> out.sized(response.data()).toBytes();
      case TcpFrame.Heartbeat _, TcpFrame.HeartbeatAnswer _ -> out.toBytes();
    };
  }
}
