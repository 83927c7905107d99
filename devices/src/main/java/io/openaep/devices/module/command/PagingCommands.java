package io.openaep.devices.module.command;

import io.openaep.devices.at.AtArguments;
import io.openaep.devices.at.AtException;
import io.openaep.devices.at.AtReply;
import io.openaep.devices.at.CommandGroup;
import io.openaep.devices.at.CommandTable;
import io.openaep.devices.module.baseband.Baseband;
import io.openaep.devices.module.baseband.PagingCycle;
import java.util.Optional;

/// Extended paging cycles, eDRX (3GPP TS 27.007, 7.40 and 7.41): between two windows the network
/// keeps what it has for the module. On the loop.
final class PagingCommands implements CommandGroup {
  private static final String KEY = "edrx";

  /// `<AcT-type>`: E-UTRAN. NB-IoT (5) is no radio of a Cat.1 module.
  private static final int LTE = 4;

  /// `AT+CEDRXS`, saved.
  private record Requested(int mode, PagingCycle cycle) {
    static final Requested FACTORY = new Requested(0, new PagingCycle("0101"));
  }

  private final Baseband module;

  PagingCommands(Baseband module) {
    this.module = module;
    apply(requested());
  }

  @Override
  public void register(CommandTable table) {
    // AT+CEDRXS=<0 off|1 on|2 on with +CEDRXP|3 factory>[,<AcT>[,"<value>"]]; ? → +CEDRXS:
    // <AcT>,"<value>"
    table
        .standard("+CEDRXS")
        .test("(0-3),(4),(\"0000\"-\"1101\")")
        .read(() -> AtReply.ok("+CEDRXS: " + LTE + ",\"" + requested().cycle().value() + "\""))
        .write(this::request);
    // AT+CEDRXRDP → +CEDRXRDP: <AcT>,"<requested>","<granted>","<window>", or +CEDRXRDP: 0
    table.standard("+CEDRXRDP").test().execute(this::granted);
  }

  private Requested requested() {
    return module.nonVolatile().read(KEY, Requested.class).orElse(Requested.FACTORY);
  }

  private AtReply request(AtArguments values) throws AtException {
    values.atMost(3);
    int mode = values.number(0, 0, 3);
    Requested wanted = Requested.FACTORY;
    if (mode != 3) {
      values.number(1, LTE, LTE, LTE);
      String value = values.has(2) ? values.text(2) : requested().cycle().value();
      if (!PagingCycle.valid(value)) {
        throw AtException.range("a cycle has four binary digits, at most 1101 on LTE");
      }
      wanted = new Requested(mode, new PagingCycle(value));
    }
    module.nonVolatile().write(KEY, wanted);
    apply(wanted);
    if (mode == 2) {
      module.urcs().send("+CEDRXP: " + granted(wanted));
    }
    return AtReply.ok();
  }

  private AtReply granted() {
    Requested now = requested();
    return AtReply.ok("+CEDRXRDP: " + (now.mode() == 0 ? "0" : granted(now)));
  }

  /// The virtual network grants what is asked for, with the shortest window.
  private static String granted(Requested wanted) {
    String value = wanted.cycle().value();
    return LTE + ",\"" + value + "\",\"" + value + "\",\"0000\"";
  }

  private void apply(Requested wanted) {
    module.radio().pagingCycle(wanted.mode() == 0 ? Optional.empty() : Optional.of(wanted.cycle()));
  }
}
