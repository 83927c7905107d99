package io.openaep.platform.registry;

import java.util.List;

/// One page of a list.
///
/// @param number from 1
/// @param size asked for, in rows
/// @param total rows over all pages
public record Page<T>(int number, int size, long total, List<T> rows) {
  public Page {
    rows = List.copyOf(rows);
  }

  /// A page of a list that is in memory as a whole.
  public static <T> Page<T> of(List<T> all, int number, int size) {
    List<T> rows = all.stream().skip((number - 1L) * size).limit(size).toList();
    return new Page<>(number, size, all.size(), rows);
  }
}
