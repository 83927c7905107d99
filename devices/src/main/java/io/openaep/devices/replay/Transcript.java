package io.openaep.devices.replay;

import java.util.List;
import java.util.Map;

/// A parsed transcript.
///
/// @param name the file's name
/// @param fixtures the `@` lines: values bound before the first line, in order of appearance
public record Transcript(String name, Map<String, String> fixtures, List<Item> items) {
  public Transcript {
    fixtures = Map.copyOf(fixtures);
    items = List.copyOf(items);
  }
}
