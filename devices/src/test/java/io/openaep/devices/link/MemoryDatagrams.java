package io.openaep.devices.link;

import io.openaep.wire.Bytes;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Datagrams between a test and what it tests, with nothing in between.
public final class MemoryDatagrams implements Datagrams {
  private final List<Bytes> sent = new ArrayList<>();
  private @Nullable Receiver receiver;
  private boolean closed;

  @Override
  public void send(Bytes datagram) {
    sent.add(datagram);
  }

  @Override
  public void receiver(Receiver receiver) {
    this.receiver = receiver;
  }

  @Override
  public void close() {
    closed = true;
  }

  public void deliver(Bytes datagram) {
    if (receiver == null) {
      throw new IllegalStateException("Nobody receives yet");
    }
    receiver.received(datagram);
  }

  /// Takes the oldest datagram that was sent and not yet looked at.
  public Bytes next() {
    return sent.removeFirst();
  }

  public boolean silent() {
    return sent.isEmpty();
  }

  public boolean closed() {
    return closed;
  }
}
