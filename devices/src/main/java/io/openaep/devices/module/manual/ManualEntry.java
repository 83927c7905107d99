package io.openaep.devices.module.manual;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// One command.
///
/// @param topic the part of the manual, such as `LwM2M`
/// @param name as in the command table: `+CSQ`, `&F`
/// @param purpose a few words
/// @param forms a form a line, as it is typed, `→` what it answers
/// @param remarks what else there is to know
public record ManualEntry(
    String topic, String name, String purpose, List<String> forms, List<String> remarks) {
  public ManualEntry {
    forms = List.copyOf(forms);
    remarks = List.copyOf(remarks);
  }

  static ManualEntry parse(String topic, List<String> lines) {
    String[] head = lines.getFirst().split("  ", 2);
    if (head.length != 2) {
      throw new IllegalStateException("no purpose in: " + lines.getFirst());
    }
    List<String> rest = lines.subList(1, lines.size());
    return new ManualEntry(
        topic,
        head[0],
        head[1],
        rest.stream().filter(line -> !line.startsWith("- ")).toList(),
        rest.stream().filter(line -> line.startsWith("- ")).map(it -> it.substring(2)).toList());
  }

  /// As it is typed: `AT+CSQ`.
  public String command() {
    return "AT" + name;
  }

  /// For a terminal, without a line break at the end.
  public String text() {
    return Stream.of(
            Stream.of(command() + "  " + purpose),
            forms.stream().map(form -> "  " + form),
            remarks.stream().map(remark -> "  " + remark))
        .flatMap(lines -> lines)
        .collect(Collectors.joining("\n"));
  }
}
