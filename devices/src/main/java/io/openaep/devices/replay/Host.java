package io.openaep.devices.replay;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The MCU's side of the AT port: sends lines and takes what comes, by the comparison rules of the
/// transcript format. After `AT+CSCON=1`, `+CSCON:` lines may come at any moment: they are
/// remembered and skipped.
final class Host implements Stage.StageBindings {
  private static final String NOTHING = "nothing";

  private final ModuleUnderTest module;
  private final Bindings bindings;
  private final ModuleLines lines;
  private boolean radioReports;
  private Optional<String> lastRadioReport = Optional.empty();
  private Optional<String> echoToSkip = Optional.empty();
  private Optional<String> pushedBack = Optional.empty();

  Host(ModuleUnderTest module, Bindings bindings) {
    this.module = module;
    this.bindings = bindings;
    this.lines = new ModuleLines(module.in());
  }

  @Override
  public String fill(String text) {
    return bindings.fill(text);
  }

  @Override
  public void bind(String name, String value) {
    bindings.bind(name, value);
  }

  void send(String text) throws IOException {
    String line = bindings.fill(text);
    String upper = line.toUpperCase(Locale.ROOT);
    if (upper.startsWith("AT+CSCON=")) {
      radioReports = upper.equals("AT+CSCON=1");
    }
    if (upper.startsWith("ATE")) {
      echoToSkip = Optional.of(line);
    }
    sendRaw(line + "\r");
  }

  void sendRaw(String text) throws IOException {
    module.out().write(text.getBytes(StandardCharsets.UTF_8));
    module.out().flush();
  }

  /// A pin or power step may restart the module, which then reports nothing until asked again.
  void forgetState(String step) {
    if (!step.startsWith("dtr")) {
      radioReports = false;
      lastRadioReport = Optional.empty();
    }
  }

  void expect(int line, String template, Duration patience) throws InterruptedException, Mismatch {
    if (radioReports && lastRadioReport.filter(it -> fits(template, it)).isPresent()) {
      return;
    }
    String wanted = bindings.fill(template);
    boolean wantsRadio = template.startsWith("+CSCON:");
    Optional<String> got = take(patience, wantsRadio);
    while (wantsRadio && radioReports && got.isPresent() && isRadioReport(got.get())) {
      if (fits(template, got.get())) {
        return;
      }
      got = take(patience, true);
    }
    if (got.isEmpty() || !fits(template, got.get())) {
      throw new Mismatch(line, "'" + wanted + "'", got.map(it -> "'" + it + "'").orElse(NOTHING));
    }
  }

  void expectMaybe(String template, Duration patience) throws InterruptedException {
    Optional<String> got = take(patience, false);
    if (got.isPresent() && !fits(template, got.get())) {
      pushedBack = got;
    }
  }

  void expectAnyOrder(List<Item.ExpectAnyOrder> group, Duration patience)
      throws InterruptedException, Mismatch {
    List<Item.ExpectAnyOrder> open = new ArrayList<>(group);
    while (!open.isEmpty()) {
      boolean onlyRadio = open.stream().allMatch(it -> it.text().startsWith("+CSCON:"));
      if (onlyRadio) {
        Item.ExpectAnyOrder radio = open.removeFirst();
        expect(radio.line(), radio.text(), patience);
        continue;
      }
      Optional<String> got = take(patience, true);
      Optional<Item.ExpectAnyOrder> member =
          got.flatMap(it -> open.stream().filter(m -> fits(m.text(), it)).findFirst());
      if (member.isPresent()) {
        open.remove(member.get());
      } else if (got.isEmpty() || !(radioReports && isRadioReport(got.get()))) {
        Item.ExpectAnyOrder first = open.getFirst();
        throw new Mismatch(
            first.line(),
            "'" + bindings.fill(first.text()) + "'",
            got.map(it -> "'" + it + "'").orElse(NOTHING));
      }
    }
  }

  void expectPrompt(int line, Duration patience) throws InterruptedException, Mismatch {
    if (!lines.prompt(patience)) {
      throw new Mismatch(
          line,
          "the prompt '>'",
          take(Duration.ZERO, false).map(it -> "'" + it + "'").orElse(NOTHING));
    }
  }

  void expectQuiet(int line, Duration time) throws InterruptedException, Mismatch {
    long deadline = System.nanoTime() + time.toNanos();
    for (long left = time.toNanos(); left > 0; left = deadline - System.nanoTime()) {
      Optional<String> got = take(Duration.ofNanos(left), false);
      if (got.isPresent()) {
        throw new Mismatch(line, "nothing for " + time.toSeconds() + " s", "'" + got.get() + "'");
      }
    }
  }

  /// Sends a line and drops everything up to its final `OK`.
  void exchange(String text, Duration patience) throws IOException, InterruptedException, Mismatch {
    send(text);
    for (Optional<String> got = lines.next(patience); ; got = lines.next(patience)) {
      if (got.isEmpty() || got.get().equals("ERROR")) {
        throw new Mismatch(1, "'OK' to " + text, got.orElse(NOTHING));
      }
      if (got.get().equals("OK")) {
        return;
      }
    }
  }

  /// Asks `AT+CEREG?` until the module is registered; drops what it prints meanwhile.
  void waitForRegistration(Duration patience) throws IOException, InterruptedException, Mismatch {
    long deadline = System.nanoTime() + patience.toNanos();
    while (System.nanoTime() < deadline) {
      send("AT+CEREG?");
      Optional<String> got = lines.next(Duration.ofSeconds(1));
      boolean registered = false;
      while (got.isPresent() && !got.get().equals("OK")) {
        registered |= got.get().matches("\\+CEREG: \\d,[15].*");
        got = lines.next(Duration.ofSeconds(1));
      }
      if (registered) {
        drain(Duration.ofMillis(300));
        return;
      }
      drain(Duration.ofMillis(200));
    }
    throw new Mismatch(
        1, "a registered module", lines.ended() ? "a closed port" : "no registration");
  }

  /// Drops what comes for a while.
  void drain(Duration time) throws InterruptedException {
    long deadline = System.nanoTime() + time.toNanos();
    for (long left = time.toNanos(); left > 0; left = deadline - System.nanoTime()) {
      take(Duration.ofNanos(left), false);
    }
  }

  /// The next line that counts; radio reports are remembered, and skipped unless wanted.
  private Optional<String> take(Duration patience, boolean wantRadio) throws InterruptedException {
    if (pushedBack.isPresent()) {
      Optional<String> line = pushedBack;
      pushedBack = Optional.empty();
      return line;
    }
    long deadline = System.nanoTime() + patience.toNanos();
    while (true) {
      Optional<String> got =
          lines.next(Duration.ofNanos(Math.max(0, deadline - System.nanoTime())));
      if (got.isEmpty()) {
        return got;
      }
      if (got.equals(echoToSkip)) {
        echoToSkip = Optional.empty();
        continue;
      }
      if (radioReports && isRadioReport(got.get())) {
        lastRadioReport = got;
        if (!wantRadio) {
          continue;
        }
      }
      return got;
    }
  }

  private static boolean isRadioReport(String line) {
    return line.matches("\\+CSCON: [01]");
  }

  private boolean fits(String template, String line) {
    return LinePattern.matches(template, line, bindings);
  }
}
