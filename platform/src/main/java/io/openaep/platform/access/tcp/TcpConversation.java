package io.openaep.platform.access.tcp;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.openaep.platform.access.DeviceProfile;
import io.openaep.platform.access.Downlink;
import io.openaep.platform.access.SendOutcome;
import io.openaep.platform.access.socket.Conversation;
import io.openaep.platform.access.socket.DeviceConnection;
import io.openaep.wire.DecodeException;
import io.openaep.wire.tcp.LoginResult;
import io.openaep.wire.tcp.TcpFrame;
import io.openaep.wire.tcp.TcpFrameDecoder;
import io.openaep.wire.tcp.TcpFrameEncoder;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What is said on one connection of the TCP door (AEP device protocols, 3.1): a login, then data
/// both ways and heartbeats. The protocol acknowledges no data, so the heartbeat's answer stands
/// for it: it leaves only when every earlier frame is stored. No error frame exists either:
/// whatever is wrong closes the connection. Runs on the connection's event loop.
final class TcpConversation implements Conversation {
  private final DeviceConnection connection;
  private final TcpConfig config;

  /// Also the inbox: frames stay in it as bytes until they can be handled.
  private final TcpFrameDecoder decoder;

  TcpConversation(DeviceConnection connection, TcpConfig config) {
    this.connection = connection;
    this.config = config;
    this.decoder = new TcpFrameDecoder(config.loginFrameLimitBytes());
  }

  @Override
  public void take(Object arrived) {
    ByteBuf bytes = (ByteBuf) arrived;
    try {
      decoder.feed(bytes.nioBuffer());
    } finally {
      bytes.release();
    }
  }

  @Override
  public boolean handleNext() {
    try {
      Optional<TcpFrame> next = decoder.next();
      next.ifPresent(this::handle);
      return next.isPresent();
    } catch (DecodeException malformed) {
      connection.refuse("malformed", malformed.reason());
      return false;
    }
  }

  /// Delivered means written and flushed: the protocol has no answer to a command.
  @Override
  public void write(Downlink command) {
    if (command.payload().size() > TcpFrame.FIELD_LIMIT_BYTES) {
      connection.commandEnds(
          new SendOutcome.NotSent(
              command.payload().size() + " bytes do not fit a frame of the TCP protocol"));
      return;
    }
    connection.commandLeaves();
    ChannelFuture written =
        connection
            .channel()
            .writeAndFlush(encoded(new TcpFrame.Downlink(command.payload())))
            .addListener(it ->
                connection.commandEnds(
                    it.isSuccess()
                        ? new SendOutcome.Delivered()
                        : new SendOutcome.Unanswered("the write failed: " + it.cause())));
    var _ = written;
  }

  @Override
  public Duration commandPatience() {
    return config.writeTimeout();
  }

  @Override
  public Optional<Duration> silenceLimit() {
    return Optional.of(config.silenceLimit());
  }

  @Override
  public void discard() {
    decoder.discard();
  }

  private void handle(TcpFrame frame) {
    connection.heard();
    switch (frame) {
      case TcpFrame.Login login when connection.isStranger() -> login(login);
      case TcpFrame.Login _ -> connection.refuse("protocol", "second login on one connection");
      case TcpFrame.FromDevice _ when connection.isStranger() ->
          connection.refuse("no_login", "frame 0x%02x before login".formatted(frame.type()));
      case TcpFrame.Uplink(var data) ->
          connection.report("", data, false, Optional.empty(), receipt -> {});
      case TcpFrame.Heartbeat _ ->
          connection.inTurn(() -> connection.write(encoded(new TcpFrame.HeartbeatAnswer())));
      case TcpFrame.FromPlatform _ ->
          connection.refuse(
              "protocol", "frame 0x%02x is the platform's to send".formatted(frame.type()));
    }
  }

  private void login(TcpFrame.Login login) {
    connection.claims(login.deviceId());
    switch (TcpLogin.judge(login, connection.door().ports().authenticator())) {
      case TcpLogin.Known(DeviceProfile profile) -> enter(profile);
      case TcpLogin.Denied denied -> deny(denied);
    }
  }

  /// A device whose older connection was heard of lately is refused; else that one was lost without
  /// a word, behind NAT say, and must not lock the device out.
  private void enter(DeviceProfile profile) {
    Instant lately = connection.door().ports().clock().instant().minus(config.duplicateWindow());
    boolean admitted =
        connection.admit(
            profile,
            Optional.empty(),
            List.of(),
            older -> !older.heardSince(lately),
            this::welcome);
    if (!admitted) {
      deny(
          new TcpLogin.Denied(
              LoginResult.ALREADY_LOGGED_IN,
              "already_logged_in",
              "the device's other connection was heard within "
                  + config.duplicateWindow().toSeconds()
                  + " s"));
    }
  }

  private void welcome() {
    decoder.frameLimit(config.frameLimitBytes());
    connection.write(encoded(new TcpFrame.LoginAnswer(LoginResult.SUCCESS)));
  }

  private void deny(TcpLogin.Denied denied) {
    connection.write(encoded(new TcpFrame.LoginAnswer(denied.result())));
    connection.refuse(denied.kind(), denied.reason());
  }

  private static ByteBuf encoded(TcpFrame frame) {
    return Unpooled.wrappedBuffer(TcpFrameEncoder.encode(frame).unsafeArray());
  }
}
