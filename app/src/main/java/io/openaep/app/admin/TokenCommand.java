package io.openaep.app.admin;

import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/// `openaep admin token`: makes a bearer token of the REST API and prints it, alone on a line, so
/// that `curl -H "Authorization: Bearer $(openaep admin token)"` works.
@Command(
    name = "token",
    description = "Make a bearer token of the REST API and print it; it is shown only now.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    subcommands = {TokenCommand.ListTokens.class, TokenCommand.Revoke.class})
final class TokenCommand implements Callable<Integer> {
  @Mixin private Connection connection = new Connection();

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description = "What it is for (default: openaep admin).",
      defaultValue = "openaep admin")
  private String name = "";

  @Option(
      names = "--role",
      paramLabel = "ROLE",
      description =
          "viewer, operator, owner (of one tenant each) or administrator (default: administrator;"
              + " with --tenant: owner).")
  private @Nullable String role;

  @Option(
      names = "--tenant",
      paramLabel = "ID",
      description = "The tenant it sees; not needed while there is only one.")
  private @Nullable String tenant;

  @Option(
      names = "--scope",
      paramLabel = "AREA:ACCESS",
      description = "Narrow the role: devices:read, commands:write, …; repeatable.")
  private List<String> scopes = List.of();

  @Option(
      names = "--expires",
      paramLabel = "TIME",
      description = "End after 90m, 12h, 30d, … (default: never).")
  private @Nullable String expires;

  @Override
  public Integer call() throws IOException {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("name", name);
    body.put("role", role != null ? role : tenant != null ? "owner" : "administrator");
    if (!scopes.isEmpty()) {
      body.put("scopes", scopes);
    }
    if (expires != null) {
      body.put("expiresAt", Instant.now().plus(Times.parse("--expires", expires)).toString());
    }
    String target = "/api/tokens" + (tenant == null ? "" : "?tenant=" + Connection.encoded(tenant));
    JsonNode made = connection.call("POST", target, body);
    connection.out().println(connection.json() ? made.toString() : made.path("token").asString());
    return 0;
  }

  /// `openaep admin token list`.
  @Command(
      name = "list",
      description = "List the tokens, without their secrets.",
      mixinStandardHelpOptions = true)
  static final class ListTokens implements Callable<Integer> {
    @Mixin private Connection connection = new Connection();

    @Override
    public Integer call() throws IOException {
      connection.print(
          connection.rows("/api/tokens"),
          "tokenId",
          "name",
          "role",
          "tenantId",
          "scopes",
          "expiresAt",
          "lastUsedAt");
      return 0;
    }
  }

  /// `openaep admin token revoke`.
  @Command(name = "revoke", description = "End a token at once.", mixinStandardHelpOptions = true)
  static final class Revoke implements Callable<Integer> {
    @Mixin private Connection connection = new Connection();

    @Parameters(paramLabel = "ID", description = "The token's id, from the list.")
    private String tokenId = "";

    @Override
    public Integer call() throws IOException {
      JsonNode _ =
          connection.call("DELETE", "/api/tokens/" + Connection.encoded(tokenId), Map.of());
      return 0;
    }
  }
}
