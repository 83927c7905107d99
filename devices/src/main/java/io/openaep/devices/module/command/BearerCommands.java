package io.openaep.devices.module.command;

import io.openaep.devices.at.AtArguments;
import io.openaep.devices.at.AtException;
import io.openaep.devices.at.AtReply;
import io.openaep.devices.at.CommandGroup;
import io.openaep.devices.at.CommandTable;
import io.openaep.devices.at.ResultCode;
import io.openaep.devices.module.baseband.Baseband;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// Packet contexts as 3GPP knows them (TS 27.007, 10.1). The first is the default bearer, which is
/// up with the registration. On the loop.
final class BearerCommands implements CommandGroup {
  private static final int LAST = 15;
  private static final String KEY = "bearers";
  private static final Set<String> TYPES = Set.of("IP", "IPV6", "IPV4V6", "PPP");

  /// One line of `+CGDCONT`; the numbers are header compression and address allocation, stored
  /// only.
  private record Definition(String type, String apn, String address, List<Integer> numbers) {
    String line(int cid) {
      var line = new StringBuilder("+CGDCONT: ").append(cid);
      line.append(",\"%s\",\"%s\",\"%s\"".formatted(type, apn, address));
      numbers.forEach(number -> line.append(',').append(number));
      return line.toString();
    }
  }

  private record Definitions(Map<Integer, Definition> byId) {}

  private static final Definition FACTORY =
      new Definition("IPV4V6", "ctnet", "0.0.0.0", List.of(0, 0, 0, 0));

  private final Baseband module;
  private final PdpAddresses addresses;
  private final Map<Integer, Definition> definitions;

  BearerCommands(Baseband module) {
    this.module = module;
    this.addresses = new PdpAddresses(module.settings().address());
    this.definitions =
        new TreeMap<>(
            module
                .nonVolatile()
                .read(KEY, Definitions.class)
                .orElse(new Definitions(Map.of(1, FACTORY)))
                .byId());
  }

  @Override
  public void register(CommandTable table) {
    // AT+CGDCONT=<cid>[,"<type>"[,"<apn>"[,"<addr>"[,<dcomp>[,<hcomp>[,<ipv4alloc>[,<req>]]]]]]]
    table
        .standard("+CGDCONT")
        .test("(1-15),\"IP\",,,(0-2),(0-4),(0,1),(0-2)")
        .read(() ->
            AtReply.ok(
                definitions.entrySet().stream()
                    .map(entry -> entry.getValue().line(entry.getKey()))
                    .toList()))
        .write(this::define);
    // AT+CGACT=<state>[,<cid>…]; ? → +CGACT: <cid>,<state>
    table
        .standard("+CGACT")
        .test("(0,1)")
        .read(() -> AtReply.ok(ids().stream().map(this::activity).toList()))
        .write(this::activate);
    // AT+CGPADDR[=<cid>…] → +CGPADDR: <cid>,"<addr>"
    table
        .standard("+CGPADDR")
        .test("(1-15)")
        .execute(() -> AtReply.ok(ids().stream().filter(this::active).map(this::address).toList()))
        .write(this::addressesOf);
    // AT+CGCONTRDP[=<cid>] → +CGCONTRDP: <cid>,<bearer>,"<apn>","<addr>","<gw>","<dns1>","<dns2>"
    table
        .standard("+CGCONTRDP")
        .test("(1-15)")
        .execute(() -> AtReply.ok(ids().stream().filter(this::active).map(this::dynamic).toList()))
        .write(values -> {
          values.atMost(1);
          int cid = values.number(0, 1, LAST);
          return active(cid) ? AtReply.ok(dynamic(cid)) : AtReply.ok();
        });
    // AT+CGAUTH=<cid>[,<0-2>,"<user>","<pw>"]: the virtual network lets everyone in
    table.standard("+CGAUTH").test("(1-15),(0-2),,").write(BearerCommands::authentication);
  }

  private AtReply define(AtArguments values) throws AtException {
    values.atMost(8);
    int cid = values.number(0, 1, LAST);
    if (values.count() == 1) {
      definitions.remove(cid);
    } else {
      String type = values.text(1);
      if (!TYPES.contains(type)) {
        throw AtException.range("no such type of context");
      }
      List<Integer> numbers = new ArrayList<>();
      for (int i = 4; i < 8; i++) {
        numbers.add(values.number(i, 0, 4, 0));
      }
      String apn = values.has(2) ? values.text(2, 100) : "";
      String address = values.has(3) ? values.text(3, 64) : FACTORY.address();
      definitions.put(cid, new Definition(type, apn, address, List.copyOf(numbers)));
    }
    module.nonVolatile().write(KEY, new Definitions(Map.copyOf(definitions)));
    return AtReply.ok();
  }

  /// Defined or active, in order.
  private SortedSet<Integer> ids() {
    SortedSet<Integer> ids = new TreeSet<>(definitions.keySet());
    ids.addAll(module.contexts().active());
    return ids;
  }

  private boolean active(int cid) {
    return module.radio().registered() && (cid == 1 || module.contexts().active().contains(cid));
  }

  private String activity(int cid) {
    return "+CGACT: " + cid + "," + (active(cid) ? 1 : 0);
  }

  private AtReply activate(AtArguments values) throws AtException {
    values.atMost(LAST + 1);
    boolean up = values.flag(0);
    List<Integer> cids = new ArrayList<>();
    for (int i = 1; i < values.count(); i++) {
      cids.add(values.number(i, 1, LAST));
    }
    for (int cid : cids.isEmpty() ? ids() : cids) {
      if (!up) {
        module.contexts().deactivate(cid);
      } else if (!module.contexts().activate(cid)) {
        return AtReply.of(ResultCode.Basic.NO_CARRIER);
      }
    }
    return AtReply.ok();
  }

  private AtReply addressesOf(AtArguments values) throws AtException {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < values.count(); i++) {
      lines.add(address(values.number(i, 1, LAST)));
    }
    return AtReply.ok(lines);
  }

  private String address(int cid) {
    String shown = active(cid) ? addresses.v4() : "0.0.0.0";
    return "+CGPADDR: " + cid + ",\"" + shown + "\"";
  }

  private String dynamic(int cid) {
    Definition definition = definitions.getOrDefault(cid, FACTORY);
    return "+CGCONTRDP: %d,%d,\"%s\",\"%s\",\"\",\"%s\",\"%s\""
        .formatted(
            cid,
            cid + 4,
            definition.apn(),
            addresses.v4(),
            NameServers.PRIMARY,
            NameServers.SECONDARY);
  }

  private static AtReply authentication(AtArguments values) throws AtException {
    values.atMost(4);
    values.number(0, 1, LAST);
    int method = values.number(1, 0, 2, 0);
    if (method != 0) {
      values.text(2, 127);
      values.text(3, 127);
    }
    return AtReply.ok();
  }
}
