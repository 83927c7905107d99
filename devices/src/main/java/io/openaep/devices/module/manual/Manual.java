package io.openaep.devices.module.manual;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// What each command of the virtual module is for and how it is typed, from `commands.txt` beside
/// this class. Immutable; any thread.
public final class Manual {
  private static final String TEXT = "commands.txt";

  private final Map<String, ManualEntry> entries;

  private Manual(Map<String, ManualEntry> entries) {
    this.entries = entries;
  }

  /// The bundled manual.
  public static Manual load() {
    try (InputStream in = Manual.class.getResourceAsStream(TEXT)) {
      if (in == null) {
        throw new IllegalStateException(TEXT + " is missing from the program");
      }
      return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Manual parse(String text) {
    Map<String, ManualEntry> entries = new LinkedHashMap<>();
    String topic = "";
    for (String block : text.split("\n\n", -1)) {
      List<String> lines = new ArrayList<>(block.lines().toList());
      if (!lines.isEmpty() && lines.getFirst().startsWith("# ")) {
        topic = lines.removeFirst().substring(2);
      }
      if (lines.isEmpty() || lines.getFirst().startsWith("#")) {
        continue; // the remarks at the head of the file
      }
      ManualEntry entry = ManualEntry.parse(topic, lines);
      if (entries.put(entry.name(), entry) != null) {
        throw new IllegalStateException(TEXT + " has two entries for " + entry.name());
      }
    }
    return new Manual(entries);
  }

  /// In the order of the topics.
  public List<ManualEntry> entries() {
    return List.copyOf(entries.values());
  }

  /// The entry for what a person has typed of a line: `at+csq`, `CSQ`, `AT+QLWCONFIG=0,"…`.
  public Optional<ManualEntry> find(String typed) {
    String name = typed.strip().toUpperCase(Locale.ROOT);
    if (name.startsWith("AT")) {
      name = name.substring(2);
    }
    name = name.replaceFirst("[=?].*$", "");
    return Optional.ofNullable(entries.get(name))
        .or(optional("+" + name))
        .or(optional(name.replaceFirst("[0-9].*$", "")));
  }

  private Supplier<Optional<ManualEntry>> optional(String name) {
    return () -> Optional.ofNullable(entries.get(name));
  }
}
