package io.openaep.conformance.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectableChannel;
import java.nio.charset.StandardCharsets;

/// LwM2M over plain CoAP: registers, is observed, then one confirmable notification at a time.
/// Literal bytes (RFC 7252, section 3).
final class Lwm2mLane implements Lane {
  private final DatagramChannel channel;
  private final InetSocketAddress platform;
  private final byte[] payload;
  private final ByteBuffer message = ByteBuffer.allocateDirect(1024);
  private byte[] token = {};
  private int mid;
  private boolean waiting;

  Lwm2mLane(int port, String imei, byte[] payload) throws IOException {
    this.payload = payload;
    platform = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    channel = DatagramChannel.open();
    channel.connect(platform);
    register(imei);
    channel.configureBlocking(false);
  }

  private void register(String imei) throws IOException {
    byte[] query = ("ep=" + imei).getBytes(StandardCharsets.UTF_8);
    ByteBuffer request = ByteBuffer.allocate(128);
    request
        .put(new byte[] {0x40, 0x02, 0x00, 0x01})
        .put((byte) 0xb2)
        .put((byte) 'r')
        .put((byte) 'd');
    request.put((byte) (0x40 | 13)).put((byte) (query.length - 13)).put(query);
    request.put((byte) 0x08).put("lt=86400".getBytes(StandardCharsets.UTF_8));
    request.put((byte) 0x09).put("lwm2m=1.0".getBytes(StandardCharsets.UTF_8));
    request.put((byte) 0xff).put("</19/0>".getBytes(StandardCharsets.UTF_8));
    channel.write(request.flip());
    ByteBuffer answer = ByteBuffer.allocate(512);
    while (token.length == 0) {
      channel.read(answer.clear());
      boolean observe = answer.get(1) == 0x01;
      if (observe) {
        token = new byte[answer.get(0) & 0x0f];
        answer.get(4, token);
        ByteBuffer content = ByteBuffer.allocate(64);
        content.put((byte) (0x60 | token.length)).put((byte) 0x45);
        content.put(answer.get(2)).put(answer.get(3)).put(token);
        content.put((byte) 0x61).put((byte) 1).put((byte) 0xff).put((byte) 'x');
        channel.write(content.flip());
      }
    }
  }

  @Override
  public SelectableChannel channel() {
    return channel;
  }

  @Override
  public void send() throws IOException {
    mid = (mid + 1) & 0xffff;
    message.clear();
    message.put((byte) (0x40 | token.length)).put((byte) 0x45).putShort((short) mid).put(token);
    message.put((byte) 0x62).putShort((short) mid);
    message.put((byte) 0x61).put((byte) 42);
    message.put((byte) 0xff).put(payload).flip();
    channel.write(message);
    waiting = true;
  }

  @Override
  public int receive(ByteBuffer scratch) throws IOException {
    channel.read(scratch.clear());
    boolean acknowledged =
        scratch.position() == 4
            && (scratch.get(0) & 0xff) == 0x60
            && (scratch.getShort(2) & 0xffff) == mid
            && waiting;
    if (acknowledged) {
      waiting = false;
    }
    return acknowledged ? 1 : 0;
  }

  @Override
  public boolean idle() {
    return !waiting;
  }

  @Override
  public void repeat() throws IOException {
    if (waiting) {
      message.rewind();
      channel.write(message);
    }
  }
}
