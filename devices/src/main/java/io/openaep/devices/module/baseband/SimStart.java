package io.openaep.devices.module.baseband;

import io.openaep.devices.at.Urcs;
import java.time.Duration;

/// What happens once the module looks at its card: the codes from `+CPIN:` to `PB DONE`, and the
/// radio allowed into the network (design guide; Quectel AT manual, 2.20). On the loop.
public final class SimStart {
  /// Bits of `AT+QINISTAT`.
  private static final int CPIN_READY = 1;

  private static final int SMS_DONE = 2;
  private static final int PHONE_BOOK_DONE = 4;

  private final Sim sim;
  private final Radio radio;
  private final Urcs urcs;
  private final ModuleLoop loop;
  private final Duration step;

  private int progress;
  private int turn;

  public SimStart(Sim sim, Radio radio, Urcs urcs, ModuleLoop loop, Duration step) {
    this.sim = sim;
    this.radio = radio;
    this.urcs = urcs;
    this.loop = loop;
    this.step = step;
  }

  /// Looks at the card and goes on as far as it lets.
  public void begin() {
    stop();
    switch (sim.state()) {
      case NOT_INSERTED -> urcs.send("+CPIN: NOT INSERTED");
      case PIN_REQUIRED -> urcs.send("+CPIN: SIM PIN");
      case BLOCKED -> urcs.send("+CPIN: SIM PUK");
      case READY -> ready();
    }
  }

  private void ready() {
    progress = CPIN_READY;
    urcs.send("+CPIN: READY");
    radio.simReady(true);
    later(1, 0, "+QUSIM: 1");
    later(2, SMS_DONE, "+QIND: SMS DONE");
    later(3, PHONE_BOOK_DONE, "+QIND: PB DONE");
  }

  private void later(int steps, int done, String urc) {
    int begun = turn;
    loop.after(
        step.multipliedBy(steps),
        () -> {
          if (begun == turn) {
            progress |= done;
            urcs.send(urc);
          }
        });
  }

  /// The card is off or gone: the radio leaves the network.
  public void stop() {
    turn++;
    progress = 0;
    radio.simReady(false);
  }

  /// The sum that `AT+QINISTAT` prints.
  public int progress() {
    return progress;
  }
}
