package io.openaep.platform.push;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.openaep.platform.Patience;
import io.openaep.platform.access.EndpointFormat;
import io.openaep.platform.access.PowerMode;
import io.openaep.platform.access.Protocol;
import io.openaep.platform.journal.Content;
import io.openaep.platform.journal.Event;
import io.openaep.platform.journal.MemoryJournal;
import io.openaep.platform.journal.Recorded;
import io.openaep.platform.outbox.OutboxRelay;
import io.openaep.platform.push.post.AddressGuard;
import io.openaep.platform.push.post.Addresses;
import io.openaep.platform.push.post.Outcome;
import io.openaep.platform.registry.Device;
import io.openaep.platform.registry.NewDevice;
import io.openaep.platform.registry.NewProduct;
import io.openaep.platform.registry.Product;
import io.openaep.platform.registry.ProductForm;
import io.openaep.platform.registry.SqlRegistry;
import io.openaep.platform.store.ConnectionSource;
import io.openaep.platform.store.DataDirectory;
import io.openaep.platform.store.Database;
import io.openaep.platform.store.KeyFile;
import io.openaep.platform.store.Secrets;
import io.openaep.platform.store.SqliteFile;
import io.openaep.platform.store.SqliteFile.Durability;
import io.openaep.wire.Bytes;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import org.sqlite.SQLiteCommitListener;
import org.sqlite.SQLiteConnection;

/// Push over real tables, with a journal in memory, a clock and senders that the test drives, and
/// receivers that answer as it says. Can be killed without notice and opened again.
final class PushWorld implements AutoCloseable {
  static final String URL = "http://1.1.1.1/push";
  static final Duration STEP = Duration.ofMillis(100);

  Instant now = Instant.parse("2026-11-22T06:00:00Z");
  final MemoryJournal journal = new MemoryJournal();
  final DataDirectory directory;
  final Database registryFile;
  final AtomicInteger registryCommits = new AtomicInteger();
  final SqlRegistry registry;
  final String tenantId;
  final Set<List<Long>> groups = new HashSet<>();
  final Set<Long> goneGroups = new HashSet<>();
  final List<Sent> sent = new ArrayList<>();

  /// How a receiver answers to a message.
  BiFunction<String, String, Outcome> answers = (url, text) -> new Outcome.Accepted();

  Addresses.Lookup lookup = InetAddress::getAllByName;
  PushSettings settings = PushSettings.defaults();
  Duration keepEvents = Duration.ofDays(7);
  SimpleMeterRegistry meters = new SimpleMeterRegistry();
  Push push;
  private final OutboxRelay relay;
  private Database pushFile;
  private ArrayDeque<Runnable> tasks = new ArrayDeque<>();
  private Random random = new Random(1);

  record Sent(String url, String text) {}

  PushWorld(Path path) {
    directory = DataDirectory.open(path);
    registryFile =
        Database.open(counted(new SqliteFile(directory.file("registry.db"), Durability.NORMAL)));
    Secrets secrets =
        Secrets.open(KeyFile.of(Optional.empty(), directory), registryFile, () -> now);
    registry = SqlRegistry.open(registryFile, secrets, () -> now);
    tenantId = registry.ensureApplication("AK", "SECRET").tenantId();
    relay = new OutboxRelay(registry.outbox(), journal, _ -> {}).start();
    open();
  }

  private ConnectionSource counted(ConnectionSource source) {
    return new ConnectionSource() {
      @Override
      public Connection writer() throws SQLException {
        Connection writer = source.writer();
        writer
            .unwrap(SQLiteConnection.class)
            .addCommitListener(
                new SQLiteCommitListener() {
                  @Override
                  public void onCommit() {
                    registryCommits.incrementAndGet();
                  }

                  @Override
                  public void onRollback() {}
                });
        return writer;
      }

      @Override
      public Connection reader() throws SQLException {
        return source.reader();
      }

      @Override
      public String toString() {
        return source.toString();
      }
    };
  }

  void open() {
    pushFile = Database.open(new SqliteFile(directory.file("push.db"), Durability.NORMAL));
    tasks = new ArrayDeque<>();
    ArrayDeque<Runnable> mine = tasks;
    Groups inGroups =
        new Groups() {
          @Override
          public boolean exists(String tenant, long group) {
            return !goneGroups.contains(group);
          }

          @Override
          public boolean contains(long group, long device) {
            return groups.contains(List.of(group, device));
          }
        };
    push =
        new Push(
            new Push.Ports(
                journal, registry, registryFile, pushFile, inGroups, keepEvents, () -> now, meters),
            settings,
            new Push.Sending(
                new Addresses(new AddressGuard(""), host -> lookup.all(host), Patience.LONGEST),
                (destination, body) -> {
                  String text = new String(body, StandardCharsets.UTF_8);
                  sent.add(new Sent(destination.url(), text));
                  return answers.apply(destination.url(), text);
                },
                mine::add,
                () -> random.nextDouble(),
                () -> {},
                () -> {}));
    push.deliveries().resume();
  }

  /// As after SIGKILL: what is not on disk is forgotten.
  void kill() {
    tasks.clear();
    pushFile.close();
    meters = new SimpleMeterRegistry();
    open();
  }

  void orderlyStop() {
    push.close();
    pushFile.close();
    meters = new SimpleMeterRegistry();
    open();
  }

  void seed(long seed) {
    random = new Random(seed);
  }

  Product product(Protocol protocol, boolean transparent) {
    boolean lwm2m = protocol == Protocol.LWM2M;
    return registry.createProduct(
        new NewProduct(
            tenantId,
            protocol,
            false,
            transparent,
            false,
            EndpointFormat.IMEI,
            lwm2m ? new PowerMode.Psm() : new PowerMode.Drx(),
            new ProductForm(
                protocol + " " + transparent + registry.products(tenantId, "", 1, 1).total(),
                "",
                "a",
                "b",
                "c",
                1,
                1,
                2,
                lwm2m ? 4 : 1,
                Optional.of(1),
                Optional.of(5),
                Optional.empty(),
                "op",
                "op")));
  }

  Device device(Product product, String number) {
    boolean lwm2m = product.protocol() == Protocol.LWM2M;
    return registry.createDevice(
        new NewDevice(
            product.productId(),
            "device " + number,
            lwm2m ? Optional.empty() : Optional.of(number),
            lwm2m ? Optional.of(number) : Optional.empty(),
            lwm2m ? Optional.of("460111111111111") : Optional.empty(),
            Optional.empty(),
            true,
            "op"));
  }

  Subscription subscribe(Product product, String url, MessageType... types) {
    return subscribe(product, new Target.WholeProduct(), url, types);
  }

  Subscription subscribe(Product product, Target target, String url, MessageType... types) {
    return push.subscriptions()
        .create(
            new NewSubscription(tenantId, product.productId(), target, List.of(types), url, "me"))
        .getFirst();
  }

  Event report(Device device, String text) {
    return new Event.Reported(
        now,
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

  /// Appends and lets the fold see it.
  void happens(Event... events) {
    for (Event event : events) {
      journal.append(event);
    }
    fold();
  }

  void fold() {
    assertThat(relay.awaitRelayed(Patience.LONGEST)).isTrue();
    for (List<Recorded> batch = journal.read(push.fold().position(), 100);
        !batch.isEmpty();
        batch = journal.read(push.fold().position(), 100)) {
      push.fold().fold(batch);
    }
  }

  /// Runs what the senders have to do, until there is no more.
  void run() {
    for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
      task.run();
    }
  }

  /// Runs only so many sends.
  void run(int sends) {
    for (int i = 0; i < sends && !tasks.isEmpty(); i++) {
      tasks.remove().run();
    }
  }

  /// Lets time pass as the timers would see it.
  void pass(Duration time) {
    Instant until = now.plus(time);
    while (now.isBefore(until)) {
      now = now.plus(STEP);
      push.deliveries().tick();
      run();
    }
  }

  double count(String outcome) {
    return meters.get("openaep.push.messages").tag("outcome", outcome).counter().count();
  }

  @Override
  public void close() {
    relay.close();
    pushFile.close();
    registryFile.close();
    directory.close();
  }
}
