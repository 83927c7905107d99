package io.openaep.devices.module;

import io.openaep.devices.at.AtInterpreter;
import io.openaep.devices.at.AtLine;
import io.openaep.devices.at.AtOutput;
import io.openaep.devices.at.AtSettings;
import io.openaep.devices.at.CommandGroup;
import io.openaep.devices.at.CommandTable;
import io.openaep.devices.module.baseband.Baseband;
import io.openaep.devices.module.baseband.Configuration;
import io.openaep.devices.module.baseband.ModuleLoop;
import io.openaep.devices.module.baseband.ModuleSettings;
import io.openaep.devices.module.baseband.NonVolatile;
import io.openaep.devices.module.baseband.PdpContexts;
import io.openaep.devices.module.baseband.Power;
import io.openaep.devices.module.baseband.Radio;
import io.openaep.devices.module.baseband.RadioFunction;
import io.openaep.devices.module.baseband.RealTimeClock;
import io.openaep.devices.module.baseband.RingLine;
import io.openaep.devices.module.baseband.Sim;
import io.openaep.devices.module.baseband.SimHolder;
import io.openaep.devices.module.baseband.SimStart;
import io.openaep.devices.module.baseband.SleepControl;
import io.openaep.devices.module.baseband.Surroundings;
import io.openaep.devices.module.baseband.UrcRouter;
import java.util.List;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One run of a module, from power-on to power-off: everything that a restart forgets. On the loop.
final class Firmware {
  private static final Logger LOG = LoggerFactory.getLogger(Firmware.class);

  private final ModuleSettings settings;
  private final ModuleLoop loop;
  private final AtInterpreter interpreter;
  private final Baseband baseband;
  private final Runnable ready;
  private boolean ended;
  private long refused;

  Firmware(
      ModuleSettings settings,
      ModuleLoop loop,
      NonVolatile flash,
      Surroundings surroundings,
      Power power,
      AtOutput output,
      RingLine ring,
      Runnable ready,
      Function<Baseband, List<CommandGroup>> groups) {
    this.settings = settings;
    this.loop = loop;
    this.ready = ready;
    var table = new CommandTable();
    var atSettings = new AtSettings(flash.numbers("profile"));
    this.interpreter = new AtInterpreter(loop, table, atSettings, output, this::refused);
    var configuration = new Configuration(flash);
    var urcs = new UrcRouter(configuration, loop, ring, interpreter);
    var radio = new Radio(loop, settings.timing(), surroundings.coverage());
    var sleep = new SleepControl(surroundings, radio, configuration, power, interpreter::holdUrcs);
    var sim = new Sim(settings.simPin(), flash, surroundings);
    var simStart = new SimStart(sim, radio, urcs, loop, settings.timing().bootStep());
    this.baseband =
        new Baseband(
            settings,
            loop,
            urcs,
            atSettings,
            flash,
            surroundings,
            radio,
            new PdpContexts(radio),
            sim,
            simStart,
            new SimHolder(flash, surroundings, sim, simStart, urcs),
            sleep,
            configuration,
            new RealTimeClock(loop),
            power);
    groups.apply(baseband).forEach(group -> group.register(table));
    radio.listen(sleep); // after the groups, which still print what the module then is deaf to
  }

  /// Prints the boot codes, each in its time (design guide, "power on").
  void boot() {
    loop.after(
        settings.timing().ready(),
        () -> {
          if (ended) {
            return;
          }
          baseband.urcs().send("RDY");
          baseband.radio().function(RadioFunction.FULL);
          baseband.urcs().send("+CFUN: 1");
          ready.run();
          loop.after(settings.timing().bootStep(), this::startSim);
        });
  }

  private void startSim() {
    if (!ended && baseband.radio().function() != RadioFunction.MINIMUM) {
      baseband.simStart().begin();
    }
  }

  /// What the host wrote; lost while the module does not hear it.
  void receive(byte[] bytes) {
    if (!baseband.sleep().deaf() || interpreter.busy()) {
      interpreter.receive(bytes);
    }
  }

  Radio radio() {
    return baseband.radio();
  }

  void hostGone() {
    interpreter.hostGone();
  }

  /// The host sends nothing more; `answered` runs after the last answer.
  void hostEnded(Runnable answered) {
    interpreter.hostEnded(answered);
  }

  /// The host changed the DTR pin.
  void dtrChanged() {
    baseband.sleep().dtrChanged();
  }

  /// The network came or went.
  void coverageChanged(boolean coverage) {
    baseband.radio().coverage(coverage);
  }

  /// The card was taken out or put in.
  void simChanged() {
    baseband.simHolder().changed(baseband.radio().function() != RadioFunction.MINIMUM);
  }

  /// Power goes: connections close without a word.
  void end() {
    ended = true;
    interpreter.close();
    baseband.radio().powerLost();
  }

  /// How many commands were refused because the host sent something wrong.
  long refused() {
    return refused;
  }

  private void refused(AtLine line, String reason) {
    refused++;
    String name =
        switch (line) {
          case AtLine.Basic basic -> basic.name();
          case AtLine.Extended extended -> extended.name();
          case AtLine.Malformed _ -> "malformed";
        };
    LOG.debug("device={} event=at-refused command={} reason=\"{}\"", settings.imei(), name, reason);
  }
}
