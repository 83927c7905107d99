package io.openaep.platform.northbound;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.openaep.platform.access.Sessions;
import io.openaep.platform.data.SqlDataStore;
import io.openaep.platform.http.Bodies;
import io.openaep.platform.http.HttpServer;
import io.openaep.platform.http.HttpSettings;
import io.openaep.platform.journal.Content;
import io.openaep.platform.journal.Event;
import io.openaep.platform.journal.MemoryJournal;
import io.openaep.platform.journal.Recorded;
import io.openaep.platform.northbound.gateway.FunctionTable;
import io.openaep.platform.northbound.gateway.GatewayPorts;
import io.openaep.platform.northbound.gateway.GatewaySettings;
import io.openaep.platform.northbound.module.DeviceArchives;
import io.openaep.platform.northbound.module.DeviceCommand;
import io.openaep.platform.northbound.module.DeviceCommandCancel;
import io.openaep.platform.northbound.module.DeviceEvents;
import io.openaep.platform.northbound.module.DeviceGroupManagement;
import io.openaep.platform.northbound.module.DeviceManagement;
import io.openaep.platform.northbound.module.DeviceModel;
import io.openaep.platform.northbound.module.DeviceStatus;
import io.openaep.platform.northbound.module.Module;
import io.openaep.platform.northbound.module.NbDeviceManagement;
import io.openaep.platform.northbound.module.ProductManagement;
import io.openaep.platform.northbound.module.PublicProductDevice;
import io.openaep.platform.northbound.module.PublicProductManagement;
import io.openaep.platform.northbound.module.StandardManagement;
import io.openaep.platform.northbound.module.SubscribeNorth;
import io.openaep.platform.northbound.module.TenantAppStatistics;
import io.openaep.platform.northbound.module.TenantDeviceStatistics;
import io.openaep.platform.outbox.DeviceRemoval;
import io.openaep.platform.outbox.OutboxRelay;
import io.openaep.platform.push.Groups;
import io.openaep.platform.push.Push;
import io.openaep.platform.push.PushSettings;
import io.openaep.platform.registry.Device;
import io.openaep.platform.registry.SqlRegistry;
import io.openaep.platform.requests.RequestStore;
import io.openaep.platform.store.DataDirectory;
import io.openaep.platform.store.Database;
import io.openaep.platform.store.KeyFile;
import io.openaep.platform.store.Secrets;
import io.openaep.platform.store.SqliteFile;
import io.openaep.platform.store.SqliteFile.Durability;
import io.openaep.platform.tally.TallyStore;
import io.openaep.wire.Bytes;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import tools.jackson.databind.JsonNode;

/// The northbound API on a real port, over the real registry and data fold, with a journal in
/// memory and commands as a test sets them.
final class ApiWorld implements AutoCloseable {
  static final Instant START = Instant.ofEpochMilli(1795339862154L);

  private final Secrets secrets;
  private final DataDirectory directory;
  private final Database database;
  private final Database dataFile;
  private final Database requestFile;
  final Database pushFile;
  private HttpServer server;
  private final OutboxRelay relay;
  private final AtomicLong nowMs = new AtomicLong(START.toEpochMilli());

  /// Later with every reading, so that no two calls are signed at the same ms.
  final InstantSource clock = () -> Instant.ofEpochMilli(nowMs.incrementAndGet());

  final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  final SqlRegistry registry;
  final MemoryJournal journal = new MemoryJournal();
  final Sessions sessions = new Sessions();
  final FakeCommands commands = new FakeCommands(journal, clock);
  final SqlDataStore data;
  final TallyStore tally;
  final RequestStore requests;
  final Push push;
  final String tenantId;
  int port;

  /// What a command to a group waits for the disk, from the next {@link #restart} on.
  Duration groupPatience = Duration.ofSeconds(30);

  ApiWorld(Path path) {
    directory = DataDirectory.open(path);
    database = Database.open(new SqliteFile(directory.file("registry.db"), Durability.NORMAL));
    secrets = Secrets.open(KeyFile.of(Optional.empty(), directory), database, clock);
    registry = SqlRegistry.open(database, secrets, clock);
    dataFile = Database.open(new SqliteFile(directory.file("data.db"), Durability.NORMAL));
    // The reports of the reference's examples are years old.
    data =
        new SqlDataStore(
            dataFile,
            Duration.ofDays(365 * 100),
            number -> registry.deviceByNumber(number).map(it -> it.ref().productId()),
            clock);
    tenantId = registry.ensureApplication("AK", "SECRET").tenantId();
    relay = new OutboxRelay(registry.outbox(), journal, _ -> {}).start();
    tally =
        new TallyStore(
            dataFile, number -> registry.deviceByNumber(number).map(Device::tenantId), clock);
    requestFile = Database.open(new SqliteFile(directory.file("requests.db"), Durability.NORMAL));
    requests = new RequestStore(requestFile, 1_000, clock, meters);
    pushFile = Database.open(new SqliteFile(directory.file("push.db"), Durability.NORMAL));
    push =
        Push.open(
            new Push.Ports(
                journal,
                registry,
                database,
                pushFile,
                Groups.NONE,
                Duration.ofDays(7),
                clock,
                meters),
            PushSettings.defaults());
    server = serve();
    port = open(server);
  }

  private List<Module> modules() {
    DeviceRemoval removal = new DeviceRemoval(registry, journal, relay, sessions);
    return List.of(
        new ProductManagement(registry, data),
        new DeviceManagement(registry, data, removal, push.subscriptions()),
        new NbDeviceManagement(registry, data, removal, sessions),
        new DeviceCommand(registry, commands, groupPatience),
        new DeviceCommandCancel(registry, commands),
        new DeviceGroupManagement(registry, data),
        new PublicProductManagement(registry),
        new PublicProductDevice(registry),
        new DeviceArchives(registry),
        new DeviceModel(registry),
        new StandardManagement(registry),
        new DeviceEvents(registry, data),
        new TenantDeviceStatistics(registry, data, tally, clock),
        new TenantAppStatistics(registry, requests, push.counts(), clock),
        new DeviceStatus(registry, data),
        new SubscribeNorth(registry, push.subscriptions(), Groups.NONE));
  }

  /// Functions that are served here, as `module/Function`.
  Set<String> served() {
    Set<String> words = new TreeSet<>();
    for (Module module : modules()) {
      module.operations().keySet().forEach(name -> words.add(module.name() + "/" + name));
    }
    return words;
  }

  private HttpServer serve() {
    Northbound northbound =
        new Northbound(
            FunctionTable.load(),
            modules(),
            new Bodies(HttpSettings.defaults()),
            new GatewayPorts(registry, journal, secrets, requests, clock, meters),
            GatewaySettings.defaults());
    return new HttpServer(
        HttpSettings.defaults(), List.of(northbound), InstantSource.system(), meters);
  }

  private static int open(HttpServer server) {
    return server.open(List.of(InetAddress.ofLiteral("127.0.0.1")), 0, Optional.empty());
  }

  /// Like a new process over the same data, at another port.
  void restart() {
    server.close();
    server = serve();
    port = open(server);
  }

  /// A product as CreateProduct answered it.
  record Product(long id, String masterKey) {}

  ApiCall call(String method, String path, String version) {
    return new ApiCall(port, method, path, version, nowMs.incrementAndGet());
  }

  /// @param members what differs by protocol, as JSON members
  Product product(String name, String members) {
    JsonNode result =
        call("POST", "/aep_product_management/product", "20191018204154")
            .body(productForm(name, members))
            .send()
            .result();
    assertThat(result.isObject()).isTrue();
    return new Product(result.path("productId").asLong(), result.path("apiKey").asString());
  }

  static String productForm(String name, String members) {
    return """
    {"productName":"%s","productType":"智慧城市","secondaryType":"水务","thirdType":"水表",\
    "nodeType":1,"accessType":1,"networkType":2,"tupIsThrough":0,%s}\
    """
        .formatted(name, members);
  }

  Product mqtt(String name) {
    return product(
        name, "\"productProtocol\":2,\"authType\":1,\"dataEncryption\":5,\"encryptionType\":0");
  }

  Product tcp(String name) {
    return product(name, "\"productProtocol\":7,\"authType\":1,\"encryptionType\":0");
  }

  Product lwm2m(String name) {
    return product(
        name,
        "\"productProtocol\":3,\"authType\":4,\"dataEncryption\":5,\"endpointFormat\":1,\"powerModel\":2");
  }

  ApiCall createDevice(Product product, String members) {
    return call("POST", "/aep_device_management/device", "20181031202117")
        .masterKey(product.masterKey())
        .body(
            "{\"deviceName\":\"meter\",\"operator\":\"me\",\"productId\":%d,%s}"
                .formatted(product.id(), members));
  }

  Device device(Product product, String members) {
    String deviceId =
        createDevice(product, members).send().result().path("deviceId").asString("none");
    return registry.device(product.id(), deviceId).orElseThrow();
  }

  /// As if the journal had brought these events next.
  void happened(Event... events) {
    List<Recorded> batch = new ArrayList<>();
    for (Event event : events) {
      batch.add(new Recorded(data.position() + batch.size() + 1, event));
    }
    data.fold(batch);
    tally.fold(batch);
  }

  static Event report(Device device, Instant at, String text) {
    return new Event.Reported(
        at,
        device.ref().number(),
        1,
        "tcp",
        "",
        Event.Reported.NO_CONTENT_FORMAT,
        true,
        0,
        Bytes.utf8(text),
        new Content.Opaque());
  }

  @Override
  public void close() {
    server.close();
    relay.close();
    requests.close();
    requestFile.close();
    push.close();
    pushFile.close();
    dataFile.close();
    database.close();
    directory.close();
  }
}
