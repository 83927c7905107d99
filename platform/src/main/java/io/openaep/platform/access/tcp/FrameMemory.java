package io.openaep.platform.access.tcp;

import java.util.concurrent.atomic.AtomicLong;

/// The bytes that all connections of the door hold and have not handled: many peers that each begin
/// a long frame and never end it must not add up. Thread-safe.
final class FrameMemory {
  private final long limitBytes;
  private final AtomicLong heldBytes = new AtomicLong();

  FrameMemory(long limitBytes) {
    this.limitBytes = limitBytes;
  }

  void changed(int bytes) {
    heldBytes.addAndGet(bytes);
  }

  boolean isOver() {
    return heldBytes.get() > limitBytes;
  }

  long heldBytes() {
    return heldBytes.get();
  }
}
