package io.openaep.platform.northbound.module;

import java.util.List;
import java.util.TreeSet;

/// Texts in their order, each once, as long as they fit: nobody knows how many there will be before
/// all rows were looked at. For one thread.
final class DistinctValues {
  /// What holding a text costs beside its characters, about.
  private static final int ENTRY_CHARACTERS = 50;

  private final long limitCharacters;
  private final TreeSet<String> values = new TreeSet<>();
  private long characters;

  /// @param limitCharacters of all values, {@link #ENTRY_CHARACTERS} for each included
  DistinctValues(long limitCharacters) {
    this.limitCharacters = limitCharacters;
  }

  /// @return false if there is no room for this one
  boolean add(String value) {
    if (values.add(value)) {
      characters += value.length() + ENTRY_CHARACTERS;
    }
    return characters <= limitCharacters;
  }

  List<String> inOrder() {
    return List.copyOf(values);
  }
}
