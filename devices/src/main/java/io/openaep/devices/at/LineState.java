package io.openaep.devices.at;

import io.openaep.devices.at.AtSettings.Kept;
import io.openaep.devices.at.AtSettings.Setting;
import java.util.Map;
import java.util.TreeMap;

/// The settings that shape the dialogue itself, with the factory values of the Quectel AT manual.
/// Shared by the interpreter, its writer and {@link LineCommands}; on the loop.
final class LineState {
  final Setting echo;
  final Setting quiet;
  final Setting verbose;
  final Setting lineEnd;
  final Setting lineFeed;
  final Setting backspace;

  /// `AT+CMEE`: 0 plain, 1 numbers, 2 texts.
  final Setting errorLevel;

  /// The silence around `+++`, in fiftieths of a second.
  final Setting escapeGuard;

  private final Map<Integer, Setting> registers = new TreeMap<>();

  LineState(AtSettings settings) {
    echo = settings.add("E", 1, Kept.PROFILE);
    quiet = settings.add("Q", 0, Kept.PROFILE);
    verbose = settings.add("V", 1, Kept.PROFILE);
    registers.put(0, settings.add("S0", 0, Kept.PROFILE));
    lineEnd = settings.add("S3", '\r', Kept.RESET);
    registers.put(3, lineEnd);
    lineFeed = settings.add("S4", '\n', Kept.RESET);
    registers.put(4, lineFeed);
    backspace = settings.add("S5", 8, Kept.RESET);
    registers.put(5, backspace);
    registers.put(6, settings.add("S6", 2, Kept.RESET));
    registers.put(7, settings.add("S7", 0, Kept.PROFILE));
    registers.put(8, settings.add("S8", 2, Kept.RESET));
    registers.put(10, settings.add("S10", 15, Kept.PROFILE));
    escapeGuard = settings.add("S12", 50, Kept.PROFILE);
    registers.put(12, escapeGuard);
    registers.put(24, settings.add("S24", 0, Kept.RESET));
    errorLevel = settings.add("+CMEE", 1, Kept.RESET);
  }

  /// @throws AtException if there is no such register
  Setting register(int number) throws AtException {
    Setting register = registers.get(number);
    if (register == null) {
      throw AtException.range("there is no register S" + number);
    }
    return register;
  }
}
