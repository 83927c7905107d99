package io.openaep.devices.module.command;

import io.openaep.devices.at.AtArguments;
import io.openaep.devices.at.AtException;
import io.openaep.devices.at.AtReply;
import io.openaep.devices.at.CmeError;
import io.openaep.devices.at.CommandGroup;
import io.openaep.devices.at.CommandTable;
import io.openaep.devices.module.baseband.Baseband;
import io.openaep.devices.module.baseband.Cell;
import io.openaep.devices.module.baseband.Radio;
import io.openaep.devices.module.baseband.RadioFunction;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/// Which operator, and whether to be in its network at all (Quectel AT manual, 5.1, 5.2, 9.1). On
/// the loop.
final class OperatorCommands implements CommandGroup {
  /// The manual allows 140 to 180 s; nobody waits so long for a virtual network.
  private static final Duration SEARCH = Duration.ofSeconds(20);

  private static final int LTE = 7;

  private final Baseband module;
  private final Radio radio;
  private final Cell cell = Cell.OF_THE_GUIDE;
  private int mode;
  private int format;

  OperatorCommands(Baseband module) {
    this.module = module;
    this.radio = module.radio();
  }

  @Override
  public void register(CommandTable table) {
    // AT+COPS? → +COPS: <mode>[,<format>,"<oper>",<AcT>]
    // AT+COPS=<0 auto|1 manual|2 deregister|3 format|4 either>[,<format>[,"<oper>"[,<AcT>]]]
    // AT+COPS=? → +COPS: (<stat>,"long","short","numeric",<AcT>),,(modes),(formats)
    table
        .standard("+COPS")
        .test(
            "(2,%s,%s,%s,%d),,(0,1,2,3,4),(0,1,2)"
                .formatted(
                    quoted(cell.operator()),
                    quoted(cell.shortOperator()),
                    quoted(cell.numericOperator()),
                    LTE))
        .read(this::current)
        .write(this::select);
    // AT+QSPN → +QSPN: "<long>","<short>","<SPN>",<alphabet>,"<PLMN>"
    table
        .vendor("+QSPN")
        .test()
        .execute(() ->
            radio.registered()
                ? AtReply.ok(
                    "+QSPN: %s,%s,\"\",0,%s"
                        .formatted(
                            quoted(cell.operator()),
                            quoted(cell.shortOperator()),
                            quoted(cell.numericOperator())))
                : AtReply.error(CmeError.NO_NETWORK_SERVICE));
    // AT+CGATT=<0|1> → OK within 140 s; ? → +CGATT: <state>
    table
        .standard("+CGATT")
        .test("(0,1)")
        .read(() -> AtReply.ok("+CGATT: " + (radio.registered() ? 1 : 0)))
        .write(values -> {
          values.atMost(1);
          return values.flag(0) ? attach() : detach();
        });
  }

  private AtReply current() {
    if (!radio.registered()) {
      return AtReply.ok("+COPS: " + mode);
    }
    String name =
        switch (format) {
          case 1 -> cell.shortOperator();
          case 2 -> cell.numericOperator();
          default -> cell.operator();
        };
    return AtReply.ok("+COPS: %d,%d,%s,%d".formatted(mode, format, quoted(name), LTE));
  }

  private AtReply select(AtArguments values) throws AtException {
    values.atMost(4);
    int wanted = values.number(0, 0, 4);
    int wantedFormat = values.number(1, 0, 2, format);
    values.optionalNumber(3, 0, 9);
    if ((wanted == 1 || wanted == 4) && !isOurs(values.text(2))) {
      return AtReply.error(CmeError.NO_NETWORK_SERVICE);
    }
    format = wantedFormat;
    if (wanted == 3) {
      return AtReply.ok();
    }
    mode = wanted;
    return wanted == 2 ? detach() : attach();
  }

  private boolean isOurs(String name) {
    return name.equalsIgnoreCase(cell.operator())
        || name.equalsIgnoreCase(cell.shortOperator())
        || name.equals(cell.numericOperator());
  }

  private AtReply attach() {
    if (radio.function() != RadioFunction.FULL) {
      return AtReply.error(CmeError.OPERATION_NOT_ALLOWED);
    }
    radio.attach(true);
    return AtReply.later(
        radio
            .registeredWithin(SEARCH)
            .thenApply(registered ->
                registered ? AtReply.ok() : AtReply.error(CmeError.NO_NETWORK_SERVICE)));
  }

  private AtReply detach() {
    radio.attach(false);
    var done = new CompletableFuture<AtReply>();
    module.loop().after(module.settings().timing().detach(), () -> done.complete(AtReply.ok()));
    return AtReply.later(done);
  }

  private static String quoted(String text) {
    return '"' + text + '"';
  }
}
