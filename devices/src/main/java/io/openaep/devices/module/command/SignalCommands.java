package io.openaep.devices.module.command;

import io.openaep.devices.at.AtArguments;
import io.openaep.devices.at.AtException;
import io.openaep.devices.at.AtReply;
import io.openaep.devices.at.CommandGroup;
import io.openaep.devices.at.CommandTable;
import io.openaep.devices.module.baseband.Baseband;
import io.openaep.devices.module.baseband.Cell;
import io.openaep.devices.module.baseband.Radio;

/// How well the network is heard, and which cell it is (Quectel AT manual, 5.5 to 5.12). On the
/// loop.
final class SignalCommands implements CommandGroup {
  private static final int UNKNOWN = 99;
  private static final int UNKNOWN_LTE = 255;

  private final Radio radio;
  private final Cell cell = Cell.OF_THE_GUIDE;

  SignalCommands(Baseband module) {
    radio = module.radio();
  }

  @Override
  public void register(CommandTable table) {
    // AT+CSQ → +CSQ: <rssi>,<ber>
    table
        .standard("+CSQ")
        .test("(0-31,99),(0-7,99)")
        .execute(() -> AtReply.ok("+CSQ: " + quality(radio)));
    // AT+CESQ → +CESQ: <rxlev>,<ber>,<rscp>,<ecno>,<rsrq>,<rsrp>
    table
        .standard("+CESQ")
        .test("(0-63,99),(0-7,99),(0-96,255),(0-49,255),(0-34,255),(0-97,255)")
        .execute(this::extendedQuality);
    // AT+QCSQ → +QCSQ: "LTE",<rssi>,<rsrp>,<sinr>,<rsrq>
    table.vendor("+QCSQ").test("\"NOSERVICE\",\"LTE\"").execute(this::lteQuality);
    // AT+QENG="servingcell" → 18 fields; "neighbourcell" → no line, the virtual cell stands alone
    table.vendor("+QENG").test("(\"servingcell\",\"neighbourcell\")").write(this::engineering);
    // AT+QNWINFO → +QNWINFO: <act>,<oper>,<band>,<channel>
    table.vendor("+QNWINFO").test().execute(this::network);
  }

  /// `<rssi>,<ber>` as `+CSQ` and `+QIND: "csq"` print them.
  static String quality(Radio radio) {
    return (radio.registered() ? Cell.OF_THE_GUIDE.signalQuality() : UNKNOWN) + "," + UNKNOWN;
  }

  private AtReply extendedQuality() {
    int rsrq = radio.registered() ? cell.rsrqIndex() : UNKNOWN_LTE;
    int rsrp = radio.registered() ? cell.rsrpIndex() : UNKNOWN_LTE;
    return AtReply.ok("+CESQ: 99,99,255,255," + rsrq + "," + rsrp);
  }

  private AtReply lteQuality() {
    if (!radio.registered()) {
      return AtReply.ok("+QCSQ: \"NOSERVICE\"");
    }
    return AtReply.ok(
        "+QCSQ: \"LTE\",%d,%d,%d,%d"
            .formatted(cell.rssiDbm(), cell.rsrpDbm(), cell.sinrDb(), cell.rsrqDb()));
  }

  private AtReply engineering(AtArguments values) throws AtException {
    values.atMost(1);
    return switch (values.key(0)) {
      case "servingcell" -> AtReply.ok("+QENG: \"servingcell\"," + servingCell());
      case "neighbourcell" -> AtReply.ok();
      default -> throw AtException.range("no such cell information");
    };
  }

  private String servingCell() {
    if (!radio.registered()) {
      return "\"SEARCH\"";
    }
    return "\"%s\",\"LTE\",\"FDD\",460,11,%s,%d,%d,%d,%d,%d,%s,%d,%d,%d,%d,%d"
        .formatted(
            radio.connected() ? "CONNECT" : "NOCONN",
            cell.cellId(),
            cell.physicalCell(),
            cell.channel(),
            cell.band(),
            cell.bandwidth(),
            cell.bandwidth(),
            cell.trackingArea(),
            cell.rsrpDbm(),
            cell.rsrqDb(),
            cell.rssiDbm(),
            cell.sinrDb(),
            cell.selection());
  }

  private AtReply network() {
    if (!radio.registered()) {
      return AtReply.ok("+QNWINFO: No Service");
    }
    return AtReply.ok(
        "+QNWINFO: \"FDD LTE\",%s,\"LTE BAND %d\",%d"
            .formatted(cell.numericOperator(), cell.band(), cell.channel()));
  }
}
