package io.openaep.platform.access.socket;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.DecoderException;
import java.io.IOException;
import javax.net.ssl.SSLException;

/// The end of a connection's pipeline: Netty's events in the words of {@link DeviceConnection}.
/// Runs on the connection's event loop.
final class ConnectionHandler extends ChannelInboundHandlerAdapter {
  private final DeviceConnection connection;

  ConnectionHandler(DeviceConnection connection) {
    this.connection = connection;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object arrived) {
    connection.arrived(arrived);
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    connection.handleWaiting();
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    connection.closed();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable fault) {
    // Netty wraps what its TLS handler found wrong with the peer.
    Throwable cause = fault instanceof DecoderException ? fault.getCause() : fault;
    if (cause instanceof SSLException tls) {
      connection.refuse("tls", String.valueOf(tls.getMessage()));
    } else if (fault instanceof IOException reset) {
      connection.reset(reset);
    } else {
      connection.broken(fault);
    }
  }
}
