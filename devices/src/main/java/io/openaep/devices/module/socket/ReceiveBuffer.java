package io.openaep.devices.module.socket;

import io.openaep.wire.Bytes;
import java.io.ByteArrayOutputStream;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Optional;

/// What a socket received and its host has not read (`QIRD`). A stream cannot overflow it, because
/// its connection stops reading; datagrams beyond the limit are dropped.
final class ReceiveBuffer {
  static final int LIMIT_BYTES = 64 * 1024;

  private final Deque<Piece> pieces = new ArrayDeque<>();
  private int unreadBytes;
  private long totalBytes;
  private boolean told;

  /// @param from who sent it, where that is not the one peer
  record Piece(Bytes data, Optional<InetSocketAddress> from) {}

  /// @return whether there was room
  boolean add(Piece piece) {
    if (unreadBytes + piece.data.size() > LIMIT_BYTES) {
      return false;
    }
    pieces.addLast(piece);
    unreadBytes += piece.data.size();
    totalBytes += piece.data.size();
    return true;
  }

  /// Whether the host must be told that there is something: once until the buffer was read empty.
  boolean tell() {
    boolean first = !told;
    told = true;
    return first;
  }

  /// Takes up to `maxBytes` of the stream.
  Bytes read(int maxBytes) {
    ByteArrayOutputStream read = new ByteArrayOutputStream();
    while (!pieces.isEmpty() && read.size() < maxBytes) {
      read.writeBytes(take(maxBytes - read.size()).data.unsafeArray());
    }
    return Bytes.wrap(read.toByteArray());
  }

  /// Takes up to `maxBytes` of the oldest datagram.
  Optional<Piece> readDatagram(int maxBytes) {
    if (pieces.isEmpty()) {
      told = false;
      return Optional.empty();
    }
    return Optional.of(take(maxBytes));
  }

  private Piece take(int maxBytes) {
    Piece first = pieces.removeFirst();
    Piece taken = first;
    if (first.data.size() > maxBytes) {
      byte[] all = first.data.unsafeArray();
      taken = new Piece(Bytes.copyOf(Arrays.copyOf(all, maxBytes)), first.from);
      Bytes rest = Bytes.wrap(Arrays.copyOfRange(all, maxBytes, all.length));
      pieces.addFirst(new Piece(rest, first.from));
    }
    unreadBytes -= taken.data.size();
    if (pieces.isEmpty()) {
      told = false;
    }
    return taken;
  }

  long totalBytes() {
    return totalBytes;
  }

  int unreadBytes() {
    return unreadBytes;
  }

  boolean isEmpty() {
    return pieces.isEmpty();
  }
}
