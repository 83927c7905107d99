package io.openaep.devices.module.command;

import io.openaep.devices.at.AtArguments;
import io.openaep.devices.at.AtException;
import io.openaep.devices.at.AtReply;
import io.openaep.devices.at.CommandGroup;
import io.openaep.devices.at.CommandTable;
import io.openaep.devices.module.baseband.Baseband;
import io.openaep.devices.module.baseband.Configuration;
import io.openaep.devices.module.baseband.RadioListener;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// `AT+QCFG` and where unsolicited codes go (Quectel AT manual, 2.24 and the QCFG chapters).
/// Several keys are stored for drivers that set them; which ones do something, {@link
/// Configuration} says. On the loop.
final class ConfigurationCommands implements CommandGroup, RadioListener {
  /// One key: its values, and what it has at first.
  private record Option(List<ConfigurationValue> values, List<String> factory) {}

  private static final ConfigurationValue PORT =
      ConfigurationValue.words("usbat", "usbmodem", "uart1", "all");
  private static final List<ConfigurationValue> RING =
      List.of(
          ConfigurationValue.words("off", "pulse", "always", "auto", "wave"),
          ConfigurationValue.number(1, 2000),
          ConfigurationValue.number(1, 5));
  private static final String URC_PORT = "urc/port";

  private static final Map<String, Option> OPTIONS =
      Map.ofEntries(
          Map.entry(URC_PORT, new Option(List.of(PORT), List.of("\"usbat\""))),
          flag(Configuration.PSM_URCS),
          flag(Configuration.URC_CACHE),
          Map.entry(
              Configuration.URC_DELAY,
              new Option(List.of(ConfigurationValue.number(0, 10000)), List.of("0"))),
          Map.entry(Configuration.RING, new Option(RING, List.of("\"pulse\""))),
          Map.entry("urc/ri/ring", new Option(RING, List.of("\"pulse\""))),
          Map.entry("urc/ri/smsincoming", new Option(RING, List.of("\"pulse\""))),
          Map.entry(
              "risignaltype",
              new Option(
                  List.of(ConfigurationValue.words("respective", "physical")),
                  List.of("\"respective\""))),
          Map.entry(
              "nwscanmode", new Option(List.of(ConfigurationValue.oneOf(0, 3)), List.of("0"))),
          Map.entry(
              "band",
              new Option(
                  List.of(
                      ConfigurationValue.mask(),
                      ConfigurationValue.mask(),
                      ConfigurationValue.mask()),
                  List.of("0x0", "0x1a0000000095", "0x0"))),
          Map.entry(
              "servicedomain", new Option(List.of(ConfigurationValue.number(1, 2)), List.of("1"))),
          stored("pdp/duplicatechk"),
          stored("apready"),
          stored("ledmode"),
          stored("airplanecontrol"),
          stored("usbnet"),
          stored("ims"),
          stored("lwm2m/lifetime"),
          stored("lwm2m/bindingmode"));

  /// Kinds of `+QIND` and whether they are on at first.
  private static final Map<String, Integer> INDICATIONS =
      Map.of("all", 1, "csq", 0, "smsfull", 0, "ring", 0, "smsincoming", 1, "act", 0, "ccinfo", 0);

  private final Baseband module;
  private final Configuration configuration;

  ConfigurationCommands(Baseband module) {
    this.module = module;
    this.configuration = module.configuration();
    module.radio().listen(this);
  }

  private static Map.Entry<String, Option> flag(String key) {
    return Map.entry(key, new Option(List.of(ConfigurationValue.number(0, 1)), List.of("0")));
  }

  /// A key that drivers set and that means nothing to a virtual module.
  private static Map.Entry<String, Option> stored(String key) {
    ConfigurationValue any = ConfigurationValue.number(0, Integer.MAX_VALUE);
    return Map.entry(key, new Option(List.of(any, any, any), List.of("0")));
  }

  @Override
  public void register(CommandTable table) {
    // AT+QCFG="<key>"[,<values>] → OK, or without values +QCFG: "<key>",<values>
    table.vendor("+QCFG").test().write(this::configure);
    // AT+QURCCFG="urcport"[,"<port>"] → OK, or +QURCCFG: "urcport","<port>"
    table
        .vendor("+QURCCFG")
        .test("\"urcport\",(\"usbat\",\"usbmodem\",\"uart1\",\"all\")")
        .write(this::urcPort);
    // AT+QINDCFG="<type>"[,<enable>[,<save>]] → OK, or +QINDCFG: "<type>",<enable>
    table
        .vendor("+QINDCFG")
        .test("\"all\",\"csq\",\"smsfull\",\"ring\",\"smsincoming\",\"act\",\"ccinfo\",\"psm\"")
        .write(this::indication);
  }

  private AtReply configure(AtArguments values) throws AtException {
    String key = values.key(0);
    String stored = key.equals("psm/urc") ? Configuration.PSM_URCS : key;
    Option option = OPTIONS.get(stored);
    if (option == null) {
      throw AtException.range("no such option");
    }
    if (values.count() == 1) {
      String all = String.join(",", configuration.values(stored, option.factory()));
      return AtReply.ok("+QCFG: \"" + key + "\"," + all);
    }
    values.atMost(option.values().size() + 1);
    configuration.set(stored, taken(values, option));
    return AtReply.ok();
  }

  private static List<String> taken(AtArguments values, Option option) throws AtException {
    List<String> taken = new ArrayList<>();
    for (int i = 1; i < values.count(); i++) {
      taken.add(option.values().get(i - 1).take(values, i));
    }
    return taken;
  }

  private AtReply urcPort(AtArguments values) throws AtException {
    values.atMost(2);
    if (!values.key(0).equals("urcport")) {
      throw AtException.range("only urcport is known");
    }
    if (values.count() == 1) {
      return AtReply.ok(
          "+QURCCFG: \"urcport\","
              + configuration.values(URC_PORT, List.of("\"usbat\"")).getFirst());
    }
    configuration.set(URC_PORT, List.of(PORT.take(values, 1)));
    return AtReply.ok();
  }

  private AtReply indication(AtArguments values) throws AtException {
    values.atMost(3);
    String type = values.key(0);
    String key = type.equals("psm") ? Configuration.PSM_URCS : "qind/" + type;
    if (!type.equals("psm") && !INDICATIONS.containsKey(type)) {
      throw AtException.range("no such indication");
    }
    if (values.count() == 1) {
      return AtReply.ok("+QINDCFG: \"" + type + "\"," + (indicated(type, key) ? 1 : 0));
    }
    int enable = values.number(1, 0, 1);
    values.number(2, 0, 1, 1); // settings of this module are always saved
    configuration.set(key, List.of(Integer.toString(enable)));
    return AtReply.ok();
  }

  private boolean indicated(String type, String key) {
    String factory = Integer.toString(INDICATIONS.getOrDefault(type, 0));
    return configuration.values(key, List.of(factory)).getFirst().equals("1");
  }

  private boolean indicated(String type) {
    return indicated("all", "qind/all") && indicated(type, "qind/" + type);
  }

  @Override
  public void registrationChanged() {
    if (indicated("csq")) {
      module.urcs().send("+QIND: \"csq\"," + SignalCommands.quality(module.radio()));
    }
    if (indicated("act") && module.radio().registered()) {
      module.urcs().send("+QIND: \"act\",\"LTE\"");
    }
  }
}
