package io.openaep.devices.module.command;

import io.openaep.devices.at.AtArguments;
import io.openaep.devices.at.AtException;
import io.openaep.devices.at.AtReply;
import io.openaep.devices.at.CommandGroup;
import io.openaep.devices.at.CommandTable;
import io.openaep.devices.module.baseband.Baseband;
import io.openaep.devices.module.baseband.Radio;
import io.openaep.devices.module.baseband.RadioFunction;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/// On, off and in between (Quectel AT manual, 2.20, 3 and 6). On the loop.
final class PowerCommands implements CommandGroup {
  private final Baseband module;
  private final Radio radio;

  PowerCommands(Baseband module) {
    this.module = module;
    this.radio = module.radio();
  }

  @Override
  public void register(CommandTable table) {
    // AT+CFUN=<0|1|4>[,<reset>] → OK, within 15 s; with <reset> then a restart
    table
        .standard("+CFUN")
        .test("(0,1,4),(0,1)")
        .read(() -> AtReply.ok("+CFUN: " + radio.function().number()))
        .write(this::function);
    // AT+CPAS → +CPAS: 0, ready
    table.standard("+CPAS").test("(0,3,4)").execute(() -> AtReply.ok("+CPAS: 0"));
    // AT+CBC → +CBC: <charging>,<percent>,<mV>; the virtual supply is constant
    table
        .standard("+CBC")
        .test("(0-2),(0-100),(3000-4300)")
        .execute(() -> AtReply.ok("+CBC: 0,75,3800"));
    // AT+QPOWD[=<0|1>] → OK, POWERED DOWN, silence
    table
        .vendor("+QPOWD")
        .test("(0,1)")
        .execute(() -> powerDown(true))
        .write(values -> {
          values.atMost(1);
          return powerDown(values.flag(0));
        });
    // AT+QRESET → OK, restart
    table.vendor("+QRESET").test().execute(this::reset);
  }

  private AtReply function(AtArguments values) throws AtException {
    values.atMost(2);
    RadioFunction wanted =
        RadioFunction.of(values.number(0, 0, 4))
            .orElseThrow(() -> AtException.range("<fun> is 0, 1 or 4"));
    boolean reset = values.number(1, 0, 1, 0) == 1;
    if (reset && wanted != RadioFunction.FULL) {
      throw AtException.range("a reset needs <fun> 1");
    }
    if (reset) {
      return reset();
    }
    RadioFunction before = radio.function();
    boolean leaving = radio.registered() && wanted != RadioFunction.FULL;
    switchTo(before, wanted);
    return leaving ? after(module.settings().timing().detach()) : AtReply.ok();
  }

  private void switchTo(RadioFunction before, RadioFunction wanted) {
    if (before == wanted) {
      return;
    }
    radio.function(wanted);
    if (wanted == RadioFunction.MINIMUM) {
      module.simStart().stop();
      module.urcs().send("+CPIN: NOT READY");
    } else if (before == RadioFunction.MINIMUM) {
      module.simStart().begin();
    }
  }

  /// `OK` once the time is over.
  private AtReply after(Duration time) {
    var done = new CompletableFuture<AtReply>();
    module.loop().after(time, () -> done.complete(AtReply.ok()));
    return AtReply.later(done);
  }

  /// Nothing is deregistered for the host: the platform finds out by itself.
  private AtReply powerDown(boolean orderly) {
    Duration takes = orderly ? module.settings().timing().powerDown() : Duration.ZERO;
    module
        .loop()
        .after(
            takes,
            () -> {
              module.urcs().send("POWERED DOWN");
              module.power().off();
            });
    return AtReply.ok();
  }

  private AtReply reset() {
    module.power().restart();
    return AtReply.ok();
  }
}
