package io.openaep.devices.at;

import java.util.Arrays;

/// Bytes of the host that are still to be read, up to a limit. On the loop.
final class InputBuffer {
  private final int limitBytes;
  private byte[] bytes = new byte[0];
  private int position;

  InputBuffer(int limitBytes) {
    this.limitBytes = limitBytes;
  }

  /// Adds what there is room for.
  void add(byte[] more) {
    byte[] rest = Arrays.copyOfRange(bytes, position, bytes.length);
    int room = Math.min(more.length, limitBytes - rest.length);
    bytes = Arrays.copyOf(rest, rest.length + room);
    System.arraycopy(more, 0, bytes, rest.length, room);
    position = 0;
  }

  boolean isEmpty() {
    return position == bytes.length;
  }

  int peek() {
    return bytes[position] & 0xff;
  }

  int next() {
    return bytes[position++] & 0xff;
  }

  byte[] drain() {
    byte[] rest = Arrays.copyOfRange(bytes, position, bytes.length);
    clear();
    return rest;
  }

  void clear() {
    bytes = new byte[0];
    position = 0;
  }
}
