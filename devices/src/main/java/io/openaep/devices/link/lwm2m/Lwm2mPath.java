package io.openaep.devices.link.lwm2m;

import java.util.List;
import java.util.Optional;

/// Object, instance and resource of an LwM2M path; what the path does not name is {@link #NONE}, as
/// the module's AT port prints it.
public record Lwm2mPath(int object, int instance, int resource) {
  public static final int NONE = -1;

  private static final int LARGEST_ID = 65535;

  public Lwm2mPath {
    if (object < 0 || instance < NONE || resource < NONE) {
      throw new IllegalArgumentException("No LwM2M path: " + object + "/" + instance);
    }
    if (Math.max(object, Math.max(instance, resource)) > LARGEST_ID) {
      throw new IllegalArgumentException("An LwM2M id is at most " + LARGEST_ID);
    }
    if (instance == NONE && resource != NONE) {
      throw new IllegalArgumentException("A resource needs its instance");
    }
  }

  public static Lwm2mPath of(int object, int instance, int resource) {
    return new Lwm2mPath(object, instance, resource);
  }

  /// The path that the segments of a request's URI spell, if it is one of one to three numbers.
  static Optional<Lwm2mPath> parse(List<String> segments) {
    if (segments.isEmpty() || segments.size() > 3) {
      return Optional.empty();
    }
    int[] ids = {NONE, NONE, NONE};
    for (int i = 0; i < segments.size(); i++) {
      String segment = segments.get(i);
      if (segment.isEmpty()
          || segment.length() > 5
          || !segment.chars().allMatch(Lwm2mPath::digit)) {
        return Optional.empty();
      }
      ids[i] = Integer.parseInt(segment);
      if (ids[i] > LARGEST_ID) {
        return Optional.empty();
      }
    }
    return Optional.of(new Lwm2mPath(ids[0], ids[1], ids[2]));
  }

  private static boolean digit(int character) {
    return character >= '0' && character <= '9';
  }

  public boolean namesResource() {
    return resource != NONE;
  }

  @Override
  public String toString() {
    return "/"
        + object
        + (instance == NONE ? "" : "/" + instance)
        + (resource == NONE ? "" : "/" + resource);
  }
}
