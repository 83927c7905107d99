package io.openaep.platform.console.rest;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/// Finds the route of a request. Immutable; thread-safe.
public final class RouteTable {
  private static final String PREFIX = "/api";

  private final List<Route> routes;

  /// What there is at a path.
  public sealed interface Found {
    /// @param path decoded path parameters
    record Match(Route route, Map<String, String> path) implements Found {}

    /// The path is known, but is called with these methods.
    record OtherMethod(List<String> methods) implements Found {}

    record Nothing() implements Found {}
  }

  /// @throws IllegalStateException if two routes are the same
  public RouteTable(List<? extends Resource> resources) {
    routes = resources.stream().flatMap(it -> it.routes().stream()).toList();
    List<String> seen = new ArrayList<>();
    for (Route route : routes) {
      String key = route.method() + " " + route.path().replaceAll("\\{[^}]*\\}", "{}");
      if (seen.contains(key)) {
        throw new IllegalStateException("two routes are " + key);
      }
      seen.add(key);
    }
  }

  public List<Route> routes() {
    return routes;
  }

  /// @param rawPath not decoded, with `/api`
  public Found find(String method, String rawPath) {
    List<String> segments = segments(rawPath);
    TreeSet<String> methods = new TreeSet<>();
    Optional<Found.Match> best = Optional.empty();
    for (Route route : routes) {
      Optional<Map<String, String>> path = match(route, segments);
      if (path.isPresent()) {
        methods.add(route.method());
        // A fixed word wins over a parameter: /devices/batch over /devices/{id}.
        if (route.method().equals(method)
            && best.map(it -> path.get().size() < it.path().size()).orElse(true)) {
          best = Optional.of(new Found.Match(route, path.get()));
        }
      }
    }
    if (best.isPresent()) {
      return best.get();
    }
    return methods.isEmpty() ? new Found.Nothing() : new Found.OtherMethod(List.copyOf(methods));
  }

  private static Optional<Map<String, String>> match(Route route, List<String> segments) {
    List<String> template = Arrays.asList(route.path().substring(1).split("/", -1));
    if (template.size() != segments.size()) {
      return Optional.empty();
    }
    Map<String, String> values = new HashMap<>();
    for (int i = 0; i < segments.size(); i++) {
      String part = template.get(i);
      if (part.startsWith("{")) {
        if (segments.get(i).isEmpty()) {
          return Optional.empty();
        }
        values.put(part.substring(1, part.length() - 1), segments.get(i));
      } else if (!part.equals(segments.get(i))) {
        return Optional.empty();
      }
    }
    return Optional.of(values);
  }

  private static List<String> segments(String rawPath) {
    String below = rawPath.startsWith(PREFIX + "/") ? rawPath.substring(PREFIX.length() + 1) : "";
    return Arrays.stream(below.split("/", -1)).map(RouteTable::decoded).toList();
  }

  /// In a path a plus sign is itself.
  private static String decoded(String segment) {
    try {
      return URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException _) {
      throw new Problem(ProblemKind.INVALID, "The path has a broken percent sign.");
    }
  }
}
