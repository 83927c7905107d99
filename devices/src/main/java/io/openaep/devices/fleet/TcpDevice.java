package io.openaep.devices.fleet;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.SimpleChannelInboundHandler;
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
final class TcpDevice extends SimpleChannelInboundHandler<ByteBuf> implements FleetDevice {
  private final FleetLane lane;
  private final Enrolled identity;
  private final InetSocketAddress platform;
  private final Watcher watcher;
  private final Deque<Integer> heartbeats = new ArrayDeque<>();
  private TcpFrameDecoder frames = new TcpFrameDecoder();
  private Optional<Channel> channel = Optional.empty();
  private int lastNumber = -1;

  TcpDevice(FleetLane lane, Enrolled identity, InetSocketAddress platform, Watcher watcher) {
    this.lane = lane;
    this.identity = identity;
    this.platform = platform;
    this.watcher = watcher;
  }

  @Override
  public boolean isSharable() {
    return true; // one device, one connection after another
  }

  @Override
  public void connect() {
    frames = new TcpFrameDecoder();
    heartbeats.clear();
    var _ =
        new Bootstrap()
            .group(lane.loop())
            .channel(FleetLoops.stream())
            .option(ChannelOption.TCP_NODELAY, true)
            .handler(
                new ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel fresh) {
                    fresh.pipeline().addLast(TcpDevice.this);
                  }
                })
            .connect(platform)
            .addListener(done -> {
              if (!done.isSuccess()) {
                watcher.lost(String.valueOf(done.cause().getMessage()));
              }
            });
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    channel = Optional.of(context.channel());
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
      watcher.lost("the platform sent no frame: " + e.reason());
      var _ = context.close();
    }
  }

  private void take(ChannelHandlerContext context, TcpFrame frame) {
    switch (frame) {
      case TcpFrame.LoginAnswer(LoginResult result) -> {
        if (result == LoginResult.SUCCESS) {
          watcher.connected();
        } else {
          watcher.lost("login: " + result);
          var _ = context.close();
        }
      }
      case TcpFrame.HeartbeatAnswer() -> {
        Integer upTo = heartbeats.poll();
        if (upTo != null) {
          watcher.acknowledgedUpTo(upTo);
        }
      }
      case TcpFrame.Downlink _, TcpFrame.UplinkAnswer _ -> {} // nothing to do in version 1.0
      case TcpFrame.FromDevice _ -> watcher.lost("the platform sent a device's frame");
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
      channel.ifPresent(Channel::flush);
    }
  }

  private void write(TcpFrame frame) {
    channel.ifPresent(it -> {
      var _ = it.write(Unpooled.wrappedBuffer(TcpFrameEncoder.encode(frame).toArray()));
    });
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    boolean ours = channel.isEmpty();
    channel = Optional.empty();
    if (!ours) {
      watcher.lost("the platform closed the connection");
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    var _ = context.close();
  }

  @Override
  public void close() {
    Optional<Channel> open = channel;
    channel = Optional.empty();
    open.ifPresent(it -> {
      var _ = it.close();
    });
  }
}
