package io.openaep.platform.console.rest;

import io.openaep.platform.console.rest.Problem.Fault;
import io.openaep.platform.console.rest.Shape.Member;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.BooleanNode;
import tools.jackson.databind.node.LongNode;
import tools.jackson.databind.node.StringNode;

/// Reads a query and holds it against the parameters that a route declares. Pure.
final class QueryCheck {
  static final Member TENANT =
      Shape.may(
          "tenant",
          Shape.text("\\d{1,18}", "must be the tenant's number"),
          "The tenant that is meant; for administrators, who may leave it out while there is one");

  private QueryCheck() {}

  /// @throws Problem that names every parameter that is unknown, doubled or does not fit
  static Map<String, String> check(Route route, String rawQuery) {
    Map<String, String> values = new LinkedHashMap<>();
    List<Fault> faults = new ArrayList<>();
    for (String pair : rawQuery.isEmpty() ? new String[0] : rawQuery.split("&", -1)) {
      int equals = pair.indexOf('=');
      String name = decoded(equals < 0 ? pair : pair.substring(0, equals));
      String value = equals < 0 ? "" : decoded(pair.substring(equals + 1));
      Optional<Member> known =
          parameters(route).stream().filter(it -> it.name().equals(name)).findFirst();
      if (known.isEmpty()) {
        faults.add(new Fault("?" + shortened(name), "is not a parameter of this path"));
      } else if (values.put(name, value) != null) {
        faults.add(new Fault("?" + name, "comes twice"));
      } else {
        for (Fault fault :
            ShapeCheck.faults(node(value, known.get().shape()), known.get().shape())) {
          faults.add(new Fault("?" + name, fault.detail()));
        }
      }
    }
    if (!faults.isEmpty()) {
      throw Problem.of(faults);
    }
    return values;
  }

  static List<Member> parameters(Route route) {
    if (!route.tenanted()) {
      return route.query();
    }
    List<Member> all = new ArrayList<>(route.query());
    all.add(TENANT);
    return all;
  }

  /// The JSON value that a parameter's text stands for.
  private static JsonNode node(String value, Shape shape) {
    if (shape instanceof Shape.Whole && value.matches("-?\\d{1,18}")) {
      return LongNode.valueOf(Long.parseLong(value));
    }
    if (shape instanceof Shape.Flag && (value.equals("true") || value.equals("false"))) {
      return BooleanNode.valueOf(Boolean.parseBoolean(value));
    }
    return StringNode.valueOf(value);
  }

  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException _) {
      throw new Problem(ProblemKind.INVALID, "The query has a broken percent sign.");
    }
  }

  private static String shortened(String name) {
    return (name.length() > 64 ? name.substring(0, 64) + "…" : name).replaceAll("\\p{Cntrl}", "?");
  }
}
