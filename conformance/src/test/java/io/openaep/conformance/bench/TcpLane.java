package io.openaep.conformance.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SocketChannel;

/// Framed TCP: a burst of data frames and one heartbeat, whose answer acknowledges them all.
final class TcpLane implements Lane {
  private final SocketChannel channel;
  private final ByteBuffer burst;
  private final int messages;
  private boolean waiting;

  TcpLane(int port, byte[] login, int messages, byte[] payload) throws IOException {
    this.messages = messages;
    channel = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    channel.write(ByteBuffer.wrap(login));
    ByteBuffer answer = ByteBuffer.allocate(3);
    while (answer.hasRemaining()) {
      if (channel.read(answer) < 0) {
        throw new IOException("closed before an answer");
      }
    }
    if (answer.get(0) != 5 || answer.get(2) != 0) {
      throw new IOException("not let in");
    }
    burst = ByteBuffer.allocateDirect(messages * (3 + payload.length) + 1);
    for (int i = 0; i < messages; i++) {
      burst.put((byte) 0x02).putShort((short) payload.length).put(payload);
    }
    burst.put((byte) 0x04);
    channel.configureBlocking(false);
  }

  @Override
  public SelectableChannel channel() {
    return channel;
  }

  @Override
  public void send() throws IOException {
    burst.rewind();
    while (burst.hasRemaining()) {
      channel.write(burst);
    }
    waiting = true;
  }

  @Override
  public int receive(ByteBuffer scratch) throws IOException {
    scratch.clear();
    if (channel.read(scratch) < 0) {
      throw new IOException("closed by the platform");
    }
    if (scratch.position() > 0) {
      waiting = false;
      return messages;
    }
    return 0;
  }

  @Override
  public boolean idle() {
    return !waiting;
  }

  @Override
  public void repeat() {}
}
