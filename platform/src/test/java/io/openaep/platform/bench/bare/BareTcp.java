package io.openaep.platform.bench.bare;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.openaep.wire.DecodeException;
import io.openaep.wire.tcp.LoginResult;
import io.openaep.wire.tcp.TcpFrame;
import io.openaep.wire.tcp.TcpFrameDecoder;
import io.openaep.wire.tcp.TcpFrameEncoder;
import java.util.Optional;

/// Lets every device log in and answers its heartbeats. Answers leave together, as the platform's.
final class BareTcp extends SimpleChannelInboundHandler<ByteBuf> {
  private final TcpFrameDecoder frames = new TcpFrameDecoder();

  @Override
  protected void channelRead0(ChannelHandlerContext context, ByteBuf arrived)
      throws DecodeException {
    frames.feed(arrived.nioBuffer());
    for (Optional<TcpFrame> frame = frames.next(); frame.isPresent(); frame = frames.next()) {
      take(context, frame.get());
    }
  }

  private static void take(ChannelHandlerContext context, TcpFrame frame) {
    if (frame instanceof TcpFrame.Login) {
      write(context, new TcpFrame.LoginAnswer(LoginResult.SUCCESS));
    } else if (frame instanceof TcpFrame.Heartbeat) {
      write(context, new TcpFrame.HeartbeatAnswer());
    }
  }

  private static void write(ChannelHandlerContext context, TcpFrame answer) {
    var _ = context.write(Unpooled.wrappedBuffer(TcpFrameEncoder.encode(answer).toArray()));
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    context.flush();
  }
}
