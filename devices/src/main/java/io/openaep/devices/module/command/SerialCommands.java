package io.openaep.devices.module.command;

import io.openaep.devices.at.AtArguments;
import io.openaep.devices.at.AtException;
import io.openaep.devices.at.AtReply;
import io.openaep.devices.at.AtSettings;
import io.openaep.devices.at.AtSettings.Kept;
import io.openaep.devices.at.AtSettings.Setting;
import io.openaep.devices.at.CommandGroup;
import io.openaep.devices.at.CommandTable;
import io.openaep.devices.module.baseband.Baseband;
import java.util.List;
import java.util.Set;

/// The serial line and its alphabet (Quectel AT manual, 2.22 to 2.28). A virtual port has no rate:
/// the numbers are kept and told. On the loop.
final class SerialCommands implements CommandGroup {
  private static final Set<Integer> RATES =
      Set.of(0, 4800, 9600, 19200, 38400, 57600, 115200, 230400, 460800, 921600);
  private static final List<String> ALPHABETS = List.of("GSM", "IRA", "UCS2");

  private final Setting rate;
  private final Setting toHost;
  private final Setting fromHost;
  private final Setting alphabet;

  SerialCommands(Baseband module) {
    AtSettings settings = module.atSettings();
    rate = settings.add("+IPR", 115200, Kept.SAVED);
    toHost = settings.add("+IFC host", 0, Kept.SAVED);
    fromHost = settings.add("+IFC module", 0, Kept.SAVED);
    alphabet = settings.add("+CSCS", 0, Kept.RESET);
  }

  @Override
  public void register(CommandTable table) {
    // AT+IPR=<rate>
    table
        .standard("+IPR")
        .test("(),(0,4800,9600,19200,38400,57600,115200,230400,460800,921600)")
        .read(() -> AtReply.ok("+IPR: " + rate.value()))
        .write(this::setRate);
    // AT+IFC=<0|2>,<0|2>: none, hardware
    table
        .standard("+IFC")
        .test("(0,2),(0,2)")
        .read(() -> AtReply.ok("+IFC: " + toHost.value() + "," + fromHost.value()))
        .write(this::setFlowControl);
    // AT+ICF=3[,3]: 8N1 only
    table
        .standard("+ICF")
        .test("(3),(3)")
        .read(() -> AtReply.ok("+ICF: 3,3"))
        .write(values -> {
          values.atMost(2);
          values.number(0, 3, 3);
          values.number(1, 3, 3, 3);
          return AtReply.ok();
        });
    // AT+CSCS="<GSM|IRA|UCS2>"
    table
        .standard("+CSCS")
        .test("(\"GSM\",\"IRA\",\"UCS2\")")
        .read(() -> AtReply.ok("+CSCS: \"" + ALPHABETS.get(alphabet.value()) + "\""))
        .write(this::setAlphabet);
  }

  private AtReply setRate(AtArguments values) throws AtException {
    values.atMost(1);
    int wanted = values.number(0, 0, 921600);
    if (!RATES.contains(wanted)) {
      throw AtException.range(wanted + " is no rate of this module");
    }
    rate.set(wanted);
    return AtReply.ok();
  }

  private AtReply setFlowControl(AtArguments values) throws AtException {
    values.atMost(2);
    int host = flowControl(values, 0);
    int module = flowControl(values, 1);
    toHost.set(host);
    fromHost.set(module);
    return AtReply.ok();
  }

  private static int flowControl(AtArguments values, int index) throws AtException {
    int wanted = values.number(index, 0, 2);
    if (wanted == 1) {
      throw AtException.range("software flow control is not there");
    }
    return wanted;
  }

  private AtReply setAlphabet(AtArguments values) throws AtException {
    values.atMost(1);
    int wanted = ALPHABETS.indexOf(values.text(0));
    if (wanted < 0) {
      throw AtException.range("no such alphabet");
    }
    alphabet.set(wanted);
    return AtReply.ok();
  }
}
