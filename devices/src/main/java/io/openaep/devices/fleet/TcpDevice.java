package io.openaep.devices.fleet;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.openaep.wire.Bytes;
import io.openaep.wire.DecodeException;
import io.openaep.wire.tcp.LoginResult;
import io.openaep.wire.tcp.TcpFrame;
import io.openaep.wire.tcp.TcpFrameDecoder;
import io.openaep.wire.tcp.TcpFrameEncoder;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/// A device on AEP's framed TCP protocol. It has no acknowledgement: a heartbeat after the reports
/// of a turn stands for one, because its answer comes only after they are stored (AEP device
/// protocols, section 3).
final class TcpDevice extends StreamDevice<ByteBuf> {
  private final Enrolled identity;
  private final Deque<Integer> heartbeats = new ArrayDeque<>();
  private TcpFrameDecoder frames = new TcpFrameDecoder();
  private int lastNumber = -1;

  TcpDevice(FleetLane lane, Enrolled identity, InetSocketAddress platform, Watcher watcher) {
    super(lane, platform, watcher);
    this.identity = identity;
  }

  @Override
  void reset() {
    frames = new TcpFrameDecoder();
    heartbeats.clear();
  }

  @Override
  void prepare(Channel fresh) {
    // frames are cut by this device itself
  }

  @Override
  void logIn(ChannelHandlerContext context) {
    write(new TcpFrame.Login(identity.deviceId(), identity.secret(), "1.0"));
    context.flush();
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, ByteBuf arrived) {
    frames.feed(arrived.nioBuffer());
    try {
      for (Optional<TcpFrame> frame = frames.next(); frame.isPresent(); frame = frames.next()) {
        take(context, frame.get());
      }
    } catch (DecodeException e) {
      watcher().lost("the platform sent no frame: " + e.reason());
      var _ = context.close();
    }
  }

  private void take(ChannelHandlerContext context, TcpFrame frame) {
    switch (frame) {
      case TcpFrame.LoginAnswer(LoginResult result) -> {
        if (result == LoginResult.SUCCESS) {
          watcher().connected();
        } else {
          watcher().lost("login: " + result);
          var _ = context.close();
        }
      }
      case TcpFrame.HeartbeatAnswer() -> {
        Integer upTo = heartbeats.poll();
        if (upTo != null) {
          watcher().acknowledgedUpTo(upTo);
        }
      }
      case TcpFrame.Downlink _, TcpFrame.UplinkAnswer _ -> {} // nothing to do in version 1.0
      case TcpFrame.FromDevice _ -> watcher().lost("the platform sent a device's frame");
    }
  }

  @Override
  public void report(int number, byte[] payload) {
    write(new TcpFrame.Uplink(Bytes.wrap(payload)));
    lastNumber = number;
  }

  @Override
  public void flush() {
    if (lastNumber >= 0) {
      write(new TcpFrame.Heartbeat());
      heartbeats.add(lastNumber);
      lastNumber = -1;
      flushChannel();
    }
  }

  private void write(TcpFrame frame) {
    write(Unpooled.wrappedBuffer(TcpFrameEncoder.encode(frame).toArray()));
  }
}
