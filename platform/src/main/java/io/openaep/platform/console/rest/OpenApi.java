package io.openaep.platform.console.rest;

import static io.openaep.platform.console.rest.ShapeSchema.ordered;

import io.openaep.platform.console.rest.Shape.Member;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/// The OpenAPI 3.1 document of a table of routes.
public final class OpenApi {
  private static final Pattern PARAMETER = Pattern.compile("\\{([^}]*)\\}");
  private static final Shape.Obj PROBLEM =
      Shape.object(
          "Problem",
          Shape.must("type", Shape.text(1, 100), "urn:openaep:problem: and a word for programs"),
          Shape.must("title", Shape.text(1, 100), "The same for each kind"),
          Shape.must("status", Shape.whole(400, 599), "As in the status line"),
          Shape.must("detail", Shape.text(1, 10_000), "What to change, in a sentence"),
          Shape.may(
              "errors",
              Shape.list(
                  Shape.object(
                      "Fault",
                      Shape.must("pointer", Shape.text(1, 1000), "JSON Pointer, or ?parameter"),
                      Shape.must("detail", Shape.text(1, 1000), "What is wrong there")),
                  1,
                  100),
              "Everything that is wrong with body or parameters"));

  private final ShapeSchema schemas = new ShapeSchema();

  private OpenApi() {}

  /// The document as JSON values.
  public static Map<String, Object> of(List<Route> routes, String version) {
    return new OpenApi().document(routes, version);
  }

  private Map<String, Object> document(List<Route> routes, String version) {
    Map<String, Object> paths = new LinkedHashMap<>();
    for (Route route : routes) {
      @SuppressWarnings("unchecked") // made three lines below
      Map<String, Object> item =
          (Map<String, Object>)
              paths.computeIfAbsent("/api" + route.path(), _ -> new LinkedHashMap<>());
      item.put(route.method().toLowerCase(Locale.ROOT), operation(route));
    }
    ServerRoutes.all().forEach(it -> paths.put(it.route().path(), Map.of("get", served(it))));
    Map<String, Object> problem =
        ordered(
            "description",
            "The caller is wrong, or the platform cannot do it now (RFC 9457)",
            "content",
            Map.of("application/problem+json", Map.of("schema", schemas.of(PROBLEM))));
    Map<String, Object> components = new LinkedHashMap<>();
    components.put("schemas", schemas.components());
    components.put("responses", Map.of("Problem", problem));
    components.put(
        "securitySchemes",
        ordered(
            "bearer",
            ordered("type", "http", "scheme", "bearer", "description", "openaep admin token"),
            "session",
            ordered("type", "apiKey", "in", "cookie", "name", "openaep_session")));
    return ordered(
        "openapi",
        "3.1.0",
        "info",
        ordered(
            "title",
            "OpenAEP REST API",
            "version",
            version,
            "description",
            "What AEP's own API has no call for. That is under /aep_… on the same ports."),
        "servers",
        List.of(Map.of("url", "/")),
        "paths",
        paths,
        "components",
        components);
  }

  /// What the server answers by itself has no problem but what is said here.
  private Map<String, Object> served(ServerRoutes.Served served) {
    Map<String, Object> operation = operation(served.route());
    Map<String, Object> responses = new LinkedHashMap<>();
    Map<String, Object> content =
        Map.of(
            Route.JSON, Map.of("schema", schemas.of(served.route().gives().orElse(Shape.any()))));
    responses.put(
        String.valueOf(served.route().status()),
        ordered("description", "Done", "content", content));
    served
        .alike()
        .forEach(status ->
            responses.put(
                String.valueOf(status),
                ordered("description", "It is not so now; the body says why", "content", content)));
    operation.put("responses", responses);
    return operation;
  }

  private Map<String, Object> operation(Route route) {
    Map<String, Object> operation = new LinkedHashMap<>();
    operation.put("summary", route.summary());
    operation.put("operationId", operationId(route));
    operation.put("tags", List.of(route.path().split("/", 3)[1]));
    switch (route.access()) {
      case Route.Access.Open() -> operation.put("security", List.of());
      case Route.Access.Known() -> operation.put("security", security());
      case Route.Access.Needs(var area, boolean write) -> {
        operation.put("security", security());
        operation.put(
            "description", "Needs %s:%s.".formatted(area.word(), write ? "write" : "read"));
      }
    }
    List<Map<String, Object>> parameters = parameters(route);
    if (!parameters.isEmpty()) {
      operation.put("parameters", parameters);
    }
    route
        .body()
        .ifPresent(body ->
            operation.put(
                "requestBody",
                ordered(
                    "required",
                    true,
                    "content",
                    Map.of(Route.JSON, Map.of("schema", schemas.of(body))))));
    Map<String, Object> success = ordered("description", "Done");
    route
        .gives()
        .ifPresent(shape ->
            success.put("content", Map.of(Route.JSON, Map.of("schema", schemas.of(shape)))));
    if (!route.contentType().equals(Route.JSON)) {
      success.put("content", Map.of(route.contentType(), Map.of()));
    }
    operation.put(
        "responses",
        ordered(
            String.valueOf(route.status()),
            success,
            "default",
            Map.of("$ref", "#/components/responses/Problem")));
    return operation;
  }

  private static List<Map<String, List<String>>> security() {
    return List.of(Map.of("bearer", List.of()), Map.of("session", List.of()));
  }

  private List<Map<String, Object>> parameters(Route route) {
    List<Map<String, Object>> parameters = new ArrayList<>();
    for (MatchResult found : PARAMETER.matcher(route.path()).results().toList()) {
      parameters.add(
          ordered(
              "name",
              found.group(1),
              "in",
              "path",
              "required",
              true,
              "schema",
              Map.of("type", "string")));
    }
    for (Member member : QueryCheck.parameters(route)) {
      parameters.add(
          ordered(
              "name",
              member.name(),
              "in",
              "query",
              "required",
              member.required(),
              "description",
              member.says(),
              "schema",
              schemas.of(member.shape())));
    }
    return parameters;
  }

  /// Unique and stable, for generated clients: `getProductsId`.
  private static String operationId(Route route) {
    StringBuilder id = new StringBuilder(route.method().toLowerCase(Locale.ROOT));
    for (String part : route.path().replaceAll("[{}]", "").split("[/-]", -1)) {
      if (!part.isEmpty()) {
        id.append(Character.toUpperCase(part.charAt(0))).append(part.substring(1));
      }
    }
    return id.toString();
  }
}
