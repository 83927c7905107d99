package io.openaep.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.openaep.devices.module.manual.Manual;
import io.openaep.devices.module.port.AtPort;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jline.terminal.Attributes.LocalFlag;
import org.jline.terminal.Terminal;
import org.jline.terminal.impl.ExternalTerminal;
import org.junit.jupiter.api.Test;

/// The prompt between two lines: in the terminal's own mode keys of that moment would be eaten.
class ModulePromptModeTest {
  private static final int END_OF_INPUT = 4; // Ctrl-D

  @Test
  void theTerminalStaysRawBetweenTwoLines() throws Exception {
    BlockingQueue<Boolean> ownMode = new LinkedBlockingQueue<>();
    try (PipedOutputStream keys = new PipedOutputStream();
        PipedInputStream typed = new PipedInputStream(keys);
        Terminal terminal =
            new ExternalTerminal("test", "xterm", typed, OutputStream.nullOutputStream(), UTF_8)) {
      assertThat(inItsOwnMode(terminal)).as("at first").isTrue();
      ModulePrompt prompt = new ModulePrompt(terminal, Manual.load());
      prompt.start(new Lines(() -> ownMode.add(inItsOwnMode(terminal))));
      for (int line = 0; line < 2; line++) {
        keys.write("AT\r".getBytes(UTF_8));
        keys.flush();
        assertThat(ownMode.poll(60, TimeUnit.SECONDS)).isFalse();
      }
      keys.write(END_OF_INPUT);
      keys.flush();
      assertThat(prompt.ended().toCompletableFuture()).succeedsWithin(60, TimeUnit.SECONDS);
      prompt.close();
    }
  }

  private static boolean inItsOwnMode(Terminal terminal) {
    return terminal.getAttributes().getLocalFlag(LocalFlag.ICANON);
  }

  /// A module that is told of a line when its reading is over and the next one has not begun.
  private record Lines(Runnable between) implements AtPort.Host {
    @Override
    public void received(byte[] bytes) {
      between.run();
    }

    @Override
    public void gone() {
      // the terminal stays
    }

    @Override
    public CompletionStage<Void> ended() {
      return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletionStage<Void> ready() {
      return CompletableFuture.completedFuture(null);
    }
  }
}
