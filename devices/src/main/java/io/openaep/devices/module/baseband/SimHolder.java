package io.openaep.devices.module.baseband;

import io.openaep.devices.at.Urcs;

/// The card holder with its switch (`QSIMDET`, `QSIMSTAT`): a card that is taken out is always
/// noticed, one that is put in only while the switch is watched, else at the next start. On the
/// loop.
public final class SimHolder {
  private static final String DETECTION = "sim.detection";
  private static final String REPORTS = "sim.reports";

  /// `AT+QSIMDET`, watched from the next start on.
  public record Detection(boolean enabled, boolean highWhenInserted) {}

  private final NonVolatile flash;
  private final Surroundings surroundings;
  private final Sim sim;
  private final SimStart start;
  private final Urcs urcs;
  private final boolean watched;

  public SimHolder(
      NonVolatile flash, Surroundings surroundings, Sim sim, SimStart start, Urcs urcs) {
    this.flash = flash;
    this.surroundings = surroundings;
    this.sim = sim;
    this.start = start;
    this.urcs = urcs;
    this.watched = detection().enabled();
  }

  public Detection detection() {
    return flash.read(DETECTION, Detection.class).orElse(new Detection(false, false));
  }

  public void detection(Detection detection) {
    flash.write(DETECTION, detection);
  }

  /// Whether `+QSIMSTAT:` is printed by itself.
  public boolean reports() {
    return flash.read(REPORTS, Boolean.class).orElse(false);
  }

  public void reports(boolean on) {
    flash.write(REPORTS, on);
  }

  public String status() {
    return "+QSIMSTAT: " + (reports() ? 1 : 0) + "," + (surroundings.simInserted() ? 1 : 0);
  }

  /// The card was taken out or put in.
  ///
  /// @param radioOn whether the module uses its card at all
  public void changed(boolean radioOn) {
    sim.changed();
    if (reports()) {
      urcs.send(status());
    }
    if (!surroundings.simInserted()) {
      start.stop();
      urcs.send("+CPIN: NOT READY");
    } else if (watched && radioOn) {
      start.begin();
    }
  }
}
