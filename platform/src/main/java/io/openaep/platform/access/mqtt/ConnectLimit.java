package io.openaep.platform.access.mqtt;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.openaep.platform.access.socket.DeviceConnection;

/// Bounds what a peer may make the decoder keep before anybody knows who it is; the decoder itself
/// has one limit for all packets. Goes away once the peer is known. Runs on the connection's event
/// loop.
final class ConnectLimit extends ChannelInboundHandlerAdapter {
  private final DeviceConnection connection;
  private final int limitBytes;
  private int keptBytes;

  ConnectLimit(DeviceConnection connection, int limitBytes) {
    this.connection = connection;
    this.limitBytes = limitBytes;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object arrived) {
    if (!connection.isStranger()) {
      context.pipeline().remove(this);
    } else if (keptBytes > limitBytes) {
      connection.refuse("too_large", "no whole CONNECT within " + limitBytes + " bytes");
    } else {
      keptBytes += ((ByteBuf) arrived).readableBytes();
    }
    context.fireChannelRead(arrived);
  }
}
