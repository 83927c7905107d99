package io.openaep.devices.module.command;

import io.openaep.devices.at.AtArguments;
import io.openaep.devices.at.AtException;
import io.openaep.devices.at.AtReply;
import io.openaep.devices.at.AtSettings.Kept;
import io.openaep.devices.at.AtSettings.Setting;
import io.openaep.devices.at.CommandGroup;
import io.openaep.devices.at.CommandTable;
import io.openaep.devices.module.baseband.Baseband;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// The settings of short messages that start-up scripts send. There are no messages: everything
/// else about them answers `ERROR`. On the loop.
final class MessageCommands implements CommandGroup {
  private static final int[] INDICATION_LIMITS = {3, 3, 2, 2, 1};

  private final Setting textMode;
  private final int[] indications = {2, 1, 0, 0, 0};

  MessageCommands(Baseband module) {
    textMode = module.atSettings().add("+CMGF", 0, Kept.RESET);
  }

  @Override
  public void register(CommandTable table) {
    // AT+CMGF=<0|1>: PDU or text
    table
        .standard("+CMGF")
        .test("(0,1)")
        .read(() -> AtReply.ok("+CMGF: " + textMode.value()))
        .write(values -> {
          values.atMost(1);
          textMode.set(values.number(0, 0, 1));
          return AtReply.ok();
        });
    // AT+CNMI=[<mode>[,<mt>[,<bm>[,<ds>[,<bfr>]]]]]
    table
        .standard("+CNMI")
        .test("(0-3),(0-3),(0-2),(0-2),(0,1)")
        .read(() -> AtReply.ok("+CNMI: " + joined()))
        .write(this::setIndications);
    // AT+CPMS? → three stores, each empty
    table
        .standard("+CPMS")
        .test("(\"ME\"),(\"ME\"),(\"ME\")")
        .read(() -> AtReply.ok("+CPMS: \"ME\",0,255,\"ME\",0,255,\"ME\",0,255"));
  }

  private String joined() {
    return IntStream.of(indications).mapToObj(Integer::toString).collect(Collectors.joining(","));
  }

  private AtReply setIndications(AtArguments values) throws AtException {
    values.atMost(indications.length);
    int[] wanted = indications.clone();
    for (int i = 0; i < wanted.length; i++) {
      wanted[i] = values.number(i, 0, INDICATION_LIMITS[i], wanted[i]);
    }
    System.arraycopy(wanted, 0, indications, 0, wanted.length);
    return AtReply.ok();
  }
}
