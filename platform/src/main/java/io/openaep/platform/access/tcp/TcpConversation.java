package io.openaep.platform.access.tcp;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.openaep.platform.access.DeviceProfile;
import io.openaep.platform.access.Downlink;
import io.openaep.platform.access.Inbound;
import io.openaep.platform.access.SendOutcome;
import io.openaep.platform.access.socket.Conversation;
import io.openaep.platform.access.socket.DeviceConnection;
import io.openaep.platform.access.socket.FrameMemory;
import io.openaep.wire.Bytes;
import io.openaep.wire.DecodeException;
import io.openaep.wire.tcp.LoginResult;
import io.openaep.wire.tcp.TcpFrame;
import io.openaep.wire.tcp.TcpFrameDecoder;
import io.openaep.wire.tcp.TcpFrameEncoder;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// What is said on one connection of the TCP door (AEP device protocols, section 3): a login, then
/// data both ways and heartbeats. Version 1.0 acknowledges no data, so the heartbeat's answer
/// stands for it: it leaves only when every earlier frame is stored; version 1.1 answers each
/// message. What the data of 1.1 means is the thing model's business: it passes through here. No
/// error frame exists: whatever is wrong closes the connection. Runs on the connection's event
/// loop.
final class TcpConversation implements Conversation {
  /// Where data of version 1.1 came in: what it holds is `serviceId(2) parameters…`.
  private static final String DATA_CHANNEL = "0x02";

  private static final int MESSAGE_ID_BYTES = 2;
  private static final int SERVICE_ID_BYTES = 2;

  private final DeviceConnection connection;
  private final TcpConfig config;
  private final FrameMemory.Share memory;

  /// Also the inbox: frames stay in it as bytes until they can be handled.
  private final TcpFrameDecoder decoder;

  /// Version 1.1 was agreed on.
  private boolean modelled;

  TcpConversation(DeviceConnection connection, TcpConfig config) {
    this.connection = connection;
    this.config = config;
    this.memory = connection.door().ports().memory().share();
    this.decoder = new TcpFrameDecoder(config.loginFrameLimitBytes());
  }

  @Override
  public void take(Object arrived) {
    ByteBuf bytes = (ByteBuf) arrived;
    try {
      decoder.feed(bytes.nioBuffer());
    } finally {
      bytes.release();
      memory.holds(decoder.buffered());
    }
  }

  @Override
  public boolean handleNext() {
    try {
      Optional<TcpFrame> next = decoder.next();
      next.ifPresent(this::handle);
      memory.holds(decoder.buffered());
      if (next.isEmpty() && memory.isTooMuch()) {
        connection.refuse("too_much_unfinished", "all connections hold too much of unended frames");
      }
      return next.isPresent();
    } catch (DecodeException malformed) {
      connection.heard(() -> TcpWords.masked(decoder.refused()), () -> "no frame of the protocol");
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
    if (!connection.commandLeaves()) {
      return;
    }
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
    memory.holds(0);
  }

  private void handle(TcpFrame frame) {
    if (frame instanceof TcpFrame.Login login) {
      connection.claims(login.deviceId());
    }
    connection.heard(() -> TcpWords.shown(frame), () -> TcpWords.of(frame));
    switch (frame) {
      case TcpFrame.Login login when connection.isStranger() -> login(login);
      case TcpFrame.Login _ -> connection.refuse("protocol", "second login on one connection");
      case TcpFrame.FromDevice _ when connection.isStranger() ->
          connection.refuse("no_login", "frame 0x%02x before login".formatted(frame.type()));
      case TcpFrame.Uplink(var data) when modelled -> modelled(data);
      case TcpFrame.Uplink(var data) ->
          connection.report("", data, false, Optional.empty(), receipt -> {});
      case TcpFrame.CommandResponse(var data) when modelled ->
          connection.report(Inbound.Report.RESPONSE, data, false, Optional.empty(), receipt -> {});
      case TcpFrame.CommandResponse _ ->
          connection.refuse("protocol", "frame 0x83 needs a login with version 1.1");
      case TcpFrame.Heartbeat _ -> connection.inTurn(() -> tell(new TcpFrame.HeartbeatAnswer()));
      case TcpFrame.FromPlatform _ ->
          connection.refuse(
              "protocol", "frame 0x%02x is the platform's to send".formatted(frame.type()));
    }
  }

  /// `msgId(2) serviceId(2) parameters…` (3.2). The answer leaves when the message is stored, and
  /// says whether it fits the thing model; a message too short to say what it is about is answered
  /// as an error, as its frame is whole.
  private void modelled(Bytes data) {
    if (data.size() < MESSAGE_ID_BYTES) {
      connection.refuse("malformed", "data of version 1.1 without a message id");
      return;
    }
    int messageId = data.at(0) << 8 | data.at(1);
    if (data.size() < MESSAGE_ID_BYTES + SERVICE_ID_BYTES) {
      connection.inTurn(() -> tell(error(messageId)));
    } else {
      Bytes message =
          Bytes.wrap(Arrays.copyOfRange(data.unsafeArray(), MESSAGE_ID_BYTES, data.size()));
      connection.report(
          DATA_CHANNEL,
          message,
          true,
          Optional.empty(),
          receipt ->
              tell(
                  receipt.misfit().isPresent()
                      ? error(messageId)
                      : new TcpFrame.UplinkAnswer(messageId, TcpFrame.UplinkAnswer.SUCCESS)));
    }
  }

  private static TcpFrame error(int messageId) {
    return new TcpFrame.UplinkAnswer(messageId, TcpFrame.UplinkAnswer.MESSAGE_ERROR);
  }

  private void login(TcpFrame.Login login) {
    var authenticator = connection.door().ports().authenticator();
    connection.ask(
        () -> TcpLogin.judge(login, authenticator),
        answer -> {
          switch (answer) {
            case TcpLogin.Known(DeviceProfile profile) -> enter(profile, login.version());
            case TcpLogin.Denied denied -> deny(denied);
          }
        });
  }

  /// A device whose older connection was heard of lately is refused; else that one was lost without
  /// a word, behind NAT say, and must not lock the device out.
  private void enter(DeviceProfile profile, String version) {
    Instant lately = connection.door().ports().clock().instant().minus(config.duplicateWindow());
    boolean admitted =
        connection.admit(
            profile,
            Optional.empty(),
            List.of(),
            older -> !older.heardSince(lately),
            this::welcome);
    if (admitted) {
      modelled = version.equals(TcpLogin.MODELLED);
    } else {
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
    tell(new TcpFrame.LoginAnswer(LoginResult.SUCCESS));
  }

  private void deny(TcpLogin.Denied denied) {
    tell(new TcpFrame.LoginAnswer(denied.result()));
    connection.refuse(denied.kind(), denied.reason());
  }

  private void tell(TcpFrame frame) {
    connection.write(encoded(frame));
  }

  private ByteBuf encoded(TcpFrame frame) {
    connection.tells(() -> TcpWords.shown(frame), () -> TcpWords.of(frame));
    return Unpooled.wrappedBuffer(TcpFrameEncoder.encode(frame).unsafeArray());
  }
}
