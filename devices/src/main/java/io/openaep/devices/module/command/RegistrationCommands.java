package io.openaep.devices.module.command;

import io.openaep.devices.at.AtArguments;
import io.openaep.devices.at.AtException;
import io.openaep.devices.at.AtReply;
import io.openaep.devices.at.AtSettings.Kept;
import io.openaep.devices.at.AtSettings.Setting;
import io.openaep.devices.at.CmeError;
import io.openaep.devices.at.CommandGroup;
import io.openaep.devices.at.CommandTable;
import io.openaep.devices.module.baseband.Baseband;
import io.openaep.devices.module.baseband.Cell;
import io.openaep.devices.module.baseband.PsmTimers;
import io.openaep.devices.module.baseband.Radio;
import io.openaep.devices.module.baseband.RadioListener;
import java.util.ArrayList;
import java.util.List;

/// Whether the network has the module, and whether it is connected right now (3GPP TS 27.007, 7.2,
/// 10.1.22 and 10.1.30). On LTE all three registrations are one. On the loop.
final class RegistrationCommands implements CommandGroup, RadioListener {
  /// `<AcT>` of LTE.
  private static final int LTE = 7;

  /// One of `+CREG`, `+CGREG`, `+CEREG` and which codes the host wants of it.
  private record Report(String name, Setting wanted) {}

  private final Baseband module;
  private final Radio radio;
  private final List<Report> reports = new ArrayList<>();
  private boolean connectionReports;

  RegistrationCommands(Baseband module) {
    this.module = module;
    this.radio = module.radio();
    radio.listen(this);
  }

  @Override
  public void register(CommandTable table) {
    // AT+CREG=<0-2>, AT+CGREG=<0-2>, AT+CEREG=<0-2,4>; ? → <n>,<stat>[,"<tac>","<ci>",<AcT>]
    registration(table, "+CREG", "(0-2)");
    registration(table, "+CGREG", "(0-2)");
    registration(table, "+CEREG", "(0-2,4)");
    // AT+CSCON=<0|1>; ? → +CSCON: <n>,<mode>
    table
        .standard("+CSCON")
        .test("(0,1)")
        .read(() ->
            AtReply.ok(
                "+CSCON: " + (connectionReports ? 1 : 0) + "," + (radio.connected() ? 1 : 0)))
        .write(values -> {
          values.atMost(1);
          connectionReports = values.flag(0);
          return AtReply.ok();
        });
  }

  private void registration(CommandTable table, String name, String ranges) {
    var report = new Report(name, module.atSettings().add(name, 0, Kept.PROFILE));
    reports.add(report);
    int high = name.equals("+CEREG") ? 4 : 2;
    table
        .standard(name)
        .test(ranges)
        .read(() -> AtReply.ok(name + ": " + report.wanted().value() + "," + status(report)))
        .write(values -> set(report, values, high));
  }

  private static AtReply set(Report report, AtArguments values, int high) throws AtException {
    values.atMost(1);
    int wanted = values.number(0, 0, high);
    if (wanted == 3) {
      return AtReply.error(CmeError.INCORRECT_PARAMETERS);
    }
    report.wanted().set(wanted);
    return AtReply.ok();
  }

  /// `<stat>`, with the place from level 2 on and the granted timers of PSM at level 4.
  private String status(Report report) {
    int stat = radio.status().number();
    if (report.wanted().value() < 2 || !radio.registered()) {
      return Integer.toString(stat);
    }
    Cell cell = Cell.OF_THE_GUIDE;
    String place = stat + ",\"" + cell.trackingArea() + "\",\"" + cell.cellId() + "\"," + LTE;
    return report.wanted().value() == 4 ? place + timers() : place;
  }

  private String timers() {
    return module
        .sleep()
        .psm()
        .map(psm -> {
          PsmTimers granted = psm.timers();
          return ",,,\"" + granted.active() + "\",\"" + granted.trackingArea() + "\"";
        })
        .orElse("");
  }

  @Override
  public void registrationChanged() {
    for (Report report : reports) {
      if (report.wanted().on()) {
        module.urcs().send(report.name() + ": " + status(report));
      }
    }
  }

  @Override
  public void connectionChanged(boolean connected) {
    if (connectionReports) {
      module.urcs().send("+CSCON: " + (connected ? 1 : 0));
    }
  }
}
