package io.openaep.platform.access.socket;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.ssl.SslHandler;
import javax.net.ssl.SSLEngine;

/// TLS on a connection, with the records that have begun and not ended counted like the frames and
/// packets of plain connections: whoever begins many and ends none gives way. Runs on the
/// connection's event loop.
public final class CountedTls extends SslHandler {
  /// A first read brings so much room with it; a ClientHello fits.
  private static final int HARMLESS_BYTES = 4_096;

  private final DeviceConnection connection;
  private final FrameMemory.Share memory;

  public CountedTls(SSLEngine engine, DeviceConnection connection) {
    super(engine);
    this.connection = connection;
    this.memory = connection.door().ports().memory().share(HARMLESS_BYTES);
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object arrived) throws Exception {
    super.channelRead(context, arrived);
    memory.holds(actualReadableBytes() == 0 ? 0 : internalBuffer().capacity());
    if (memory.isTooMuch()) {
      connection.refuse("too_much_unfinished", "all connections hold too much of unended records");
    }
  }

  @Override
  public void handlerRemoved0(ChannelHandlerContext context) throws Exception {
    memory.holds(0);
    super.handlerRemoved0(context);
  }
}
