package io.openaep.devices.module.command;

import io.openaep.devices.at.AtException;
import io.openaep.devices.at.AtReply;
import io.openaep.devices.at.CommandGroup;
import io.openaep.devices.at.CommandTable;
import io.openaep.devices.module.baseband.Baseband;
import io.openaep.devices.module.baseband.ModuleSettings;

/// Who made the module and which one it is (Quectel AT manual, 2.1 to 2.10). On the loop.
final class IdentityCommands implements CommandGroup {
  private static final String MANUFACTURER = "Quectel";

  private final ModuleSettings settings;

  IdentityCommands(Baseband module) {
    settings = module.settings();
  }

  @Override
  public void register(CommandTable table) {
    // ATI → manufacturer, model, revision
    table.basic("I", this::identification);
    // AT+CGMI, AT+GMI → Quectel
    line(table, "+CGMI", MANUFACTURER);
    line(table, "+GMI", MANUFACTURER);
    // AT+CGMM, AT+GMM → EC800E
    line(table, "+CGMM", settings.model());
    line(table, "+GMM", settings.model());
    // AT+CGMR, AT+GMR → <revision>
    line(table, "+CGMR", settings.revision());
    line(table, "+GMR", settings.revision());
    // AT+QGMR → <revision>_<sub>
    line(table, "+QGMR", settings.revision() + "_01.001.01.001");
    // AT+CSUB → SubEdition: V01
    line(table, "+CSUB", "SubEdition: V01");
    // AT+CGSN, AT+GSN → <IMEI>; =0 → +CGSN: "<SN>"; =1 → +CGSN: "<IMEI>"
    serialNumber(table, "+CGSN");
    serialNumber(table, "+GSN");
  }

  private static void line(CommandTable table, String name, String text) {
    table.standard(name).test().execute(() -> AtReply.ok(text));
  }

  private void serialNumber(CommandTable table, String name) {
    table
        .standard(name)
        .test("(0,1)")
        .execute(() -> AtReply.ok(settings.imei()))
        .write(values -> {
          values.atMost(1);
          String number = values.flag(0) ? settings.imei() : serial();
          return AtReply.ok(name + ": \"" + number + "\"");
        });
  }

  /// The number on the label of the virtual module: the part of the IMEI that counts devices.
  private String serial() {
    return "VM" + settings.imei().substring(8);
  }

  private AtReply identification(String value) throws AtException {
    if (!value.isEmpty() && !value.equals("0")) {
      throw AtException.range("there is only ATI");
    }
    return AtReply.ok(MANUFACTURER, settings.model(), "Revision: " + settings.revision());
  }
}
