package io.openaep.devices.module.command;

import io.openaep.devices.at.AtArguments;
import io.openaep.devices.at.AtException;
import io.openaep.devices.at.AtReply;
import io.openaep.devices.at.CommandGroup;
import io.openaep.devices.at.CommandTable;
import io.openaep.devices.module.baseband.Baseband;
import io.openaep.devices.module.baseband.PdpContexts;
import io.openaep.devices.module.baseband.RealTimeClock;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Names, echoes and time servers (Quectel TCP/IP note, 2.1.13 to 2.3). They really ask the
/// network, on virtual threads; results come back to the loop as unsolicited codes.
final class InternetCommands implements CommandGroup {
  private static final Logger LOG = LoggerFactory.getLogger(InternetCommands.class);
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy/MM/dd,HH:mm:ss");
  private static final int HOST_LIMIT_BYTES = 255;
  private static final int DNS_FAILED = 565;
  private static final int TIMED_OUT = 569;

  /// The JDK does not tell how long a name is valid; this is the usual value of its own cache.
  private static final int TTL_S = 30;

  private record Servers(String primary, String secondary) {}

  private final Baseband module;
  private final Internet internet;
  private final Executor threads;
  private final Map<Integer, Servers> servers = new HashMap<>();

  InternetCommands(Baseband module) {
    this(module, new JdkInternet(), Thread::startVirtualThread);
  }

  InternetCommands(Baseband module, Internet internet, Executor threads) {
    this.module = module;
    this.internet = internet;
    this.threads = threads;
  }

  @Override
  public void register(CommandTable table) {
    // AT+QIDNSCFG=<ctx>[,"<pri>"[,"<sec>"]] → OK; without servers +QIDNSCFG: <ctx>,"<pri>","<sec>"
    table.vendor("+QIDNSCFG").test("(1-7),<pridnsaddr>,<secdnsaddr>").write(this::nameServers);
    // AT+QIDNSGIP=<ctx>,"<host>" → OK, +QIURC: "dnsgip",<err>,<count>,<ttl>, +QIURC:
    // "dnsgip","<ip>" …
    table.vendor("+QIDNSGIP").test("(1-7),<hostname>").write(this::lookUp);
    // AT+QPING=<ctx>,"<host>"[,<timeout s>[,<n>]] → OK, one +QPING an echo, +QPING with the sums
    table.vendor("+QPING").test("(1-7),<host>,(1-255),(1-10)").write(this::ping);
    // AT+QNTP=<ctx>,"<server>"[,<port>[,<autoset>[,<retry>[,<interval s>]]]] → OK, +QNTP:
    // <err>[,"<time>"]
    table
        .vendor("+QNTP")
        .test("(1-7),<server>,(1-65535),(0,1),(1-10),(5-60)")
        .write(this::networkTime);
  }

  private static int context(AtArguments values) throws AtException {
    return values.number(0, PdpContexts.FIRST, PdpContexts.LAST);
  }

  private AtReply nameServers(AtArguments values) throws AtException {
    values.atMost(3);
    int context = context(values);
    Servers now =
        servers.getOrDefault(context, new Servers(NameServers.PRIMARY, NameServers.SECONDARY));
    if (values.count() == 1) {
      return AtReply.ok(
          "+QIDNSCFG: %d,\"%s\",\"%s\"".formatted(context, now.primary(), now.secondary()));
    }
    String primary = address(values, 1);
    servers.put(
        context, new Servers(primary, values.has(2) ? address(values, 2) : now.secondary()));
    return AtReply.ok();
  }

  private static String address(AtArguments values, int index) throws AtException {
    String text = values.text(index, 64);
    try {
      InetAddress.ofLiteral(text);
      return text;
    } catch (IllegalArgumentException e) {
      throw AtException.range("value " + (index + 1) + " is no address");
    }
  }

  private String host(AtArguments values) throws AtException {
    return module.settings().destinations().host(values.text(1, HOST_LIMIT_BYTES));
  }

  private AtReply lookUp(AtArguments values) throws AtException {
    values.atMost(2);
    int context = context(values);
    String host = host(values);
    if (!module.contexts().activate(context)) {
      return AtReply.error();
    }
    threads.execute(() -> {
      try {
        List<InetAddress> found = internet.resolve(host);
        tell("+QIURC: \"dnsgip\",0," + found.size() + "," + TTL_S);
        found.forEach(one -> tell("+QIURC: \"dnsgip\",\"" + one.getHostAddress() + "\""));
      } catch (IOException e) {
        failed("dns", host, e);
        tell("+QIURC: \"dnsgip\"," + DNS_FAILED);
      }
    });
    return AtReply.ok();
  }

  private AtReply ping(AtArguments values) throws AtException {
    values.atMost(4);
    int context = context(values);
    String host = host(values);
    var limit = Duration.ofSeconds(values.number(2, 1, 255, 4));
    int count = values.number(3, 1, 10, 4);
    if (!module.contexts().activate(context)) {
      return AtReply.error();
    }
    threads.execute(() -> {
      try {
        InetAddress address = internet.resolve(host).getFirst();
        var echoes = new Echoes(internet, address, limit, this::packets);
        for (int i = 0; i < count; i++) {
          tell(echoes.next());
        }
        tell(echoes.sums());
      } catch (IOException e) {
        failed("ping", host, e);
        tell("+QPING: " + DNS_FAILED);
      }
    });
    return AtReply.ok();
  }

  private AtReply networkTime(AtArguments values) throws AtException {
    values.atMost(6);
    int context = context(values);
    String host = host(values);
    int port = values.number(2, 1, 65535, 123);
    boolean set = values.number(3, 0, 1, 0) == 1;
    int tries = values.number(4, 1, 10, 3);
    var limit = Duration.ofSeconds(values.number(5, 5, 60, 15));
    if (!module.contexts().activate(context)) {
      return AtReply.error();
    }
    threads.execute(() -> askTime(host, port, tries, limit, set));
    return AtReply.ok();
  }

  private void askTime(String host, int port, int tries, Duration limit, boolean set) {
    InetAddress address;
    try {
      address = internet.resolve(host).getFirst();
    } catch (IOException e) {
      failed("ntp", host, e);
      tell("+QNTP: " + DNS_FAILED);
      return;
    }
    for (int i = 0; i < tries; i++) {
      try {
        packets();
        Instant time = internet.time(new InetSocketAddress(address, port), limit);
        module.loop().run(() -> told(time, set));
        return;
      } catch (IOException e) {
        failed("ntp", host, e);
      }
    }
    tell("+QNTP: " + TIMED_OUT);
  }

  /// The answer tells Greenwich time with the network's zone beside it.
  private void told(Instant time, boolean set) {
    int zone = RealTimeClock.NETWORK_ZONE_QUARTERS;
    LocalDateTime utc = LocalDateTime.ofInstant(time, ZoneOffset.UTC);
    if (set) {
      module.clock().set(utc, zone);
    }
    module.urcs().send("+QNTP: 0,\"" + TIME.format(utc) + "+" + zone + "\"");
  }

  /// Something went out and perhaps came back.
  private void packets() {
    module.loop().run(() -> module.radio().uplink());
  }

  private void tell(String urc) {
    module.loop().run(() -> module.urcs().send(urc));
  }

  private void failed(String what, String host, IOException e) {
    LOG.info(
        "device={} event={}-failed host={} reason=\"{}\"",
        module.settings().imei(),
        what,
        host,
        e.getMessage());
  }
}
