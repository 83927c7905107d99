package io.openaep.devices.module.command;

import io.openaep.devices.at.AtArguments;
import io.openaep.devices.at.AtException;
import io.openaep.devices.at.AtReply;
import io.openaep.devices.at.CommandGroup;
import io.openaep.devices.at.CommandTable;
import io.openaep.devices.module.baseband.Baseband;
import io.openaep.devices.module.baseband.Configuration;
import io.openaep.devices.module.baseband.PsmRequest;
import io.openaep.devices.module.baseband.PsmTimers;
import io.openaep.devices.module.baseband.RadioListener;
import io.openaep.devices.module.baseband.SleepControl;
import java.time.Duration;
import java.util.Optional;

/// Sleep, early release and PSM (design guide, chapter 6; 3GPP TS 27.007, 7.38). On the loop.
final class SleepCommands implements CommandGroup, RadioListener {
  private static final String PSM = "psm";

  /// `AT+CPSMS`, saved.
  private record PowerSaving(boolean on, PsmTimers timers) {
    static final PowerSaving FACTORY = new PowerSaving(false, PsmTimers.FACTORY);
  }

  /// `AT+QSCLKEX`; the pause after an abnormal release is kept but the virtual network has none.
  private record EarlyRelease(boolean on, int noDataS, int pauseMin) {
    static final EarlyRelease FACTORY = new EarlyRelease(false, 3, 30);
  }

  private final Baseband module;
  private final SleepControl sleep;
  private EarlyRelease release = EarlyRelease.FACTORY;

  SleepCommands(Baseband module) {
    this.module = module;
    this.sleep = module.sleep();
    module.radio().listen(this);
    apply(powerSaving());
  }

  @Override
  public void register(CommandTable table) {
    // AT+QSCLK=0 | 1 | 2[,<delay s>] | 3,<delay s>,"<T3412>","<T3324>"; not saved
    table
        .vendor("+QSCLK")
        .test("(0-3)")
        .read(() -> AtReply.ok("+QSCLK: " + mode()))
        .write(this::setMode);
    // AT+QSCLKEX=<enable>[,<no data s>,<pause min>]
    table
        .vendor("+QSCLKEX")
        .test("(0,1),(1-50),(1-600)")
        .read(() ->
            AtReply.ok(
                "+QSCLKEX: %d,%d,%d"
                    .formatted(release.on() ? 1 : 0, release.noDataS(), release.pauseMin())))
        .write(this::setRelease);
    // AT+CPSMS=<0|1|2>[,,,"<T3412>"[,"<T3324>"]]; saved
    table
        .standard("+CPSMS")
        .test("(0-2),,,(\"00000000\"-\"11111111\"),(\"00000000\"-\"11111111\")")
        .read(() -> {
          PowerSaving now = powerSaving();
          return AtReply.ok(
              "+CPSMS: %d,,,\"%s\",\"%s\""
                  .formatted(now.on() ? 1 : 0, now.timers().trackingArea(), now.timers().active()));
        })
        .execute(() -> save(PowerSaving.FACTORY))
        .write(this::setPowerSaving);
  }

  private String mode() {
    return switch (sleep.mode()) {
      case SleepControl.Mode.Awake _ -> "0";
      case SleepControl.Mode.ByPin _ -> "1";
      case SleepControl.Mode.WhenIdle(Duration delay) -> "2," + delay.toSeconds();
      case SleepControl.Mode.Psm(PsmRequest request) ->
          "3,%d,\"%s\",\"%s\""
              .formatted(
                  request.delay().toSeconds(),
                  request.timers().trackingArea(),
                  request.timers().active());
    };
  }

  private AtReply setMode(AtArguments values) throws AtException {
    int number = values.number(0, 0, 3);
    values.atMost(number == 3 ? 4 : number == 2 ? 2 : 1);
    sleep.mode(
        switch (number) {
          case 0 -> new SleepControl.Mode.Awake();
          case 1 -> new SleepControl.Mode.ByPin();
          case 2 -> new SleepControl.Mode.WhenIdle(seconds(values.number(1, 1, 255, 5)));
          default ->
              new SleepControl.Mode.Psm(
                  new PsmRequest(timers(values, 2), seconds(values.number(1, 1, 255))));
        });
    return AtReply.ok();
  }

  private static Duration seconds(int seconds) {
    return Duration.ofSeconds(seconds);
  }

  private static PsmTimers timers(AtArguments values, int index) throws AtException {
    return new PsmTimers(timer(values, index), timer(values, index + 1));
  }

  private static String timer(AtArguments values, int index) throws AtException {
    String digits = values.text(index);
    if (!PsmTimers.valid(digits)) {
      throw AtException.range("a timer has eight binary digits");
    }
    return digits;
  }

  private AtReply setRelease(AtArguments values) throws AtException {
    values.atMost(3);
    release =
        new EarlyRelease(
            values.flag(0),
            values.number(1, 1, 50, release.noDataS()),
            values.number(2, 1, 600, release.pauseMin()));
    module
        .radio()
        .earlyRelease(release.on() ? Optional.of(seconds(release.noDataS())) : Optional.empty());
    return AtReply.ok();
  }

  private PowerSaving powerSaving() {
    return module.nonVolatile().read(PSM, PowerSaving.class).orElse(PowerSaving.FACTORY);
  }

  private AtReply setPowerSaving(AtArguments values) throws AtException {
    values.atMost(5);
    PowerSaving now = powerSaving();
    int mode = values.number(0, 0, 2);
    if (mode == 2) {
      return save(PowerSaving.FACTORY);
    }
    var timers =
        new PsmTimers(
            values.has(3) ? timer(values, 3) : now.timers().trackingArea(),
            values.has(4) ? timer(values, 4) : now.timers().active());
    return save(new PowerSaving(mode == 1, timers));
  }

  private AtReply save(PowerSaving wanted) {
    module.nonVolatile().write(PSM, wanted);
    apply(wanted);
    return AtReply.ok();
  }

  private void apply(PowerSaving wanted) {
    sleep.psmTimers(wanted.on() ? Optional.of(wanted.timers()) : Optional.empty());
  }

  @Override
  public void psmEntered() {
    tell("ENTER PSM");
  }

  @Override
  public void psmLeft() {
    tell("EXIT PSM");
  }

  private void tell(String change) {
    if (module.configuration().on(Configuration.PSM_URCS)) {
      module.urcs().send("+QIND: " + change);
    }
  }
}
