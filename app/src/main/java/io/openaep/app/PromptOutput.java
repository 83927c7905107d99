package io.openaep.app;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// What the module prints, line by line and without the echo of what was typed, which already
/// stands on the screen. Empty lines, which only frame answers, are left out.
///
/// One thread prints; {@link #offer} and {@link #expectEcho} may be called from any other.
final class PromptOutput {
  private static final int PARTS_LIMIT = 4096;

  /// How long the rest of a line is awaited before its beginning is shown.
  private static final long PATIENCE_MS = 150;

  private static final String DATA_PROMPT = ">";

  private final Consumer<String> screen;
  private final BlockingQueue<byte[]> parts = new ArrayBlockingQueue<>(PARTS_LIMIT);
  private final Deque<Byte> echo = new ArrayDeque<>();
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private volatile boolean dataPrompt;
  private volatile boolean closed;

  /// @param screen shows one line
  PromptOutput(Consumer<String> screen) {
    this.screen = screen;
  }

  void start() {
    Thread.ofPlatform().daemon().name("at-prompt-out").start(this::run);
  }

  /// Whether the module waits for data and not for a command.
  boolean atDataPrompt() {
    return dataPrompt;
  }

  /// These bytes may come back as they are: they are not shown again.
  void expectEcho(byte[] typed) {
    synchronized (echo) {
      echo.clear();
      for (byte b : typed) {
        echo.add(b);
      }
    }
    dataPrompt = false;
  }

  /// What a screen does not take in time is lost, as on a serial line.
  void offer(byte[] bytes) {
    parts.offer(bytes.clone());
  }

  void close() {
    closed = true;
  }

  private void run() {
    try {
      while (!closed) {
        byte[] part = parts.poll(PATIENCE_MS, TimeUnit.MILLISECONDS);
        if (part == null) {
          show(); // what has come of a line that does not end
        } else {
          take(part);
        }
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void take(byte[] part) {
    for (byte b : part) {
      if (isEcho(b)) {
        continue;
      }
      if (b == '\n') {
        show();
      } else if (b != '\r') {
        line.write(b);
      }
    }
  }

  /// The module echoes in order; the first other byte ends what is expected (echo is off).
  private boolean isEcho(byte b) {
    synchronized (echo) {
      Byte expected = echo.poll();
      if (expected == null) {
        return false;
      }
      if (expected != b) {
        echo.clear();
        return false;
      }
      return true;
    }
  }

  private void show() {
    if (line.size() > 0) {
      String text = line.toString(StandardCharsets.UTF_8);
      line.reset();
      dataPrompt = text.strip().equals(DATA_PROMPT);
      screen.accept(dataPrompt ? "> data, then Ctrl-Z (Ctrl-C cancels)" : text);
    }
  }
}
