package io.openaep.devices.replay;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Plays one transcript: sends the host's lines, performs the steps beside the port, and compares
/// every line of the module. The first difference ends it. Runs on the caller's thread.
public final class Player {
  private static final Duration ANSWER = Duration.ofSeconds(5);
  private static final Duration NETWORK = Duration.ofSeconds(30);
  private static final Duration MAYBE = Duration.ofSeconds(2);
  private static final Duration RETRY = Duration.ofSeconds(1);

  private final Transcript transcript;
  private final ModuleUnderTest module;
  private final Stage stage;
  private final Bindings bindings;
  private final Host host;
  private Optional<Duration> within = Optional.empty();
  private int at;

  /// @param overrides values that replace the transcript's fixtures
  public Player(
      Transcript transcript, ModuleUnderTest module, Stage stage, Map<String, String> overrides) {
    this.transcript = transcript;
    this.module = module;
    this.stage = stage;
    this.bindings = new Bindings(transcript.fixtures());
    overrides.forEach(bindings::bind);
    this.host = new Host(module, bindings);
  }

  /// Plays it from a registered module to the last line.
  public Outcome play() throws InterruptedException {
    long start = System.nanoTime();
    try {
      prepare();
      while (at < transcript.items().size()) {
        at = step(at);
      }
      return new Outcome.Passed(transcript.name(), Duration.ofNanos(System.nanoTime() - start));
    } catch (Mismatch e) {
      return new Outcome.Failed(transcript.name(), e.line(), e.expected(), e.got());
    } catch (StepFailed e) {
      Item item = transcript.items().get(at);
      return new Outcome.Failed(transcript.name(), item.line(), describe(item), e.reason());
    } catch (IOException e) {
      int line = transcript.items().get(Math.min(at, transcript.items().size() - 1)).line();
      return new Outcome.Failed(transcript.name(), line, "an open AT port", e.toString());
    }
  }

  private void prepare() throws IOException, InterruptedException, Mismatch {
    host.waitForRegistration(NETWORK);
    if (!transcript.fixtures().getOrDefault("echo", "off").equals("on")) {
      host.exchange("ATE0", ANSWER);
    }
  }

  /// Performs the item at `index` and returns the index of the next one.
  private int step(int index) throws IOException, InterruptedException, Mismatch, StepFailed {
    Item item = transcript.items().get(index);
    switch (item) {
      case Item.Within it -> within = Optional.of(it.time());
      case Item.Aside it -> aside(it);
      case Item.Send it -> {
        if (within.isPresent()) {
          return sendUntilAnswered(index, it);
        }
        host.send(it.text());
      }
      case Item.SendRaw it -> host.sendRaw(bindings.fill(it.text()));
      case Item.SendCtrlZ _ -> host.sendRaw("\u001a");
      case Item.Expect it -> host.expect(it.line(), it.text(), takePatience(it.text()));
      case Item.ExpectMaybe it -> host.expectMaybe(it.text(), MAYBE);
      case Item.ExpectAnyOrder _ -> {
        List<Item.ExpectAnyOrder> group = group(index);
        host.expectAnyOrder(group, takePatience(group.getFirst().text()));
        return index + group.size();
      }
      case Item.ExpectPrompt it -> host.expectPrompt(it.line(), takePatience(""));
      case Item.Quiet it -> host.expectQuiet(it.line(), it.time());
    }
    return index + 1;
  }

  private List<Item.ExpectAnyOrder> group(int index) {
    List<Item.ExpectAnyOrder> group = new ArrayList<>();
    for (Item item : transcript.items().subList(index, transcript.items().size())) {
      if (!(item instanceof Item.ExpectAnyOrder member)) {
        break;
      }
      group.add(member);
    }
    return group;
  }

  /// Sends a line again every second until its whole answer fits or the time is over.
  private int sendUntilAnswered(int index, Item.Send send)
      throws IOException, InterruptedException, Mismatch {
    long deadline = System.nanoTime() + takePatience("").toNanos();
    while (true) {
      host.send(send.text());
      try {
        int next = index + 1;
        while (next < transcript.items().size()
            && transcript.items().get(next) instanceof Item.Expect it) {
          host.expect(it.line(), it.text(), ANSWER);
          next++;
        }
        return next;
      } catch (Mismatch e) {
        if (System.nanoTime() > deadline) {
          throw e;
        }
        host.drain(RETRY);
      }
    }
  }

  private Duration takePatience(String text) {
    Duration patience = within.orElse(networkResult(text) ? NETWORK : ANSWER);
    within = Optional.empty();
    return patience;
  }

  private static boolean networkResult(String text) {
    return text.startsWith("+QLW") || text.startsWith("+QMT") || text.startsWith("+QIOPEN");
  }

  private void aside(Item.Aside aside) throws StepFailed, IOException, InterruptedException {
    String step = bindings.fill(aside.step());
    switch (aside.actor()) {
      case "platform" -> stage.perform(step, host);
      case "mcu" -> {
        host.forgetState(step);
        module.control(step);
      }
      case "runner" -> throw new StepFailed("unknown step; the runner knows 'within Ns'");
      default -> throw new StepFailed("unknown actor " + aside.actor());
    }
  }

  private static String describe(Item item) {
    return item instanceof Item.Aside aside
        ? "'! " + aside.actor() + ": " + aside.step() + "'"
        : "";
  }
}
