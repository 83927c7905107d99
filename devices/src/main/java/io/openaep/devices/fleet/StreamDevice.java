package io.openaep.devices.fleet;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.SimpleChannelInboundHandler;
import java.net.InetSocketAddress;
import java.util.Optional;

/// What devices on TCP have in common, whatever they speak: one connection after another, told of
/// when it cannot be had or ends. On its lane.
///
/// @param <M> what its pipeline reads
abstract class StreamDevice<M> extends SimpleChannelInboundHandler<M> implements FleetDevice {
  private final FleetLane lane;
  private final InetSocketAddress platform;
  private final Watcher watcher;
  private Optional<Channel> channel = Optional.empty();

  StreamDevice(FleetLane lane, InetSocketAddress platform, Watcher watcher) {
    this.lane = lane;
    this.platform = platform;
    this.watcher = watcher;
  }

  /// Forgets the connection before, and what was open on it.
  abstract void reset();

  /// Puts into the pipeline what stands between the socket and this device.
  abstract void prepare(Channel fresh);

  /// The connection is there: says who it is.
  abstract void logIn(ChannelHandlerContext context);

  final Watcher watcher() {
    return watcher;
  }

  final void write(Object message) {
    channel.ifPresent(it -> {
      var _ = it.write(message);
    });
  }

  final void flushChannel() {
    channel.ifPresent(Channel::flush);
  }

  @Override
  public boolean isSharable() {
    return true; // one device, one connection after another
  }

  @Override
  public void connect() {
    reset();
    var _ =
        new Bootstrap()
            .group(lane.loop())
            .channel(FleetLoops.stream())
            .option(ChannelOption.TCP_NODELAY, true)
            .handler(
                new ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel fresh) {
                    prepare(fresh);
                    fresh.pipeline().addLast(StreamDevice.this);
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
    logIn(context);
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
