package io.openaep.platform.console.rest;

import io.openaep.platform.console.rest.Shape.Obj;
import java.util.List;

/// What the HTTP server answers by itself, described for callers beside the table of routes and
/// without its checks: it must answer while nothing else can. Paths here are whole.
final class ServerRoutes {
  private static final Shape STATUS = Shape.choice("UP", "DOWN");

  private static final Obj INFO =
      Shape.object(
          "Info",
          Shape.must("name", Shape.text(1, 20), "OpenAEP"),
          Shape.must("version", Shape.text(1, 64), "Of the program"),
          Shape.must(
              "ports",
              Shape.map(Shape.any(), 20),
              "The listening ports by door; null for a door that is closed"));

  private static final Obj LIVE =
      Shape.object("Live", Shape.must("status", STATUS, "UP: the process answers"));

  private static final Obj READY =
      Shape.object(
          "Ready",
          Shape.must("status", STATUS, "DOWN if any check is; with 503"),
          Shape.must(
              "checks",
              Shape.list(
                  Shape.object(
                      "Check",
                      Shape.must("name", Shape.text(1, 64), "What is checked"),
                      Shape.must("status", STATUS, "How it is"),
                      Shape.may("reason", Shape.text(0, 1000), "Why it is down")),
                  0,
                  100),
              "Each part of the platform that can be in trouble"));

  private ServerRoutes() {}

  /// One route, and which statuses beside that of success have the same body.
  record Served(Route route, List<Integer> alike) {}

  static List<Served> all() {
    return List.of(
        new Served(get("/api/info", "Tells the version and the listening ports.", INFO), List.of()),
        new Served(get("/health/live", "Tells that the process answers.", LIVE), List.of()),
        new Served(
            get("/health/ready", "Tells whether every part of the platform works.", READY),
            List.of(503)));
  }

  private static Route get(String path, String summary, Shape.Obj gives) {
    return Route.get(path, summary)
        .open()
        .gives(200, gives)
        .by(_ -> {
          throw new IllegalStateException("the HTTP server answers " + path + " by itself");
        });
  }
}
