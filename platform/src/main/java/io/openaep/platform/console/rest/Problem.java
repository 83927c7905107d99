package io.openaep.platform.console.rest;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The caller of the REST API was wrong: thrown anywhere below a handler, answered as RFC 9457
/// `application/problem+json`. The message is the `detail`.
public final class Problem extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private static final String TYPE = "urn:openaep:problem:";

  private final ProblemKind kind;
  private final transient List<Fault> faults;
  private final transient Map<String, String> headers;

  /// One thing that is wrong with a body or a parameter.
  ///
  /// @param pointer JSON Pointer into the body, or `?name` for a query parameter
  public record Fault(String pointer, String detail) {}

  public Problem(ProblemKind kind, String detail) {
    this(kind, detail, List.of(), Map.of());
  }

  private Problem(
      ProblemKind kind, String detail, List<Fault> faults, Map<String, String> headers) {
    super(detail, null, false, false);
    this.kind = kind;
    this.faults = List.copyOf(faults);
    this.headers = Map.copyOf(headers);
  }

  /// A body or parameters with faults.
  public static Problem of(List<Fault> faults) {
    Fault first = faults.getFirst();
    String more =
        faults.size() > 1 ? " (and %d more, see errors)".formatted(faults.size() - 1) : "";
    return new Problem(
        ProblemKind.INVALID, first.pointer() + " " + first.detail() + more + ".", faults, Map.of());
  }

  public static Problem invalid(String pointer, String detail) {
    return of(List.of(new Fault(pointer, detail)));
  }

  public static Problem notFound(String sentence) {
    return new Problem(ProblemKind.NOT_FOUND, sentence);
  }

  /// A path that is called with other methods.
  public static Problem otherMethod(String path, List<String> methods) {
    return new Problem(
        ProblemKind.METHOD,
        "%s is called with %s.".formatted(path, String.join(" or ", methods)),
        List.of(),
        Map.of("Allow", String.join(", ", methods)));
  }

  /// What the answer's head says (RFC 9110: 10.2.1 and 11.6.1).
  public Map<String, String> headers() {
    return kind == ProblemKind.UNAUTHENTICATED
        ? Map.of("WWW-Authenticate", "Bearer realm=\"openaep\"")
        : headers;
  }

  public ProblemKind kind() {
    return kind;
  }

  /// The members of the answer.
  public Map<String, Object> members() {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("type", TYPE + kind.word());
    members.put("title", kind.title());
    members.put("status", kind.status());
    members.put("detail", String.valueOf(getMessage()));
    if (!faults.isEmpty()) {
      List<Map<String, String>> errors = new ArrayList<>();
      faults.forEach(it -> errors.add(Map.of("pointer", it.pointer(), "detail", it.detail())));
      members.put("errors", errors);
    }
    return members;
  }
}
