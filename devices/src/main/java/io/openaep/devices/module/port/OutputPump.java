package io.openaep.devices.module.port;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;

/// Writes for a loop that must not wait: bytes queue up to a limit and a thread of its own writes
/// them. What exceeds the limit is dropped, newest first. Thread-safe.
final class OutputPump {
  /// Where the bytes go in the end; may block.
  @FunctionalInterface
  interface Sink {
    void write(byte[] bytes) throws IOException;
  }

  private final int limitBytes;
  private final Deque<byte[]> queue = new ArrayDeque<>();
  private int queuedBytes;
  private boolean closed;

  OutputPump(int limitBytes) {
    this.limitBytes = limitBytes;
  }

  synchronized void offer(byte[] bytes) {
    if (!closed && queuedBytes + bytes.length <= limitBytes) {
      queue.add(bytes.clone());
      queuedBytes += bytes.length;
      notifyAll();
    }
  }

  /// Writes until closed or until the sink breaks. Ends after the queue is empty.
  void run(Sink sink) throws IOException, InterruptedException {
    byte[] bytes = next();
    while (bytes.length > 0) {
      sink.write(bytes);
      bytes = next();
    }
  }

  /// The next bytes, or none when closed.
  private synchronized byte[] next() throws InterruptedException {
    while (queue.isEmpty() && !closed) {
      wait();
    }
    byte[] bytes = queue.isEmpty() ? new byte[0] : queue.remove();
    queuedBytes -= bytes.length;
    return bytes;
  }

  synchronized void close() {
    closed = true;
    notifyAll();
  }
}
