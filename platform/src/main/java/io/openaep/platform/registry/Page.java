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
}
