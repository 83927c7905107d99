package io.openaep.devices.at;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The module's side of one AT port: bytes in, bytes out. It reads lines, runs their commands from
/// a {@link CommandTable}, frames what they answer, and keeps unsolicited codes out of the way
/// while a command or a prompt has the port. What the host sends while a command runs waits.
///
/// Made anew at every start of the module. Everything happens on the {@link EventLoop}.
public final class AtInterpreter implements Urcs {
  /// What a host may send ahead of a command that still runs; more is lost, as in a full UART.
  static final int INPUT_LIMIT_BYTES = 256 * 1024;

  private final EventLoop loop;
  private final CommandTable table;
  private final Refusals refusals;
  private final LineState state;
  private final ResponseWriter writer;
  private final LineReader reader;
  private final UrcQueue urcs;
  private final TransparentMode transparent;
  private final InputBuffer input = new InputBuffer(INPUT_LIMIT_BYTES);

  /// What is left of the line that runs.
  private final Deque<AtLine> commands = new ArrayDeque<>();

  private String lastBody = "";
  private boolean running;
  private boolean held;
  private boolean closed;
  private @Nullable OpenPrompt prompt;
  private @Nullable Runnable atEnd;

  /// @param table the module's commands; the interpreter adds its own
  /// @param settings where its own settings join those of the commands
  public AtInterpreter(
      EventLoop loop, CommandTable table, AtSettings settings, AtOutput output, Refusals refusals) {
    this.loop = loop;
    this.table = table;
    this.refusals = refusals;
    this.state = new LineState(settings);
    this.writer = new ResponseWriter(state, output);
    this.reader = new LineReader(state, writer);
    this.urcs = new UrcQueue(writer);
    this.transparent = new TransparentMode(loop, state, writer, this::leftTransparent);
    new LineCommands(state, settings).register(table);
    // ATO: back to the connection that +++ left, or NO CARRIER
    table.basic(
        "O",
        _ ->
            transparent
                .parked()
                .<AtReply>map(AtReply.Transparent::new)
                .orElse(AtReply.of(ResultCode.Basic.NO_CARRIER)));
  }

  /// Takes what the host sent.
  public void receive(byte[] bytes) {
    if (closed) {
      return;
    }
    input.add(bytes);
    pump();
  }

  @Override
  public void send(String text) {
    if (closed) {
      return;
    }
    urcs.hold(text);
    release();
    writer.flush();
  }

  /// Whether unsolicited codes wait although the port is free (the host sleeps).
  public void holdUrcs(boolean hold) {
    held = hold;
    release();
    writer.flush();
  }

  /// The host went away: what it had begun, a line, a prompt, transparent mode, is given up.
  public void hostGone() {
    input.clear();
    reader.clear();
    if (transparent.active()) {
      transparent.part();
      running = false;
      release();
    }
    if (prompt != null) {
      finishPrompt(new DataResult.Cancelled());
    }
    pump();
  }

  /// The host sends nothing more (its pipe ended): `answered` runs once everything that it sent has
  /// its answer. A prompt or transparent mode that would wait for more is given up.
  public void hostEnded(Runnable answered) {
    if (closed) {
      answered.run();
      return;
    }
    atEnd = answered;
    pump();
  }

  /// The port is dead from now on: nothing is read, printed or run any more.
  public void close() {
    closed = true;
    endIfAnswered();
    commands.clear();
    if (prompt != null) {
      prompt.close();
    }
    transparent.stop();
  }

  /// Whether a command, a prompt or transparent mode has the port.
  public boolean busy() {
    return running;
  }

  private void pump() {
    while (!input.isEmpty() && !closed) {
      if (transparent.active()) {
        transparent.accept(input.drain());
      } else if (prompt != null) {
        prompt.accept(input.next()).ifPresent(this::finishPrompt);
      } else if (running) {
        break;
      } else {
        reader.accept(input.next()).ifPresent(this::entered);
      }
    }
    writer.flush();
    endIfAnswered();
  }

  private void endIfAnswered() {
    Runnable answered = atEnd;
    if (answered == null || !closed && !input.isEmpty()) {
      return;
    }
    if (!closed && (prompt != null || transparent.active())) {
      hostGone();
    } else if (closed || !running) {
      atEnd = null;
      answered.run();
    }
  }

  private void entered(LineReader.Entered entered) {
    switch (entered) {
      case LineReader.Entered.Line(String body) -> {
        lastBody = body;
        start(AtParser.parse(body));
      }
      case LineReader.Entered.Repeat _ -> start(AtParser.parse(lastBody));
      case LineReader.Entered.TooLong _ ->
          start(List.of(new AtLine.Malformed("more than " + LineReader.LIMIT_BYTES + " bytes")));
    }
  }

  private void start(List<AtLine> line) {
    running = true;
    commands.addAll(line);
    proceed();
  }

  /// Runs the rest of the line up to its end or a command that waits for something.
  private void proceed() {
    while (!commands.isEmpty()) {
      AtLine command = commands.remove();
      if (!apply(answer(() -> table.run(command, refusals)))) {
        return;
      }
    }
    finish(ResultCode.Basic.OK);
  }

  /// Asks a handler. If it breaks, the host gets `ERROR` and the loop the exception.
  private AtReply answer(Supplier<AtReply> handler) {
    boolean answered = false;
    try {
      AtReply reply = handler.get();
      answered = true;
      return reply;
    } finally {
      if (!answered) {
        finish(ResultCode.Basic.ERROR);
        loop.run(this::pump);
      }
    }
  }

  /// @return whether the line goes on at once
  private boolean apply(AtReply reply) {
    if (closed) {
      return false;
    }
    return switch (reply) {
      case AtReply.Done done -> applyDone(done);
      case AtReply.Later later -> {
        later
            .reply()
            .whenComplete(
                (late, fault) -> loop.run(() -> resume(fault == null ? late : AtReply.error())));
        yield false;
      }
      case AtReply.Prompt wanted -> {
        if (commands.isEmpty()) {
          open(wanted);
        } else {
          finish(ResultCode.Basic.ERROR);
        }
        yield false;
      }
      case AtReply.Transparent joined -> {
        if (commands.isEmpty()) {
          transparent.join(joined.peer());
        } else {
          finish(ResultCode.Basic.ERROR);
        }
        yield false;
      }
    };
  }

  private boolean applyDone(AtReply.Done done) {
    writer.information(done.lines());
    if (commands.isEmpty() || done.result().failed()) {
      finish(done.result());
      return false;
    }
    if (done.result() instanceof ResultCode.Vendor vendor) {
      writer.unsolicited(vendor.text());
    }
    return true;
  }

  private void resume(AtReply reply) {
    if (!closed && apply(reply)) {
      proceed();
    }
    pump();
  }

  private void finish(ResultCode result) {
    if (closed) {
      return;
    }
    commands.clear();
    writer.result(result);
    running = false;
    release();
  }

  private void release() {
    if (!running && !held && !closed) {
      urcs.release();
    }
  }

  private void leftTransparent(ResultCode result) {
    finish(result);
    pump();
  }

  // The data prompt.

  private void open(AtReply.Prompt wanted) {
    var opened = new OpenPrompt(loop, writer, wanted, reader.afterEnd(), this::idleOver);
    prompt = opened;
    opened.begin().ifPresent(this::finishPrompt);
  }

  private void idleOver() {
    finishPrompt(new DataResult.TimedOut());
    pump();
  }

  private void finishPrompt(DataResult result) {
    OpenPrompt open = prompt;
    if (open != null) {
      prompt = null;
      open.close();
      apply(answer(() -> open.next(result)));
    }
  }
}
