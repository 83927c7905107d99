package io.openaep.devices.fleet;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.DatagramPacket;
import io.openaep.devices.link.Datagrams;
import io.openaep.wire.Bytes;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A UDP socket towards one peer on a shared event loop, which can be closed and opened again: from
/// a new port, as a device is seen that slept or whose network translates addresses.
final class FleetSocket implements Datagrams {
  private static final Logger LOG = LoggerFactory.getLogger(FleetSocket.class);
  private static final int WAITING_LIMIT = 16;

  private final FleetLane lane;
  private final InetSocketAddress peer;
  private final Awake awake;
  private final Deque<Bytes> waiting = new ArrayDeque<>();
  private Optional<Receiver> receiver = Optional.empty();
  private Optional<Channel> channel = Optional.empty();

  FleetSocket(FleetLane lane, InetSocketAddress peer, Awake awake) {
    this.lane = lane;
    this.peer = peer;
    this.awake = awake;
  }

  boolean isOpen() {
    return channel.isPresent();
  }

  /// Opens a socket on a new port; the one before is closed.
  void open() {
    close();
    awake.wakes();
    Channel opened =
        new Bootstrap()
            .group(lane.loop())
            .channel(FleetLoops.datagram())
            .handler(new Inbound())
            .connect(peer)
            .addListener(done -> {
              if (done.isSuccess()) {
                flushWaiting();
              } else {
                LOG.warn("no socket for a device reason={}", String.valueOf(done.cause()));
              }
            })
            .channel();
    channel = Optional.of(opened);
  }

  private void flushWaiting() {
    while (!waiting.isEmpty()) {
      send(waiting.removeFirst());
    }
  }

  @Override
  public void send(Bytes datagram) {
    if (channel.isEmpty()) {
      return; // as good as lost on the way
    }
    if (channel.get().isActive()) {
      var _ = channel.get().writeAndFlush(Unpooled.wrappedBuffer(datagram.toArray()));
    } else if (waiting.size() < WAITING_LIMIT) {
      waiting.addLast(datagram);
    }
  }

  @Override
  public void receiver(Receiver taker) {
    receiver = Optional.of(taker);
  }

  @Override
  public void close() {
    waiting.clear();
    channel.ifPresent(it -> {
      var _ = it.close();
      awake.sleeps();
    });
    channel = Optional.empty();
  }

  private final class Inbound extends SimpleChannelInboundHandler<DatagramPacket> {
    @Override
    protected void channelRead0(ChannelHandlerContext context, DatagramPacket packet) {
      ByteBuf content = packet.content();
      Bytes datagram = Bytes.wrap(ByteBufUtil.getBytes(content));
      receiver.ifPresent(taker -> taker.received(datagram));
    }

    /// A port that nobody listens on is an error of the socket; over a radio it is silence.
    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      LOG.debug("datagram lost reason={}", cause.toString());
    }
  }
}
