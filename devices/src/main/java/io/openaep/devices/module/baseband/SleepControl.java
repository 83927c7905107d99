package io.openaep.devices.module.baseband;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/// What the host allows the module to do when it has nothing to do: `QSCLK`, `CPSMS` and the DTR
/// pin taken together. On the loop.
///
/// - DTR low (active) keeps the AT port alive, also in PSM.
/// - DTR high with `QSCLK=1` and no connection: the port is deaf, codes are still printed.
/// - DTR high in PSM: deep sleep, out of which only a cold start leads.
public final class SleepControl implements RadioListener {
  /// `AT+QSCLK`.
  public sealed interface Mode {
    /// 0: no sleep.
    record Awake() implements Mode {}

    /// 1: sleep while DTR is high.
    record ByPin() implements Mode {}

    /// 2: sleep when the port was idle for so long. Bytes wake the module and are not lost here.
    record WhenIdle(Duration delay) implements Mode {}

    /// 3: PSM with these timers.
    record Psm(PsmRequest request) implements Mode {}
  }

  private final Surroundings surroundings;
  private final Radio radio;
  private final Configuration configuration;
  private final Power power;
  private final Consumer<Boolean> holdUrcs;

  private Mode mode = new Mode.Awake();
  private Optional<PsmTimers> timers = Optional.empty();
  private Optional<PsmRequest> asked = Optional.empty();

  /// @param holdUrcs told whether unsolicited codes have to wait
  public SleepControl(
      Surroundings surroundings,
      Radio radio,
      Configuration configuration,
      Power power,
      Consumer<Boolean> holdUrcs) {
    this.surroundings = surroundings;
    this.radio = radio;
    this.configuration = configuration;
    this.power = power;
    this.holdUrcs = holdUrcs;
  }

  public Mode mode() {
    return mode;
  }

  public void mode(Mode mode) {
    this.mode = mode;
    reconsider(true);
  }

  /// The timers of `AT+CPSMS=1`; empty when it is off.
  public void psmTimers(Optional<PsmTimers> timers) {
    this.timers = timers;
    reconsider(false);
  }

  /// The host changed the pin.
  public void dtrChanged() {
    if (surroundings.dtrHigh() && radio.sleeping()) {
      power.deepSleep();
      return;
    }
    reconsider(false);
  }

  /// Whether the module does not hear the host.
  public boolean deaf() {
    return mode instanceof Mode.ByPin && surroundings.dtrHigh() && !radio.connected();
  }

  /// What the module asks of the network now.
  public Optional<PsmRequest> psm() {
    return asked;
  }

  private void reconsider(boolean commanded) {
    Optional<PsmRequest> wanted = wanted();
    if (commanded || !wanted.equals(asked)) {
      asked = wanted;
      radio.psm(wanted);
    }
    hold();
  }

  private Optional<PsmRequest> wanted() {
    return switch (mode) {
      case Mode.Awake _ -> Optional.empty();
      case Mode.ByPin _ ->
          timers
              .filter(_ -> surroundings.dtrHigh())
              .map(granted -> new PsmRequest(granted, Duration.ZERO));
      case Mode.WhenIdle(Duration delay) -> timers.map(granted -> new PsmRequest(granted, delay));
      case Mode.Psm(PsmRequest request) -> Optional.of(request);
    };
  }

  private void hold() {
    holdUrcs.accept(deaf() && configuration.on(Configuration.URC_CACHE));
  }

  @Override
  public void connectionChanged(boolean connected) {
    hold();
  }

  @Override
  public void psmEntered() {
    if (surroundings.dtrHigh()) {
      power.deepSleep();
    }
  }
}
