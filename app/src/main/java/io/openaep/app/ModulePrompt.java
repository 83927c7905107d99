package io.openaep.app;

import io.openaep.devices.module.manual.Manual;
import io.openaep.devices.module.manual.ManualEntry;
import io.openaep.devices.module.port.AtPort;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jline.keymap.KeyMap;
import org.jline.reader.Binding;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.Reference;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Attributes;
import org.jline.terminal.Terminal;

/// The AT port as an interactive prompt: a line editor with history, completion and the reference
/// text of each command. What the module prints appears above the line being typed.
///
/// Enter ends a line as on a serial line; at a data prompt Ctrl-Z sends and Ctrl-C cancels. History
/// is not kept on disk: lines carry secrets. One daemon thread reads, one prints.
final class ModulePrompt implements AtPort {
  private static final byte CARRIAGE_RETURN = 0x0D;
  private static final byte CONTROL_Z = 0x1A;
  private static final byte ESCAPE = 0x1B;

  private final Terminal terminal;
  private final Manual manual;
  private final LineReader lines;
  private final PromptOutput output;
  private final CompletableFuture<Void> ended = new CompletableFuture<>();
  private boolean controlZ;
  private boolean interrupted;

  ModulePrompt(Terminal terminal, Manual manual) {
    this.terminal = terminal;
    this.manual = manual;
    freeControlZ();
    // A line is read in raw mode. Between two lines it stays: in the terminal's own mode keys of
    // that moment would be eaten (Ctrl-D, Ctrl-Z, Tab, erase). Closing the terminal ends it.
    terminal.enterRawMode();
    lines =
        LineReaderBuilder.builder()
            .terminal(terminal)
            .parser(WholeLine::new)
            .completer(new CommandCompleter(manual))
            .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
            .option(LineReader.Option.BRACKETED_PASTE, false)
            .option(LineReader.Option.CASE_INSENSITIVE, true)
            .option(LineReader.Option.AUTO_LIST, true)
            .build();
    lines.getWidgets().put("send-data", this::sendData);
    lines.getWidgets().put("describe-command", this::describe);
    KeyMap<Binding> keys =
        Objects.requireNonNull(lines.getKeyMaps().get(LineReader.MAIN), "main keys");
    keys.bind(new Reference("send-data"), KeyMap.ctrl('Z'));
    keys.bind(new Reference("describe-command"), "\033OP", "\033[11~", KeyMap.alt('h'));
    output = new PromptOutput(lines::printAbove);
  }

  /// Ctrl-Z is a byte for the module here, not a stop of this process.
  private void freeControlZ() {
    Attributes attributes = terminal.getAttributes();
    attributes.setControlChar(Attributes.ControlChar.VSUSP, 0);
    terminal.setAttributes(attributes);
  }

  @Override
  public String name() {
    return "stdio";
  }

  @Override
  public void start(Host host) {
    output.start();
    lines.printAbove("A virtual EC800E. Tab completes, F1 or `help AT+…` explains, Ctrl-D ends.");
    Thread.ofPlatform().daemon().name("at-prompt").start(() -> read(host));
  }

  private void read(Host host) {
    try {
      for (boolean open = true; open; ) {
        open = turn(host);
      }
    } finally {
      ended.complete(null);
    }
  }

  /// One line; false at the end.
  private boolean turn(Host host) {
    controlZ = false;
    try {
      String line = lines.readLine();
      interrupted = false;
      if (!output.atDataPrompt() && own(line.strip())) {
        return !line.strip().equals("quit");
      }
      send(host, line);
      return true;
    } catch (UserInterruptException e) {
      return interrupted(host, e.getPartialLine());
    } catch (EndOfFileException _) {
      return false;
    }
  }

  /// Ctrl-C: cancels a data prompt or the line being typed; on an empty line the second one ends.
  private boolean interrupted(Host host, String partialLine) {
    if (output.atDataPrompt()) {
      host.received(new byte[] {ESCAPE});
      return true;
    }
    boolean again = interrupted && partialLine.isEmpty();
    interrupted = partialLine.isEmpty();
    if (interrupted && !again) {
      lines.printAbove("Ctrl-C once more, Ctrl-D or `quit` ends the module.");
    }
    return !again;
  }

  private void send(Host host, String line) {
    byte[] text = line.getBytes(StandardCharsets.UTF_8);
    boolean leaving = line.equals("+++"); // with a carriage return it would be data
    int length = leaving ? text.length : text.length + 1;
    byte[] bytes = Arrays.copyOf(text, length);
    if (!leaving) {
      bytes[text.length] = controlZ ? CONTROL_Z : CARRIAGE_RETURN;
    }
    output.expectEcho(bytes);
    host.received(bytes);
  }

  /// Whether the line is for the prompt and not for the module.
  private boolean own(String line) {
    if (line.equals("quit")) {
      return true;
    }
    if (line.equals("help")) {
      lines.printAbove(CommandCompleter.contents(manual));
      return true;
    }
    if (line.startsWith("help ")) {
      lines.printAbove(explain(line.substring(5)));
      return true;
    }
    return false;
  }

  private String explain(String typed) {
    return manual
        .find(typed)
        .map(ManualEntry::text)
        .orElse("There is no command " + typed.strip() + "; `help` lists them all.");
  }

  private boolean sendData() {
    controlZ = true;
    lines.callWidget(LineReader.ACCEPT_LINE);
    return true;
  }

  private boolean describe() {
    String typed = lines.getBuffer().toString();
    lines.printAbove(typed.isBlank() ? CommandCompleter.contents(manual) : explain(typed));
    return true;
  }

  @Override
  public void write(byte[] bytes) {
    output.offer(bytes);
  }

  @Override
  public CompletionStage<Void> ended() {
    return ended;
  }

  @Override
  public void close() {
    ended.complete(null);
    output.close();
    try {
      terminal.close();
    } catch (IOException _) {
      // The terminal is gone: there is nobody to tell.
    }
  }
}
