package io.openaep.app.admin;

import io.openaep.platform.admin.AdminClient;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What every administrative command has: which platform is meant, and how to answer.
final class Connection {
  private static final JsonMapper MAPPER = new JsonMapper();
  private static final int PAGE_ROWS = 500;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "The data directory of the running platform (default: ./openaep-data).")
  private @Nullable Path data;

  @Option(names = "--json", description = "Print JSON, for programs.")
  private boolean json;

  /// The command that has this connection; injected before it runs.
  @Spec(Spec.Target.MIXEE)
  private @Nullable CommandSpec command;

  boolean json() {
    return json;
  }

  /// One call of the REST API.
  ///
  /// @param body empty for none
  /// @return the answer's JSON; missing if it has none
  /// @throws IllegalArgumentException if the platform says that a value is wrong
  /// @throws AdminFailed if it refuses for another reason
  JsonNode call(String method, String target, Map<String, ?> body) throws IOException {
    byte[] sent = body.isEmpty() ? new byte[0] : bytes(body);
    AdminClient.Answer answer = send(method, target, sent);
    JsonNode read =
        answer.contentType().contains("json")
            ? MAPPER.readTree(answer.body().toArray())
            : MAPPER.missingNode();
    if (answer.status() == 400) {
      throw new IllegalArgumentException(TypedNames.sentence(read, command()));
    }
    if (answer.status() > 400) {
      throw new AdminFailed(read.path("detail").asString("HTTP status " + answer.status()));
    }
    return read;
  }

  private CommandSpec command() {
    return Objects.requireNonNull(command, "the library has not filled this in");
  }

  /// Where the command prints.
  PrintWriter out() {
    return Out.of(command);
  }

  /// Rows as a table, or with `--json` as one object a line.
  void print(List<JsonNode> rows, String... columns) {
    Rows.print(out(), json, rows, columns);
  }

  /// One thing, a member a line, or with `--json` as an object.
  void printOne(JsonNode row, String... members) {
    Rows.one(out(), json, row, members);
  }

  /// A list's path with a search; the path may have a query already.
  static String searching(String list, String words) {
    return list + (list.contains("?") ? "&" : "?") + "search=" + encoded(words);
  }

  /// Whether the API shows something there.
  boolean exists(String target) throws IOException {
    return send("GET", target, new byte[0]).status() == 200;
  }

  /// Whether a platform answers on the data directory.
  boolean platformRuns() {
    return new AdminClient(directory()).isThere();
  }

  AdminClient.Answer send(String method, String target, byte[] body) throws IOException {
    return new AdminClient(directory()).call(method, target, body);
  }

  /// All rows of a list that the API gives in pages.
  ///
  /// @param path with or without a query
  List<JsonNode> rows(String path) throws IOException {
    List<JsonNode> rows = new ArrayList<>();
    String cursor = "";
    do {
      String separator = path.contains("?") ? "&" : "?";
      JsonNode page =
          call(
              "GET",
              path
                  + separator
                  + "limit="
                  + PAGE_ROWS
                  + (cursor.isEmpty() ? "" : "&cursor=" + encoded(cursor)),
              Map.of());
      page.path("items").forEach(rows::add);
      cursor = page.path("next").asString("");
    } while (!cursor.isEmpty());
    return rows;
  }

  /// For a path segment or a query value.
  static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /// The data directory that is meant.
  Path directory() {
    if (data != null) {
      return data;
    }
    String configured = System.getenv("OPENAEP_DATA");
    return Path.of(configured == null || configured.isBlank() ? "openaep-data" : configured);
  }

  private static byte[] bytes(Map<String, ?> body) {
    return MAPPER.writeValueAsBytes(body);
  }

  static String pretty(JsonNode value) {
    return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(value);
  }
}
