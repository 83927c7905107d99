package io.openaep.platform.access.tcp;

import io.openaep.platform.access.socket.SocketConfig;
import io.openaep.wire.tcp.TcpFrameDecoder;
import java.time.Duration;

/// The TCP door's figures.
///
/// @param silenceLimit a device that sends no frame for so long is closed: the protocol's heartbeat
///   period (AEP device protocols, 3.1)
/// @param duplicateWindow a second login is refused while the first connection was heard within it
///   (3.1, decision on result 4)
/// @param frameLimitBytes the longest frame of a device that is logged in
/// @param loginFrameLimitBytes the longest frame before that
/// @param writeTimeout how long a command may wait for a peer that does not read
public record TcpConfig(
    SocketConfig socket,
    Duration silenceLimit,
    Duration duplicateWindow,
    int frameLimitBytes,
    int loginFrameLimitBytes,
    Duration writeTimeout) {

  /// The figures that AEP documents, or that fit its devices where it is silent.
  public static TcpConfig of(SocketConfig socket) {
    return new TcpConfig(
        socket,
        Duration.ofMinutes(5),
        Duration.ofSeconds(60),
        TcpFrameDecoder.DEFAULT_FRAME_LIMIT_BYTES,
        1_024,
        Duration.ofSeconds(30));
  }

  /// The same figures at another place.
  public TcpConfig at(SocketConfig place) {
    return new TcpConfig(
        place, silenceLimit, duplicateWindow, frameLimitBytes, loginFrameLimitBytes, writeTimeout);
  }
}
