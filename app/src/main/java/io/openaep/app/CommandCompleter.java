package io.openaep.app;

import io.openaep.devices.module.manual.Manual;
import io.openaep.devices.module.manual.ManualEntry;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jline.reader.Candidate;
import org.jline.reader.Completer;
import org.jline.reader.LineReader;
import org.jline.reader.ParsedLine;

/// Completes the names of AT commands, and after a whole name its forms. Stateless.
final class CommandCompleter implements Completer {
  private final Manual manual;

  CommandCompleter(Manual manual) {
    this.manual = manual;
  }

  @Override
  public void complete(LineReader reader, ParsedLine line, List<Candidate> candidates) {
    String typed = line.line().substring(0, line.cursor());
    boolean asksForHelp = typed.startsWith("help ");
    String command = asksForHelp ? typed.substring(5) : typed;
    String before = asksForHelp ? "help " : "";
    for (ManualEntry entry : manual.entries()) {
      if (startsWith(entry.command(), command)) {
        candidates.add(candidate(before + entry.command(), entry));
      }
    }
    if (!asksForHelp) {
      forms(command, candidates);
      candidates.add(word("help", "of a command, or the list of all"));
      candidates.add(word("quit", "ends the module"));
    }
  }

  /// `AT+X?`, `AT+X=?` and `AT+X=` where the command has such a form.
  private void forms(String typed, List<Candidate> candidates) {
    Optional<ManualEntry> entry = manual.find(typed);
    if (entry.isEmpty() || !startsWith(typed, entry.get().command())) {
      return;
    }
    for (String form : entry.get().forms()) {
      String text = form.split(" → ", 2)[0].replaceFirst("[=]?[<\\[].*$", "");
      if (startsWith(text, typed) && !text.equals(typed)) {
        candidates.add(new Candidate(text, text, null, form, null, null, false));
      }
    }
  }

  /// Every command, by topic.
  static String contents(Manual manual) {
    Map<String, String> topics =
        manual.entries().stream()
            .collect(
                Collectors.groupingBy(
                    ManualEntry::topic,
                    LinkedHashMap::new,
                    Collectors.mapping(ManualEntry::command, Collectors.joining(" "))));
    return topics.entrySet().stream()
        .map(topic -> topic.getKey() + ":\n  " + topic.getValue())
        .collect(Collectors.joining("\n"));
  }

  private static Candidate candidate(String value, ManualEntry entry) {
    return new Candidate(value, value, entry.topic(), entry.purpose(), null, null, false);
  }

  private static Candidate word(String value, String purpose) {
    return new Candidate(value, value, null, purpose, null, null, false);
  }

  private static boolean startsWith(String text, String beginning) {
    return text.toUpperCase(Locale.ROOT).startsWith(beginning.toUpperCase(Locale.ROOT));
  }
}
