package io.openaep.devices.module.lwm2m;

import io.openaep.devices.at.AtArguments;
import io.openaep.devices.at.AtException;
import io.openaep.devices.at.AtReply;
import io.openaep.devices.at.CommandGroup;
import io.openaep.devices.at.CommandTable;
import io.openaep.devices.link.dtls.PskSecret;
import io.openaep.wire.Bytes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Options, server and objects (AT reference, 7.3). Bootstrap (`<BS_enabled>` 1) and certificates
/// (security mode 2) are refused, as are the options that only other models have.
final class SetupCommands implements CommandGroup {
  private static final int TEXT_LIMIT_BYTES = 150;
  private static final int KEY_LIMIT_DIGITS = 256;
  private static final int SHORTEST_LIFETIME_SECONDS = 20;
  private static final long LONGEST_LIFETIME_SECONDS = 4_294_967_295L;
  private static final int RESOURCE_LIMIT = 14;
  private static final int LARGEST_ID = 65535;
  private static final int PSK = 0;
  private static final int NO_SECURITY = 3;

  private final Lwm2mStore store;
  private final Lwm2mSession session;
  private final MessageCache cache;

  SetupCommands(Lwm2mStore store, Lwm2mSession session, MessageCache cache) {
    this.store = store;
    this.session = session;
    this.cache = cache;
  }

  @Override
  public void register(CommandTable table) {
    // AT+QLWCFG? and AT+QLWCFG → one line an option; ="<key>"[,<values>] asks or sets
    table
        .vendor("+QLWCFG")
        .test()
        .read(() -> AtReply.ok(store.options().lines()))
        .execute(() -> AtReply.ok(store.options().lines()))
        .write(this::option);
    // AT+QLWCONFIG=<BS>,"<server>",<port>,"<endpoint>",<lifetime>,<security>[,"<id>","<key>"]
    table
        .vendor("+QLWCONFIG")
        .test("(0,1),<server>,(1-65535),<endpoint>,(20-4294967295),(0,3),<PSK_ID>,<PSK>")
        .read(() -> AtReply.ok(store.server().map(ServerConfig::line).stream().toList()))
        .write(this::configure);
    // AT+QLWADDOBJ=<obj>,<inst>,<n>,<res>…
    table
        .vendor("+QLWADDOBJ")
        .test("(0-65535),(0-65535),(1-14),(0-65535)")
        .read(() -> AtReply.ok(store.objects().lines()))
        .write(this::addObject);
    // AT+QLWDELOBJ=<obj>
    table.vendor("+QLWDELOBJ").test("(0-65535)").write(this::deleteObject);
    // AT+QLWRESET → factory settings of all of this
    table.vendor("+QLWRESET").test().execute(this::reset);
  }

  private AtReply option(AtArguments values) throws AtException {
    Lwm2mOptions now = store.options();
    boolean asks = values.count() == 1;
    switch (values.key(0)) {
      case "retransmit" -> {
        if (asks) {
          return AtReply.ok(now.retransmitLine());
        }
        values.atMost(3);
        int timeout = values.number(1, 2, 20);
        int max = values.number(2, 0, 8, now.maxRetransmit());
        store.options(now.withRetransmission(Duration.ofSeconds(timeout), max));
      }
      case "auto_ack" -> {
        if (asks) {
          return AtReply.ok(now.autoAckLine());
        }
        values.atMost(2);
        store.options(now.withAutoAck(values.flag(1)));
      }
      case "lifetime_enable" -> {
        if (asks) {
          return AtReply.ok(now.lifetimeLine());
        }
        values.atMost(2);
        store.options(now.withLifetimeUpdates(values.flag(1)));
        session.lifetimeUpdatesChanged();
      }
      case "dtls_mode" -> {
        if (asks) {
          return AtReply.ok(now.dtlsLine());
        }
        values.atMost(2);
        store.options(now.withSessionResumption(values.flag(1)));
      }
      default -> throw AtException.range("the EC800E has no such option");
    }
    return AtReply.ok();
  }

  private AtReply configure(AtArguments values) throws AtException {
    if (session.state() != RegistrationState.NOT_REGISTERED) {
      throw AtException.range("a registration is alive; leave it first");
    }
    values.atMost(8);
    boolean bootstrap = values.number(0, 0, 1) == 1;
    String host = values.text(1, TEXT_LIMIT_BYTES);
    int port = values.number(2, 1, LARGEST_ID);
    String endpoint = values.text(3, TEXT_LIMIT_BYTES);
    if (host.isEmpty() || endpoint.isEmpty()) {
      throw AtException.range("server and endpoint must not be empty");
    }
    Duration lifetime =
        Duration.ofSeconds(
            values.longNumber(4, SHORTEST_LIFETIME_SECONDS, LONGEST_LIFETIME_SECONDS));
    Optional<PskSecret> secret =
        switch (values.number(5, 0, NO_SECURITY)) {
          case PSK -> Optional.of(secret(values));
          // The guide's plain examples carry a seventh value after the 3, which says nothing.
          case NO_SECURITY -> Optional.empty();
          default -> throw AtException.range("security mode is 0 or 3");
        };
    store.server(new ServerConfig(bootstrap, host, port, endpoint, lifetime, secret));
    return AtReply.ok();
  }

  private static PskSecret secret(AtArguments values) throws AtException {
    String identity = values.text(6, TEXT_LIMIT_BYTES);
    values.text(7, KEY_LIMIT_DIGITS);
    Bytes key = Bytes.wrap(values.hex(7));
    if (identity.isEmpty() || key.isEmpty()) {
      throw AtException.range("DTLS needs an identity and a key");
    }
    return new PskSecret(identity, key);
  }

  private AtReply addObject(AtArguments values) throws AtException {
    int object = values.number(0, 0, LARGEST_ID);
    int instance = values.number(1, 0, LARGEST_ID);
    int count = values.number(2, 1, RESOURCE_LIMIT);
    if (values.count() != 3 + count) {
      throw AtException.range("says " + count + " resources, gives " + (values.count() - 3));
    }
    List<Integer> resources = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      resources.add(values.number(3 + i, 0, LARGEST_ID));
    }
    store.objects().put(object, instance, resources);
    session.objectsChanged();
    return AtReply.ok();
  }

  private AtReply deleteObject(AtArguments values) throws AtException {
    values.atMost(1);
    if (!store.objects().remove(values.number(0, 0, LARGEST_ID))) {
      throw AtException.range("no such object");
    }
    session.objectsChanged();
    return AtReply.ok();
  }

  private AtReply reset() {
    session.reset();
    store.reset();
    cache.clear();
    return AtReply.ok();
  }
}
