package io.openaep.platform.account;

import io.openaep.platform.registry.Refused;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// A right to read, or to read and change, one area: `devices:read`, `commands:write`.
///
/// @param write includes reading
public record Scope(Area area, boolean write) implements Comparable<Scope> {
  private static final Comparator<Scope> ORDER =
      Comparator.comparing(Scope::area).thenComparing(Scope::write);

  /// @throws Refused if it is none
  public static Scope parse(String text) {
    int colon = text.indexOf(':');
    String access = colon < 0 ? "" : text.substring(colon + 1);
    return Area.of(colon < 0 ? text : text.substring(0, colon))
        .filter(_ -> access.equals("read") || access.equals("write"))
        .map(area -> new Scope(area, access.equals("write")))
        .orElseThrow(() ->
            new Refused(
                Refused.Kind.INVALID,
                "%s is no scope; write an area and read or write, such as devices:read. Areas: %s"
                    .formatted(text, areas())));
  }

  private static String areas() {
    return Arrays.stream(Area.values()).map(Area::word).collect(Collectors.joining(", "));
  }

  boolean allows(Area wanted, boolean toWrite) {
    return area == wanted && (write || !toWrite);
  }

  /// As kept in a column: joined by spaces; empty for none.
  static String join(Set<Scope> scopes) {
    return scopes.stream().sorted().map(Scope::toString).collect(Collectors.joining(" "));
  }

  static Set<Scope> split(String text) {
    return text.isBlank()
        ? Set.of()
        : Arrays.stream(text.split(" ", -1))
            .map(Scope::parse)
            .collect(Collectors.toCollection(TreeSet::new));
  }

  @Override
  public int compareTo(Scope other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return area.word() + (write ? ":write" : ":read");
  }
}
