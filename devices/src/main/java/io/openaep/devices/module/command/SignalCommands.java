package io.openaep.devices.module.command;

import io.openaep.devices.at.AtArguments;
import io.openaep.devices.at.AtException;
import io.openaep.devices.at.AtReply;
import io.openaep.devices.at.CommandGroup;
import io.openaep.devices.at.CommandTable;
import io.openaep.devices.module.baseband.Baseband;
import io.openaep.devices.module.baseband.Radio;

/// How well the network is heard, and which cell it is (Quectel AT manual, 5.5 to 5.12). The
/// virtual cell is the one of the design guide. On the loop.
final class SignalCommands implements CommandGroup {
  private static final String SERVING_CELL =
      "\"LTE\",\"FDD\",460,11,5A2890B,475,1650,3,5,5,DF5C,-102,-9,-73,16,19";

  private final Radio radio;

  SignalCommands(Baseband module) {
    radio = module.radio();
  }

  @Override
  public void register(CommandTable table) {
    // AT+CSQ → +CSQ: <rssi>,<ber>
    table
        .standard("+CSQ")
        .test("(0-31,99),(0-7,99)")
        .execute(() -> AtReply.ok(radio.registered() ? "+CSQ: 28,99" : "+CSQ: 99,99"));
    // AT+CESQ → +CESQ: <rxlev>,<ber>,<rscp>,<ecno>,<rsrq>,<rsrp>
    table
        .standard("+CESQ")
        .test("(0-63,99),(0-7,99),(0-96,255),(0-49,255),(0-34,255),(0-97,255)")
        .execute(() ->
            AtReply.ok(
                radio.registered()
                    ? "+CESQ: 99,99,255,255,22,39"
                    : "+CESQ: 99,99,255,255,255,255"));
    // AT+QCSQ → +QCSQ: "LTE",<rssi>,<rsrp>,<sinr>,<rsrq>
    table
        .vendor("+QCSQ")
        .test("\"NOSERVICE\",\"LTE\"")
        .execute(() ->
            AtReply.ok(
                radio.registered() ? "+QCSQ: \"LTE\",-73,-102,16,-9" : "+QCSQ: \"NOSERVICE\""));
    // AT+QENG="servingcell" → 18 fields; "neighbourcell" → no line, the virtual cell stands alone
    table.vendor("+QENG").test("(\"servingcell\",\"neighbourcell\")").write(this::engineering);
    // AT+QNWINFO → +QNWINFO: <act>,<oper>,<band>,<channel>
    table
        .vendor("+QNWINFO")
        .test()
        .execute(() ->
            AtReply.ok(
                radio.registered()
                    ? "+QNWINFO: \"FDD LTE\",46011,\"LTE BAND 3\",1650"
                    : "+QNWINFO: No Service"));
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
    return (radio.connected() ? "\"CONNECT\"," : "\"NOCONN\",") + SERVING_CELL;
  }
}
