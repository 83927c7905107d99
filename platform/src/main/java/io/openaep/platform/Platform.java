package io.openaep.platform;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.openaep.platform.access.KeptCommands;
import io.openaep.platform.access.Refusals;
import io.openaep.platform.access.Sessions;
import io.openaep.platform.access.mqtt.MqttSessions;
import io.openaep.platform.admin.AdminSocket;
import io.openaep.platform.admin.Housekeeping;
import io.openaep.platform.command.Addressees;
import io.openaep.platform.command.CommandPorts;
import io.openaep.platform.command.JournaledCommands;
import io.openaep.platform.command.SqlCommandStore;
import io.openaep.platform.console.LocalConsole;
import io.openaep.platform.console.RestApi;
import io.openaep.platform.data.DeviceData;
import io.openaep.platform.data.ObjectValueStore;
import io.openaep.platform.data.SqlDataStore;
import io.openaep.platform.http.ProcessMeters;
import io.openaep.platform.ingest.Ingest;
import io.openaep.platform.journal.Event;
import io.openaep.platform.journal.Fold;
import io.openaep.platform.journal.SqliteJournal;
import io.openaep.platform.journal.Tail;
import io.openaep.platform.journal.TailSettings;
import io.openaep.platform.outbox.OutboxRelay;
import io.openaep.platform.push.Push;
import io.openaep.platform.registry.Device;
import io.openaep.platform.registry.Registry;
import io.openaep.platform.registry.RegistryAuthenticator;
import io.openaep.platform.session.JournalDtlsSessions;
import io.openaep.platform.session.JournalSessionStore;
import io.openaep.platform.tally.TallyStore;
import io.openaep.platform.trace.DeviceTrace;
import java.io.IOException;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The object graph of a running platform, built by hand in dependency order and taken down in
/// reverse. {@link #start} returns when every door is open and every tail that folds state has
/// reached the journal's end.
public final class Platform implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Platform.class);

  private final Teardown teardown;
  private final Registry registry;
  private final Doors doors;
  private final String readyLine;
  private final Optional<String> firstSignIn;

  private Platform(
      Teardown teardown,
      Registry registry,
      Doors doors,
      String readyLine,
      Optional<String> firstSignIn) {
    this.teardown = teardown;
    this.registry = registry;
    this.doors = doors;
    this.readyLine = readyLine;
    this.firstSignIn = firstSignIn;
  }

  /// Starts a platform.
  ///
  /// @param version what `/api/info` says
  /// @throws RuntimeException with a sentence when the data cannot be used or a port is taken
  public static Platform start(PlatformConfig config, String version) {
    Teardown teardown = new Teardown();
    boolean started = false;
    try {
      Platform platform = assemble(config, version, teardown);
      started = true;
      return platform;
    } catch (IOException e) {
      throw new DoorClosed(String.valueOf(e.getMessage()), e);
    } finally {
      if (!started) {
        teardown.run();
      }
    }
  }

  private static Platform assemble(PlatformConfig config, String version, Teardown teardown)
      throws IOException {
    InstantSource clock = InstantSource.system();
    PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    teardown.add(new ProcessMeters()).bindTo(meters);

    Stores stores = Stores.open(config, clock, meters, teardown);
    Registry registry = stores.registry();
    SqliteJournal journal = stores.journal();
    journal.append(new Event.PlatformStarted(clock.instant())).toCompletableFuture().join();

    MqttSessions mqttSessions = MqttSessions.load(new JournalSessionStore(journal), clock);
    OutboxRelay relay =
        teardown.add(new OutboxRelay(registry.outbox(), journal, mqttSessions::removed).start());
    SqlDataStore data = data(config, stores, clock);
    Sessions sessions = new Sessions();
    DeviceTrace trace = new DeviceTrace(config.trace(), clock, meters);
    JournaledCommands commands =
        commands(config, stores, data, sessions, mqttSessions, trace, clock, meters);
    Push push = push(config, stores, clock, meters, teardown);
    TallyStore tally = tally(stores, clock);
    Tails tails =
        teardown.add(
            tails(
                config, journal, List.of(data, commands.fold(), tally, push.fold()), push, meters));
    teardown.add(commands);
    tails.awaitCaughtUp();

    Doors doors = teardown.add(doors(config, stores, sessions, mqttSessions, trace, clock, meters));
    teardown.add(trace);
    doors.openDevices();
    relay.alsoTell(doors::removed); // before HTTP opens, by which devices are deleted
    commands.start();
    commands.recovered().toCompletableFuture().join();
    Optional<String> signIn =
        openHttp(
            new HttpServices(
                config,
                version,
                registry,
                stores.accounts(),
                journal,
                stores.secrets(),
                tails,
                commands,
                new ObjectValueStore(stores.data()),
                data,
                relay,
                stores.requests(),
                push,
                tally,
                sessions,
                trace,
                clock,
                meters),
            doors,
            stores,
            teardown);
    return new Platform(teardown, registry, doors, ReadyLine.of(doors, stores.directory()), signIn);
  }

  private static SqlDataStore data(PlatformConfig config, Stores stores, InstantSource clock) {
    return new SqlDataStore(
        stores.data(),
        config.keepHistory(),
        device -> stores.registry().deviceByNumber(device).map(it -> it.ref().productId()),
        clock);
  }

  private static TallyStore tally(Stores stores, InstantSource clock) {
    return new TallyStore(
        stores.data(),
        device -> stores.registry().deviceByNumber(device).map(Device::tenantId),
        clock);
  }

  /// @param folds data, commands, tally and push, in this order
  private static Tails tails(
      PlatformConfig config,
      SqliteJournal journal,
      List<Fold> folds,
      Push push,
      PrometheusMeterRegistry meters) {
    TailSettings usual = config.tails();
    return new Tails(
        new Tail(journal, folds.get(0), usual, meters).start(),
        new Tail(journal, folds.get(1), usual.prompt(), meters).start(),
        new Tail(journal, folds.get(2), usual, meters).start(),
        new Tail(journal, folds.get(3), usual, meters).start(),
        push::swept,
        journal,
        config.keepEvents(),
        InstantSource.system());
  }

  private static JournaledCommands commands(
      PlatformConfig config,
      Stores stores,
      DeviceData data,
      Sessions sessions,
      KeptCommands kept,
      DeviceTrace trace,
      InstantSource clock,
      PrometheusMeterRegistry meters) {
    return new JournaledCommands(
        new CommandPorts(
            stores.journal(),
            new SqlCommandStore(stores.data(), config.commands().keepEnded(), clock),
            sessions,
            Addressees.from(stores.registry()),
            kept,
            new ReportTimes(data, clock),
            trace,
            clock),
        config.commands(),
        ZoneId.systemDefault(),
        meters);
  }

  /// The REST API has two doors: HTTP, and the socket of those who run the platform.
  ///
  /// @return how the first administrator signs in, if there is none yet
  private static Optional<String> openHttp(
      HttpServices services, Doors doors, Stores stores, Teardown teardown) {
    if (stores.registry().tenants("", 1).isEmpty()) {
      // So that the first administrator and a single tenant's owner need not know the word.
      var _ = stores.registry().tenancy().createTenant("default");
    }
    FirstSignIn first = new FirstSignIn(stores.directory().path(), stores.accounts().accounts());
    RestApi api = services.api(doors, first::remove);
    doors.openHttp(services.over(doors, api));
    LocalConsole local = new LocalConsole(api);
    teardown.add(
        AdminSocket.open(
            stores.directory().path(),
            new Housekeeping(
                stores.directory().path(),
                (user, method, target, body, sink) ->
                    local.call(user, method, target, body, sink::begin))));
    return first.prepare(doors.ports());
  }

  private static Doors doors(
      PlatformConfig config,
      Stores stores,
      Sessions sessions,
      MqttSessions mqttSessions,
      DeviceTrace trace,
      InstantSource clock,
      PrometheusMeterRegistry meters) {
    return new Doors(
        config,
        new Doors.Ports(
            new RegistryAuthenticator(stores.registry()),
            Ingest.open(
                stores.journal(),
                stores.registry()::product,
                stores.registry().models()::of,
                config.ingest().rememberedMessages(),
                clock,
                meters),
            new JournalSessionStore(stores.journal()),
            mqttSessions,
            new JournalDtlsSessions(stores.journal(), stores.secrets()),
            sessions,
            new Refusals(meters, trace),
            trace,
            meters,
            clock),
        new Certificate(config, stores.directory(), clock));
  }

  private static Push push(
      PlatformConfig config,
      Stores stores,
      InstantSource clock,
      PrometheusMeterRegistry meters,
      Teardown teardown) {
    Push push =
        Push.open(
            new Push.Ports(
                stores.journal(),
                stores.registry(),
                stores.registryFile(),
                stores.push(),
                new PushGroups(stores.registry().groups()),
                config.keepEvents(),
                clock,
                meters),
            config.push());
    return teardown.add(push).start();
  }

  /// The members of the ready line, as one JSON object.
  public String readyLine() {
    return readyLine;
  }

  /// How the first administrator signs in, for the terminal and nobody else; empty if there is one.
  public Optional<String> firstSignIn() {
    return firstSignIn;
  }

  /// The port of a door by its name in the ready line; empty for a closed one.
  public Optional<Integer> port(String door) {
    return Optional.ofNullable(doors.ports().get(door)).flatMap(it -> it);
  }

  /// Makes sure that this application exists in the first tenant; another secret that it had ends.
  public void ensureApplication(String appKey, String appSecret) {
    if (registry.application(appKey).filter(it -> !it.appSecret().equals(appSecret)).isPresent()) {
      LOG.warn("application gets another secret app={}", appKey);
    }
    var _ = registry.ensureApplication(appKey, appSecret);
  }

  /// An orderly stop: doors first, then commands, tails, journal, files.
  @Override
  public void close() {
    teardown.run();
  }
}
