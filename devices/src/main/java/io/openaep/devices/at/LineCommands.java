package io.openaep.devices.at;

import io.openaep.devices.at.AtSettings.Kept;
import io.openaep.devices.at.AtSettings.Setting;

/// The basic commands of V.250 and `AT+CMEE`: those that shape the dialogue and need no module. On
/// the loop.
final class LineCommands implements CommandGroup {
  private final LineState state;
  private final AtSettings settings;

  LineCommands(LineState state, AtSettings settings) {
    this.state = state;
    this.settings = settings;
  }

  @Override
  public void register(CommandTable table) {
    // ATE[0|1] echo; without a digit 0, here as everywhere in V.250
    table.basic("E", value -> set(state.echo, value, 1));
    // ATV[0|1] words or numbers
    table.basic("V", value -> set(state.verbose, value, 1));
    // ATQ[0|1] result codes or none
    table.basic("Q", value -> set(state.quiet, value, 1));
    // ATX[0-4] text after CONNECT; this family prints none with any of them
    Setting connectText = settings.add("X", 4, Kept.PROFILE);
    table.basic("X", value -> set(connectText, value, 4));
    // AT&C[0|1] DCD line
    Setting carrierLine = settings.add("&C", 1, Kept.PROFILE);
    table.basic("&C", value -> set(carrierLine, value, 1));
    // AT&D[0|1|2] what DTR means in data mode
    Setting terminalLine = settings.add("&D", 2, Kept.PROFILE);
    table.basic("&D", value -> set(terminalLine, value, 2));
    // ATSn=v → OK; ATSn? → v
    table.basic("S", this::register);
    // AT&F[0] factory settings
    table.basic("&F", value -> act(value, settings::factory));
    // ATZ[0] factory settings, then the saved ones
    table.basic("Z", value -> act(value, settings::restore));
    // AT&W[0] save
    table.basic("&W", value -> act(value, settings::save));
    // AT&V → one "name: value" a line
    table.basic("&V", value -> noValue(value, AtReply.ok(settings.lines())));
    // ATH → OK; ATD…, ATA → NO CARRIER: there is no voice
    table.basic("H", value -> digit(value, 1) >= 0 ? AtReply.ok() : AtReply.error());
    table.basic("D", _ -> AtReply.of(ResultCode.Basic.NO_CARRIER));
    table.basic("A", value -> noValue(value, AtReply.of(ResultCode.Basic.NO_CARRIER)));
    // AT+CMEE=<0-2>
    table
        .standard("+CMEE")
        .test("(0-2)")
        .read(() -> AtReply.ok("+CMEE: " + state.errorLevel.value()))
        .write(values -> {
          values.atMost(1);
          state.errorLevel.set(values.number(0, 0, 2));
          return AtReply.ok();
        });
  }

  private static AtReply set(Setting setting, String value, int high) throws AtException {
    setting.set(digit(value, high));
    return AtReply.ok();
  }

  /// The profile number 0 is the only one.
  private static AtReply act(String value, Runnable action) throws AtException {
    digit(value, 0);
    action.run();
    return AtReply.ok();
  }

  private static AtReply noValue(String value, AtReply reply) throws AtException {
    if (!value.isEmpty()) {
      throw AtException.syntax("takes no value");
    }
    return reply;
  }

  private static int digit(String value, int high) throws AtException {
    if (value.isEmpty()) {
      return 0;
    }
    return number(value, high);
  }

  private static int number(String digits, int high) throws AtException {
    if (digits.length() > 6 || Integer.parseInt(digits) > high) {
      throw AtException.range(digits + " is above " + high);
    }
    return Integer.parseInt(digits);
  }

  /// @param value `3?` or `3=13`
  private AtReply register(String value) throws AtException {
    int mark = value.indexOf('=');
    if (mark < 0) {
      Setting register = state.register(number(value.substring(0, value.length() - 1), 255));
      return AtReply.ok(Integer.toString(register.value()));
    }
    Setting register = state.register(number(value.substring(0, mark), 255));
    register.set(number(value.substring(mark + 1), 255));
    return AtReply.ok();
  }
}
