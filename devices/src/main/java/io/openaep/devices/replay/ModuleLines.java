package io.openaep.devices.replay;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;

/// What the module sends, cut into lines by a reader thread of its own; empty lines are dropped.
/// The player takes from here.
final class ModuleLines implements AutoCloseable {
  private static final Pattern RECV_COMMA = Pattern.compile("(\\+QIURC: \"recv\",\\d+,\\d+),");

  private final InputStream in;
  private final ArrayDeque<String> lines = new ArrayDeque<>();
  private final ByteArrayOutputStream partial = new ByteArrayOutputStream();
  private boolean ended;

  ModuleLines(InputStream in) {
    this.in = in;
    Thread.ofVirtual().name("replay-reader").start(this::run);
  }

  private void run() {
    byte[] buffer = new byte[4096];
    try {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        accept(buffer, n);
      }
    } catch (IOException _) {
      // The port was closed under us: the same as its end.
    } finally {
      end();
    }
  }

  private synchronized void accept(byte[] buffer, int length) {
    for (int i = 0; i < length; i++) {
      if (buffer[i] != '\n') {
        partial.write(buffer[i]);
      } else if (!partialText().isBlank()) {
        lines.add(tidy(partialText()));
        partial.reset();
      } else {
        partial.reset();
      }
    }
    notifyAll();
  }

  private synchronized void end() {
    ended = true;
    notifyAll();
  }

  private String partialText() {
    return partial.toString(StandardCharsets.UTF_8);
  }

  /// The carriage returns off, and the comma that some firmware prints at the end of a receive
  /// header.
  private static String tidy(String line) {
    String bare = line.replace("\r", "");
    var comma = RECV_COMMA.matcher(bare);
    return comma.matches() ? comma.group(1) : bare;
  }

  /// The next line, or empty if none comes in time or the port has ended.
  synchronized Optional<String> next(Duration patience) throws InterruptedException {
    await(patience, () -> !lines.isEmpty());
    return Optional.ofNullable(lines.poll());
  }

  /// Waits for the data prompt, a `>` at the start of a line that does not end.
  synchronized boolean prompt(Duration patience) throws InterruptedException {
    await(patience, () -> !lines.isEmpty() || partialText().strip().equals(">"));
    if (!lines.isEmpty() || !partialText().strip().equals(">")) {
      return false;
    }
    // A space may follow the sign in a packet of its own; it is white space to the next line.
    partial.reset();
    return true;
  }

  synchronized boolean ended() {
    return ended && lines.isEmpty();
  }

  private void await(Duration patience, BooleanSupplier done) throws InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    while (!done.getAsBoolean() && !ended) {
      long left = deadline - System.nanoTime();
      if (left <= 0) {
        return;
      }
      wait(left / 1_000_000, (int) (left % 1_000_000));
    }
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
