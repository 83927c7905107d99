package io.openaep.app.admin;

import java.io.Console;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/// `openaep admin account`: the people who may sign in. A password is typed at the terminal or read
/// from standard input, never given as an argument, which other users could see.
@Command(
    name = "account",
    description = "List, make and delete accounts; set a password.",
    mixinStandardHelpOptions = true,
    subcommands = {
      AccountCommand.Show.class,
      AccountCommand.Create.class,
      AccountCommand.SetPassword.class,
      AccountCommand.Delete.class
    })
final class AccountCommand {
  private static final String PATH = "/api/accounts";
  private static final String[] COLUMNS = {
    "accountId", "name", "role", "tenantId", "enabled", "signedInAt"
  };

  private static String password() throws IOException {
    Optional<Console> terminal = Optional.ofNullable(System.console()).filter(Console::isTerminal);
    if (terminal.isPresent()) {
      return typed(terminal.get());
    }
    String line = new String(System.in.readAllBytes(), StandardCharsets.UTF_8).strip();
    if (line.isEmpty()) {
      throw new IllegalArgumentException(
          "There is no password on standard input; write it there, in one line.");
    }
    return line;
  }

  private static String typed(Console terminal) {
    String typed = new String(terminal.readPassword("Password: "));
    if (!typed.equals(new String(terminal.readPassword("Again: ")))) {
      throw new IllegalArgumentException("The two passwords differ; try again.");
    }
    return typed;
  }

  /// By its name, which is what people know.
  private static JsonNode find(Connection connection, String name) throws IOException {
    return connection.rows(PATH).stream()
        .filter(row -> row.path("name").asString().equals(name))
        .findFirst()
        .orElseThrow(() -> new AdminFailed("There is no account " + name + "."));
  }

  private static String path(JsonNode account) {
    return PATH + "/" + Connection.encoded(account.path("accountId").asString());
  }

  /// `openaep admin account list`.
  @Command(name = "list", description = "List the accounts.", mixinStandardHelpOptions = true)
  static final class Show implements Callable<Integer> {
    @Mixin private Connection connection = new Connection();

    @Override
    public Integer call() throws IOException {
      connection.print(connection.rows(PATH), COLUMNS);
      return 0;
    }
  }

  /// `openaep admin account create`.
  @Command(
      name = "create",
      description = "Make an account; the password is asked for, or read from standard input.",
      mixinStandardHelpOptions = true,
      sortOptions = false)
  static final class Create implements Callable<Integer> {
    @Mixin private Connection connection = new Connection();
    @Mixin private TenantOption tenant = new TenantOption();

    @Parameters(paramLabel = "NAME", description = "What is typed at sign-in.")
    private String name = "";

    @Option(
        names = "--role",
        paramLabel = "ROLE",
        description = "viewer, operator, owner or administrator (default: operator).",
        defaultValue = "operator")
    private String role = "";

    @Override
    public Integer call() throws IOException {
      Map<String, Object> body = new LinkedHashMap<>();
      body.put("name", name);
      body.put("role", role);
      body.put("password", password());
      connection.printOne(connection.call("POST", PATH + tenant.query(), body), COLUMNS);
      return 0;
    }
  }

  /// `openaep admin account password`: also the way back in when it was forgotten.
  @Command(
      name = "password",
      description = "Set an account's password and end its sessions.",
      mixinStandardHelpOptions = true)
  static final class SetPassword implements Callable<Integer> {
    @Mixin private Connection connection = new Connection();

    @Parameters(paramLabel = "NAME", description = "The account's name.")
    private String name = "";

    @Override
    public Integer call() throws IOException {
      JsonNode account = find(connection, name);
      var _ = connection.call("PATCH", path(account), Map.of("password", password()));
      return 0;
    }
  }

  /// `openaep admin account delete`.
  @Command(
      name = "delete",
      description = "Delete an account; its sessions end at once.",
      mixinStandardHelpOptions = true)
  static final class Delete implements Callable<Integer> {
    @Mixin private Connection connection = new Connection();

    @Parameters(paramLabel = "NAME", description = "The account's name.")
    private String name = "";

    @Override
    public Integer call() throws IOException {
      var _ = connection.call("DELETE", path(find(connection, name)), Map.of());
      return 0;
    }
  }
}
