package io.openaep.app.admin;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/// `openaep admin app`: the applications that call AEP's API.
@Command(
    name = "app",
    description = "List, make and delete applications of the northbound API; renew an AppSecret.",
    mixinStandardHelpOptions = true,
    subcommands = {
      AppCommand.Show.class,
      AppCommand.Create.class,
      AppCommand.Renew.class,
      AppCommand.Delete.class
    })
final class AppCommand {
  private static final String PATH = "/api/applications";
  private static final String[] COLUMNS = {"appKey", "name", "enabled", "apis", "sources"};
  private static final String[] WITH_SECRET = {"appKey", "appSecret"};

  /// `openaep admin app list`.
  @Command(
      name = "list",
      description = "List a tenant's applications.",
      mixinStandardHelpOptions = true)
  static final class Show implements Callable<Integer> {
    @Mixin private Connection connection = new Connection();
    @Mixin private TenantOption tenant = new TenantOption();

    @Override
    public Integer call() throws IOException {
      JsonNode all = connection.call("GET", PATH + tenant.query(), Map.of());
      connection.print(all.path("items").valueStream().toList(), COLUMNS);
      return 0;
    }
  }

  /// `openaep admin app create`.
  @Command(
      name = "create",
      description = "Make an application; prints its AppKey and AppSecret.",
      mixinStandardHelpOptions = true,
      sortOptions = false)
  static final class Create implements Callable<Integer> {
    @Mixin private Connection connection = new Connection();
    @Mixin private TenantOption tenant = new TenantOption();

    @Parameters(paramLabel = "NAME", description = "For people.")
    private String name = "";

    @Option(
        names = "--api",
        paramLabel = "API",
        description =
            "A module or function it may call: aep_device_status; repeatable (default: all).")
    private List<String> apis = List.of();

    @Option(
        names = "--source",
        paramLabel = "NETWORK",
        description = "Where it may call from: 10.1.0.0/16; repeatable (default: anywhere).")
    private List<String> sources = List.of();

    @Override
    public Integer call() throws IOException {
      Map<String, Object> body = new LinkedHashMap<>();
      body.put("name", name);
      if (!apis.isEmpty()) {
        body.put("apis", apis);
      }
      body.put("sources", sources);
      connection.printOne(connection.call("POST", PATH + tenant.query(), body), WITH_SECRET);
      return 0;
    }
  }

  /// `openaep admin app renew`.
  @Command(
      name = "renew",
      description = "Give an application a new AppSecret and print it; the old one ends at once.",
      mixinStandardHelpOptions = true)
  static final class Renew implements Callable<Integer> {
    @Mixin private Connection connection = new Connection();

    @Parameters(paramLabel = "APPKEY", description = "The application's AppKey.")
    private String appKey = "";

    @Override
    public Integer call() throws IOException {
      connection.printOne(
          connection.call("POST", PATH + "/" + Connection.encoded(appKey) + "/secret", Map.of()),
          WITH_SECRET);
      return 0;
    }
  }

  /// `openaep admin app delete`.
  @Command(
      name = "delete",
      description = "Delete an application; its calls are refused at once.",
      mixinStandardHelpOptions = true)
  static final class Delete implements Callable<Integer> {
    @Mixin private Connection connection = new Connection();

    @Parameters(paramLabel = "APPKEY", description = "The application's AppKey.")
    private String appKey = "";

    @Override
    public Integer call() throws IOException {
      var _ = connection.call("DELETE", PATH + "/" + Connection.encoded(appKey), Map.of());
      return 0;
    }
  }
}
