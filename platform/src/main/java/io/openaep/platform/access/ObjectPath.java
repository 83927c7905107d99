package io.openaep.platform.access;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Where in a device's object tree: `/3` is an object, `/3/0` an instance, `/3/0/1` a resource and
/// `/3/0/1/0` one of its instances (LwM2M 1.0, 6.1). 65535 is reserved.
public record ObjectPath(List<Integer> ids) {
  private static final int DEEPEST = 4;
  private static final int HIGHEST_ID = 65_534;
  private static final int LONGEST_ID_CHARS = 5;

  public ObjectPath {
    ids = List.copyOf(ids);
  }

  /// @param text with or without the leading slash
  /// @return empty if it is no path below an object
  public static Optional<ObjectPath> parse(String text) {
    String[] segments = (text.startsWith("/") ? text.substring(1) : text).split("/", -1);
    if (segments.length > DEEPEST) {
      return Optional.empty();
    }
    List<Integer> ids = new ArrayList<>();
    for (String segment : segments) {
      boolean digits =
          segment.length() <= LONGEST_ID_CHARS
              && !segment.isEmpty()
              && segment.chars().allMatch(it -> it >= '0' && it <= '9');
      if (!digits || Integer.parseInt(segment) > HIGHEST_ID) {
        return Optional.empty();
      }
      ids.add(Integer.parseInt(segment));
    }
    return Optional.of(new ObjectPath(ids));
  }

  public int object() {
    return ids.getFirst();
  }

  public boolean isResource() {
    return ids.size() >= 3;
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    ids.forEach(id -> text.append('/').append(id));
    return text.toString();
  }
}
