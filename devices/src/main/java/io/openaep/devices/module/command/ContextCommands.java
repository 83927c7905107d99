package io.openaep.devices.module.command;

import io.openaep.devices.at.AtArguments;
import io.openaep.devices.at.AtException;
import io.openaep.devices.at.AtReply;
import io.openaep.devices.at.CommandGroup;
import io.openaep.devices.at.CommandTable;
import io.openaep.devices.module.baseband.Baseband;
import io.openaep.devices.module.baseband.PdpContexts;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/// Packet contexts of the TCP/IP commands (Quectel TCP/IP note, 2.1). On the loop.
final class ContextCommands implements CommandGroup {
  private static final int TEXT_LIMIT_BYTES = 127;

  /// Result of the commands with a later answer, and their `<err>` when there is no network.
  private static final int DONE = 0;

  private static final int OPEN_FAILED = 561;

  /// `AT+QICSGP`.
  private record Access(int type, String apn, String user, String password, int authentication) {
    static final Access FACTORY = new Access(1, "", "", "", 0);
  }

  private final Baseband module;
  private final PdpContexts contexts;
  private final PdpAddresses addresses;
  private final Map<Integer, Access> accesses = new TreeMap<>();

  ContextCommands(Baseband module) {
    this.module = module;
    this.contexts = module.contexts();
    this.addresses = new PdpAddresses(module.settings().address());
    contexts.lost(context -> module.urcs().send("+QIURC: \"pdpdeact\"," + context));
  }

  @Override
  public void register(CommandTable table) {
    // AT+QICSGP=<ctx>[,<type>,"<apn>"[,"<user>","<pw>"[,<auth>]]]
    table
        .vendor("+QICSGP")
        .test("(1-7),(1-3),<APN>,<username>,<password>,(0-3)")
        .write(this::access);
    // AT+QIACT=<ctx> → OK, also if it is active; ? → +QIACT: <ctx>,1,<type>,"<ip>"
    table
        .vendor("+QIACT")
        .test("(1-7)")
        .read(() -> AtReply.ok(contexts.active().stream().map(this::line).toList()))
        .write(values -> {
          values.atMost(1);
          return contexts.activate(context(values)) ? AtReply.ok() : AtReply.error();
        });
    // AT+QIACTEX=<ctx>[,<view>] → OK, +QIACTEX: <ctx>,<err>[,<type>,"<ip>"]
    table.vendor("+QIACTEX").test("(1-7),(0,1)").write(this::activateLater);
    // AT+QIDEACT=<ctx> → OK within 40 s, also if it is not active
    table.vendor("+QIDEACT").test("(1-7)").write(this::deactivate);
    // AT+QIDEACTEX=<ctx> → OK, +QIDEACTEX: <ctx>,<err>
    table.vendor("+QIDEACTEX").test("(1-7)").write(this::deactivateLater);
  }

  private static int context(AtArguments values) throws AtException {
    return values.number(0, PdpContexts.FIRST, PdpContexts.LAST);
  }

  private AtReply access(AtArguments values) throws AtException {
    values.atMost(6);
    int context = context(values);
    Access now = accesses.getOrDefault(context, Access.FACTORY);
    if (values.count() == 1) {
      return AtReply.ok(
          "+QICSGP: %d,\"%s\",\"%s\",\"%s\",%d"
              .formatted(now.type(), now.apn(), now.user(), now.password(), now.authentication()));
    }
    accesses.put(
        context,
        new Access(
            values.number(1, 1, 3),
            values.text(2, TEXT_LIMIT_BYTES),
            values.has(3) ? values.text(3, TEXT_LIMIT_BYTES) : now.user(),
            values.has(4) ? values.text(4, TEXT_LIMIT_BYTES) : now.password(),
            values.number(5, 0, 3, now.authentication())));
    return AtReply.ok();
  }

  private String line(int context) {
    return "+QIACT: " + context + ",1," + typeAndAddress(context);
  }

  private String typeAndAddress(int context) {
    int type = accesses.getOrDefault(context, Access.FACTORY).type();
    String shown =
        switch (type) {
          case 1 -> '"' + addresses.v4() + '"';
          case 2 -> '"' + addresses.v6() + '"';
          default -> '"' + addresses.v4() + "\",\"" + addresses.v6() + '"';
        };
    return type + "," + shown;
  }

  private AtReply activateLater(AtArguments values) throws AtException {
    values.atMost(2);
    int context = context(values);
    boolean view = values.number(1, 0, 1, 0) == 1;
    boolean active = contexts.activate(context);
    String result = "+QIACTEX: " + context + "," + (active ? DONE : OPEN_FAILED);
    module.urcs().send(active && view ? result + "," + typeAndAddress(context) : result);
    return AtReply.ok();
  }

  private AtReply deactivate(AtArguments values) throws AtException {
    values.atMost(1);
    int context = context(values);
    if (!contexts.active().contains(context)) {
      return AtReply.ok();
    }
    contexts.deactivate(context);
    var done = new CompletableFuture<AtReply>();
    module.loop().after(module.settings().timing().detach(), () -> done.complete(AtReply.ok()));
    return AtReply.later(done);
  }

  private AtReply deactivateLater(AtArguments values) throws AtException {
    values.atMost(1);
    int context = context(values);
    contexts.deactivate(context);
    module
        .loop()
        .after(
            module.settings().timing().detach(),
            () -> module.urcs().send("+QIDEACTEX: " + context + "," + DONE));
    return AtReply.ok();
  }
}
