package io.openaep.devices.replay;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads the line format of transcripts. Pure.
public final class TranscriptParser {
  private static final Pattern FIXTURE = Pattern.compile("@ ([a-z0-9_]+) = (.*)");
  private static final Pattern ASIDE = Pattern.compile("! ([a-z]+): (.+)");
  private static final Pattern WITHIN = Pattern.compile("within ([0-9]+)s");
  private static final Pattern QUIET = Pattern.compile("quiet ([0-9]+)");
  private static final Set<String> ACTORS = Set.of("platform", "mcu", "runner");

  private final String name;
  private final Map<String, String> fixtures = new LinkedHashMap<>();
  private final List<Item> items = new ArrayList<>();

  private TranscriptParser(String name) {
    this.name = name;
  }

  /// Parses a whole file.
  ///
  /// @throws TranscriptException if a line has no known form
  public static Transcript parse(String name, String text) throws TranscriptException {
    TranscriptParser parser = new TranscriptParser(name);
    int number = 0;
    for (String line : text.lines().toList()) {
      parser.line(++number, line);
    }
    return new Transcript(name, parser.fixtures, parser.items);
  }

  private void line(int number, String line) throws TranscriptException {
    if (line.isBlank() || line.startsWith("#")) {
      return;
    }
    if (line.startsWith("@")) {
      Matcher fixture = matched(FIXTURE, line, number, "write '@ name = value'");
      fixtures.put(fixture.group(1), fixture.group(2).strip());
    } else if (line.startsWith("! ")) {
      Matcher aside = matched(ASIDE, line, number, "write '! actor: step'");
      items.add(aside(number, aside.group(1), aside.group(2).strip()));
    } else {
      items.add(exchange(number, line));
    }
  }

  private Item aside(int number, String actor, String step) throws TranscriptException {
    if (!ACTORS.contains(actor)) {
      throw wrong(
          number, "unknown actor " + actor + "; known are " + ACTORS.stream().sorted().toList());
    }
    Matcher within = WITHIN.matcher(step);
    return actor.equals("runner") && within.matches()
        ? new Item.Within(number, seconds(within.group(1)))
        : new Item.Aside(number, actor, step);
  }

  private Item exchange(int number, String line) throws TranscriptException {
    if (line.equals(">^Z")) {
      return new Item.SendCtrlZ(number);
    }
    if (line.startsWith(">= ")) {
      return new Item.SendRaw(number, line.substring(3));
    }
    if (line.startsWith("> ")) {
      return new Item.Send(number, line.substring(2));
    }
    if (line.stripTrailing().equals("<>")) {
      return new Item.ExpectPrompt(number);
    }
    if (line.startsWith("<! ")) {
      Matcher quiet = matched(QUIET, line.substring(3).strip(), number, "write '<! quiet N'");
      return new Item.Quiet(number, seconds(quiet.group(1)));
    }
    if (line.startsWith("<? ")) {
      return new Item.ExpectMaybe(number, line.substring(3));
    }
    if (line.startsWith("<| ")) {
      return new Item.ExpectAnyOrder(number, line.substring(3));
    }
    if (line.startsWith("< ")) {
      return new Item.Expect(number, line.substring(2));
    }
    throw wrong(number, "a line starts with one of # @ ! > >= >^Z < <? <| <> <!");
  }

  private Matcher matched(Pattern form, String text, int number, String cure)
      throws TranscriptException {
    Matcher matcher = form.matcher(text);
    if (!matcher.matches()) {
      throw wrong(number, cure);
    }
    return matcher;
  }

  private TranscriptException wrong(int number, String cure) {
    return new TranscriptException(name + ":" + number + ": " + cure);
  }

  private static Duration seconds(String digits) {
    return Duration.ofSeconds(Long.parseLong(digits));
  }
}
