package io.openaep.conformance.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/// MQTT 3.1.1: a burst of PUBLISH with QoS 1, each acknowledged by a PUBACK of four bytes.
final class MqttLane implements Lane {
  private static final int PUBACK_BYTES = 4;

  private final SocketChannel channel;
  private final ByteBuffer burst;
  private final int messages;
  private int open;
  private int halfRead;

  MqttLane(int port, byte[] connect, int messages, byte[] payload) throws IOException {
    this.messages = messages;
    channel = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    channel.write(ByteBuffer.wrap(connect));
    ByteBuffer connack = ByteBuffer.allocate(4);
    while (connack.hasRemaining()) {
      if (channel.read(connack) < 0) {
        throw new IOException("closed before an answer");
      }
    }
    if (connack.get(3) != 0) {
      throw new IOException("refused with " + connack.get(3));
    }
    byte[] topic = "data".getBytes(StandardCharsets.UTF_8);
    int remaining = 2 + topic.length + 2 + payload.length;
    burst = ByteBuffer.allocateDirect(messages * (remaining + 3));
    for (int i = 1; i <= messages; i++) {
      burst.put((byte) 0x32);
      burst.put((byte) (remaining % 128 | 0x80)).put((byte) (remaining / 128));
      burst.putShort((short) topic.length).put(topic);
      burst.putShort((short) i).put(payload);
    }
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
    open = messages;
  }

  @Override
  public int receive(ByteBuffer scratch) throws IOException {
    scratch.clear();
    if (channel.read(scratch) < 0) {
      throw new IOException("closed by the platform");
    }
    int bytes = halfRead + scratch.position();
    halfRead = bytes % PUBACK_BYTES;
    open -= bytes / PUBACK_BYTES;
    return bytes / PUBACK_BYTES;
  }

  @Override
  public boolean idle() {
    return open == 0;
  }

  @Override
  public void repeat() {}
}
