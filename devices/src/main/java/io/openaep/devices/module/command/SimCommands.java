package io.openaep.devices.module.command;

import io.openaep.devices.at.AtArguments;
import io.openaep.devices.at.AtException;
import io.openaep.devices.at.AtReply;
import io.openaep.devices.at.CmeError;
import io.openaep.devices.at.CommandGroup;
import io.openaep.devices.at.CommandTable;
import io.openaep.devices.module.baseband.Baseband;
import io.openaep.devices.module.baseband.RadioFunction;
import io.openaep.devices.module.baseband.Sim;
import io.openaep.devices.module.baseband.SimHolder.Detection;
import java.util.Optional;

/// The card: numbers, PIN, holder (Quectel AT manual, 4). Without one they answer `+CME ERROR: 10`.
/// On the loop.
final class SimCommands implements CommandGroup {
  private final Baseband module;
  private final Sim sim;

  SimCommands(Baseband module) {
    this.module = module;
    this.sim = module.sim();
  }

  @Override
  public void register(CommandTable table) {
    // AT+CIMI → <IMSI>
    table.standard("+CIMI").test().execute(() -> withCard(module.settings().imsi()));
    // AT+QCCID → +QCCID: <ICCID>, and two other names of it
    iccid(table, "+QCCID");
    iccid(table, "+CCID");
    iccid(table, "+ICCID");
    // AT+CPIN? → +CPIN: <state>; AT+CPIN=<pin>[,<new>] → OK, later +CPIN: READY
    table.standard("+CPIN").test().read(this::pinState).write(this::enterPin);
    // AT+QINISTAT → +QINISTAT: <sum> of 1 PIN, 2 SMS, 4 phone book
    table
        .vendor("+QINISTAT")
        .test("(0-7)")
        .execute(() -> AtReply.ok("+QINISTAT: " + module.simStart().progress()));
    // AT+QSIMDET=<enable>,<level> → OK, from the next start on
    table.vendor("+QSIMDET").test("(0,1),(0,1)").read(this::detection).write(this::setDetection);
    // AT+QSIMSTAT=<0|1> → OK; ? → +QSIMSTAT: <enable>,<inserted>
    table
        .vendor("+QSIMSTAT")
        .test("(0,1)")
        .read(() -> AtReply.ok(module.simHolder().status()))
        .write(values -> {
          values.atMost(1);
          module.simHolder().reports(values.flag(0));
          return AtReply.ok();
        });
    // AT+QPINC? → tries left for PIN and PUK
    table
        .vendor("+QPINC")
        .test("(\"SC\",\"P2\")")
        .read(() -> AtReply.ok(tries("SC", sim.triesLeft()), tries("P2", Sim.PIN_TRIES)));
    // AT+CLCK="SC",<0|1|2>[,"<pin>"] → OK, or for 2 +CLCK: <0|1>
    table.standard("+CLCK").test("(\"SC\")").write(this::lock);
  }

  private void iccid(CommandTable table, String name) {
    table.vendor(name).test().execute(() -> withCard(name + ": " + module.settings().iccid()));
  }

  /// Why the card's numbers cannot be read now.
  private Optional<CmeError> obstacle() {
    if (sim.state() == Sim.State.NOT_INSERTED) {
      return Optional.of(CmeError.SIM_NOT_INSERTED);
    }
    return module.radio().function() == RadioFunction.MINIMUM
        ? Optional.of(CmeError.SIM_FAILURE)
        : Optional.empty();
  }

  private AtReply withCard(String line) {
    return obstacle()
        .map(AtReply::error)
        .orElseGet(() ->
            switch (sim.state()) {
              case READY -> AtReply.ok(line);
              case PIN_REQUIRED -> AtReply.error(CmeError.SIM_PIN_REQUIRED);
              case BLOCKED -> AtReply.error(CmeError.SIM_PUK_REQUIRED);
              case NOT_INSERTED -> AtReply.error(CmeError.SIM_NOT_INSERTED);
            });
  }

  private AtReply pinState() {
    return obstacle()
        .map(AtReply::error)
        .orElseGet(() ->
            switch (sim.state()) {
              case READY -> AtReply.ok("+CPIN: READY");
              case PIN_REQUIRED -> AtReply.ok("+CPIN: SIM PIN");
              case BLOCKED -> AtReply.ok("+CPIN: SIM PUK");
              case NOT_INSERTED -> AtReply.error(CmeError.SIM_NOT_INSERTED);
            });
  }

  private AtReply enterPin(AtArguments values) throws AtException {
    values.atMost(2);
    String pin = values.text(0, 8);
    Optional<CmeError> obstacle = obstacle();
    if (obstacle.isPresent()) {
      return AtReply.error(obstacle.get());
    }
    return switch (sim.state()) {
      case READY, NOT_INSERTED -> AtReply.error(CmeError.OPERATION_NOT_ALLOWED);
      case BLOCKED -> AtReply.error(CmeError.INCORRECT_PASSWORD);
      case PIN_REQUIRED -> {
        if (!sim.enter(pin)) {
          yield AtReply.error(CmeError.INCORRECT_PASSWORD);
        }
        module.simStart().begin();
        yield AtReply.ok();
      }
    };
  }

  private AtReply detection() {
    Detection now = module.simHolder().detection();
    return AtReply.ok(
        "+QSIMDET: " + (now.enabled() ? 1 : 0) + "," + (now.highWhenInserted() ? 1 : 0));
  }

  private AtReply setDetection(AtArguments values) throws AtException {
    values.atMost(2);
    module.simHolder().detection(new Detection(values.flag(0), values.flag(1)));
    return AtReply.ok();
  }

  private static String tries(String which, int left) {
    return "+QPINC: \"" + which + "\"," + left + ",10";
  }

  private AtReply lock(AtArguments values) throws AtException {
    values.atMost(3);
    if (!values.text(0).equalsIgnoreCase("SC")) {
      throw AtException.range("only the SIM lock SC is known");
    }
    int mode = values.number(1, 0, 2);
    Optional<CmeError> obstacle = obstacle();
    if (obstacle.isPresent()) {
      return AtReply.error(obstacle.get());
    }
    if (mode == 2) {
      return AtReply.ok("+CLCK: " + (sim.locked() ? 1 : 0));
    }
    return sim.lock(mode == 1, values.text(2, 8))
        ? AtReply.ok()
        : AtReply.error(CmeError.INCORRECT_PASSWORD);
  }
}
