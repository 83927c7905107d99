package io.openaep.platform.console;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.openaep.platform.account.AccountSettings;
import io.openaep.platform.account.AccountTables;
import io.openaep.platform.account.Caller;
import io.openaep.platform.account.Role;
import io.openaep.platform.account.Scope;
import io.openaep.platform.account.Tokens;
import io.openaep.platform.console.resource.AccountResource;
import io.openaep.platform.console.resource.MeResource;
import io.openaep.platform.console.resource.SignInResource;
import io.openaep.platform.console.resource.TokenResource;
import io.openaep.platform.console.rest.Resource;
import io.openaep.platform.http.Bodies;
import io.openaep.platform.http.HttpServer;
import io.openaep.platform.http.HttpSettings;
import io.openaep.platform.registry.SqlRegistry;
import io.openaep.platform.store.DataDirectory;
import io.openaep.platform.store.Database;
import io.openaep.platform.store.KeyFile;
import io.openaep.platform.store.Secrets;
import io.openaep.platform.store.SqliteFile;
import io.openaep.platform.store.SqliteFile.Durability;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The REST API on a real port over the real registry.
final class RestWorld implements AutoCloseable {
  static final Instant START = Instant.parse("2026-11-22T08:00:00Z");
  static final Caller ROOT =
      new Caller("socket:test", Role.ADMINISTRATOR, Optional.empty(), Set.of());

  private final DataDirectory directory;
  private final Database database;
  private final HttpServer server;
  private final AtomicLong nowMs = new AtomicLong(START.toEpochMilli());

  final InstantSource clock = () -> Instant.ofEpochMilli(nowMs.incrementAndGet());
  final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  final SqlRegistry registry;
  final AccountTables accounts;
  final LocalConsole local;
  final String tenantId;
  final int port;
  boolean claimed;

  RestWorld(Path path, Resource... more) {
    this(path, _ -> List.of(more));
  }

  /// @param more made when the registry is open
  RestWorld(Path path, Function<SqlRegistry, List<Resource>> more) {
    directory = DataDirectory.open(path);
    database = Database.open(new SqliteFile(directory.file("registry.db"), Durability.NORMAL));
    Secrets secrets = Secrets.open(KeyFile.of(Optional.empty(), directory), database, clock);
    registry = SqlRegistry.open(database, secrets, clock);
    tenantId = registry.ensureApplication("AK", "SECRET").tenantId();
    accounts =
        AccountTables.open(
            database,
            new AccountSettings(
                Duration.ofHours(12),
                Duration.ofDays(7),
                4,
                Duration.ofMinutes(5),
                64,
                Duration.ofDays(400)),
            clock);
    List<Resource> resources = new ArrayList<>(more.apply(registry));
    resources.add(new MeResource(accounts));
    resources.add(new TokenResource(accounts.tokens()));
    resources.add(new SignInResource(accounts, () -> claimed = true));
    resources.add(new AccountResource(accounts.accounts()));
    RestApi api = new RestApi(resources, accounts, new RegistryTenants(registry), "test", meters);
    Console console = new Console(api, accounts, new Bodies(HttpSettings.defaults()));
    local = new LocalConsole(api);
    server =
        new HttpServer(HttpSettings.defaults(), List.of(console), InstantSource.system(), meters);
    port = server.open(List.of(InetAddress.ofLiteral("127.0.0.1")), 0, Optional.empty());
  }

  /// Every byte that the registry has on disk.
  String onDisk() throws IOException {
    StringBuilder text = new StringBuilder();
    for (String name : List.of("registry.db", "registry.db-wal")) {
      text.append(Files.readString(directory.file(name), StandardCharsets.ISO_8859_1));
    }
    return text.toString();
  }

  void pass(Duration time) {
    nowMs.addAndGet(time.toMillis());
  }

  /// A token of the first tenant.
  String token(Role role, String... scopes) {
    return tokenOf(tenantId, role, scopes);
  }

  String tokenOf(String tenant, Role role, String... scopes) {
    return accounts
        .tokens()
        .issue(
            new Tokens.NewToken(
                role.word(),
                role,
                role.ofOneTenant() ? Optional.of(tenant) : Optional.empty(),
                Stream.of(scopes).map(Scope::parse).collect(Collectors.toSet()),
                Optional.empty()),
            ROOT)
        .secret();
  }

  RestCall get(String path) {
    return new RestCall(port, "GET", path);
  }

  RestCall post(String path, String json) {
    return new RestCall(port, "POST", path).body(json);
  }

  RestCall put(String path, String json) {
    return new RestCall(port, "PUT", path).body(json);
  }

  RestCall patch(String path, String json) {
    return new RestCall(port, "PATCH", path).body(json);
  }

  RestCall delete(String path) {
    return new RestCall(port, "DELETE", path);
  }

  @Override
  public void close() {
    server.close();
    database.close();
    directory.close();
  }
}
