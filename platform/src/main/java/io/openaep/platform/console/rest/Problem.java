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

  /// One thing that is wrong with a body or a parameter.
  ///
  /// @param pointer JSON Pointer into the body, or `?name` for a query parameter
  public record Fault(String pointer, String detail) {}

  public Problem(ProblemKind kind, String detail) {
    this(kind, detail, List.of());
  }

  private Problem(ProblemKind kind, String detail, List<Fault> faults) {
    super(detail, null, false, false);
    this.kind = kind;
    this.faults = List.copyOf(faults);
  }

  /// A body or parameters with faults.
  public static Problem of(List<Fault> faults) {
    Fault first = faults.getFirst();
    String more =
        faults.size() > 1 ? " (and %d more, see errors)".formatted(faults.size() - 1) : "";
    return new Problem(
        ProblemKind.INVALID, first.pointer() + " " + first.detail() + more + ".", faults);
  }

  public static Problem invalid(String pointer, String detail) {
    return of(List.of(new Fault(pointer, detail)));
  }

  public static Problem notFound(String sentence) {
    return new Problem(ProblemKind.NOT_FOUND, sentence);
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
