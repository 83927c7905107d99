package io.openaep.devices.module.socket;

import io.openaep.devices.at.AtArguments;
import io.openaep.devices.at.AtException;
import io.openaep.devices.at.AtReply;
import io.openaep.devices.at.CommandGroup;
import io.openaep.devices.at.CommandTable;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/// `AT+QICFG` and `AT+QISDE` (AT reference, 9.1, 9.2).
///
/// Five options describe the radio modem's own TCP and radio stack, in whose place the computer's
/// works here. They are kept and told, because start-up scripts set them, and change nothing.
final class SocketOptionCommands implements CommandGroup {
  /// Options of the stack below, with how they stand at first.
  private static final Map<String, String> OF_THE_STACK =
      Map.of(
          "tcp/retranscfg", "8,6",
          "tcp/keepalive", "0",
          "tcp/twrecycle", "0",
          "udp/sendmode", "0",
          "pdp/retry", "0");

  private final SocketOptions options;
  private final Map<String, String> stack = new TreeMap<>(OF_THE_STACK);

  SocketOptionCommands(SocketOptions options) {
    this.options = options;
  }

  @Override
  public void register(CommandTable table) {
    // AT+QICFG="<key>" → +QICFG: "<key>",<values>; ="<key>",<values> → OK
    table.vendor("+QICFG").test().write(this::option);
    // AT+QISDE? → +QISDE: <echo>; =<0|1> → OK
    table
        .vendor("+QISDE")
        .test("(0,1)")
        .read(() -> AtReply.ok("+QISDE: " + digit(options.echoData)))
        .write(values -> {
          values.atMost(1);
          options.echoData = values.flag(0);
          return AtReply.ok();
        });
  }

  private AtReply option(AtArguments values) throws AtException {
    String key = values.key(0);
    if (values.count() == 1) {
      return AtReply.ok("+QICFG: \"" + key + "\"," + shown(key));
    }
    if (OF_THE_STACK.containsKey(key)) {
      stack.put(key, numbers(values));
    } else {
      set(key, values);
    }
    return AtReply.ok();
  }

  private String shown(String key) throws AtException {
    return switch (key) {
      case "dataformat" -> digit(options.sendHex) + "," + digit(options.receiveHex);
      case "viewmode" -> digit(options.oneLine);
      case "sendinfo" -> digit(options.sendInfo);
      case "close/mode" -> digit(options.closedCode);
      case "recvind" -> digit(options.lengthInCode);
      case "passiveclosed" -> digit(options.freeWhenClosed);
      case "tcp/accept" -> digit(options.accept);
      case "udp/readmode" -> digit(!options.datagramsApart);
      case "formatcfg" -> digit(options.promptLine);
      case "transpktsize" -> Integer.toString(options.packetBytes);
      case "transwaittm" -> Integer.toString(options.packetWaitTenths);
      case "qisend/timeout" -> Long.toString(options.promptIdle.toSeconds());
      default -> {
        String kept = stack.get(key);
        if (kept == null) {
          throw AtException.range("no such option");
        }
        yield kept;
      }
    };
  }

  private void set(String key, AtArguments values) throws AtException {
    values.atMost(key.equals("dataformat") ? 3 : 2);
    switch (key) {
      case "dataformat" -> {
        boolean send = values.flag(1);
        options.receiveHex = values.number(2, 0, 1, options.receiveHex ? 1 : 0) == 1;
        options.sendHex = send;
      }
      case "viewmode" -> options.oneLine = values.flag(1);
      case "sendinfo" -> options.sendInfo = values.flag(1);
      case "close/mode" -> options.closedCode = values.flag(1);
      case "recvind" -> options.lengthInCode = values.flag(1);
      case "passiveclosed" -> options.freeWhenClosed = values.flag(1);
      case "tcp/accept" -> options.accept = values.flag(1);
      case "udp/readmode" -> options.datagramsApart = !values.flag(1);
      case "formatcfg" -> options.promptLine = values.flag(1);
      case "transpktsize" -> options.packetBytes = values.number(1, 1, 1460);
      case "transwaittm" -> options.packetWaitTenths = values.number(1, 0, 20);
      case "qisend/timeout" -> options.promptIdle = Duration.ofSeconds(values.number(1, 0, 120));
      default -> throw AtException.range("no such option");
    }
  }

  private static String numbers(AtArguments values) throws AtException {
    values.atMost(5);
    StringBuilder numbers = new StringBuilder();
    for (int i = 1; i < values.count(); i++) {
      numbers.append(i == 1 ? "" : ",").append(values.number(i, 0, 65535));
    }
    return numbers.toString();
  }

  private static String digit(boolean on) {
    return on ? "1" : "0";
  }
}
