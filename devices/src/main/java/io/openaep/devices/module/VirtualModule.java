package io.openaep.devices.module;

import io.openaep.devices.at.AtOutput;
import io.openaep.devices.at.CommandGroup;
import io.openaep.devices.module.baseband.Baseband;
import io.openaep.devices.module.baseband.ModuleLoop;
import io.openaep.devices.module.baseband.ModuleSettings;
import io.openaep.devices.module.baseband.NonVolatile;
import io.openaep.devices.module.baseband.Power;
import io.openaep.devices.module.baseband.RingLine;
import io.openaep.devices.module.baseband.Surroundings;
import io.openaep.devices.module.command.CommandGroups;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A Quectel EC800E in software: one AT port, its pins, and real connections behind it.
///
/// All methods may be called from any thread; they take effect on the module's loop, in order.
public final class VirtualModule implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(VirtualModule.class);

  private enum State {
    OFF,
    ON,
    DEEP_SLEEP
  }

  private final ModuleSettings settings;
  private final ModuleLoop loop;
  private final AtOutput output;
  private final Function<Baseband, List<CommandGroup>> groups;

  // All below: on the loop.
  private NonVolatile flash = new NonVolatile();
  private Surroundings surroundings = new Surroundings();
  private RingLine ring = (_, _) -> {};
  private Supply supply = new Supply();
  private State state = State.OFF;
  private Optional<Firmware> running = Optional.empty();

  /// An EC800E with all its commands.
  ///
  /// @param output takes what the AT port prints, on the loop; must not block
  public VirtualModule(ModuleSettings settings, ModuleLoop loop, AtOutput output) {
    this(settings, loop, output, CommandGroups::of);
  }

  /// A module with other commands.
  public VirtualModule(
      ModuleSettings settings,
      ModuleLoop loop,
      AtOutput output,
      Function<Baseband, List<CommandGroup>> groups) {
    this.settings = settings;
    this.loop = loop;
    this.output = output;
    this.groups = groups;
  }

  /// What the host wrote to the AT port.
  public void receive(byte[] bytes) {
    loop.run(() -> running.ifPresent(firmware -> firmware.receive(bytes)));
  }

  /// The host left the AT port: what it had begun is given up.
  public void hostGone() {
    loop.run(() -> running.ifPresent(Firmware::hostGone));
  }

  /// The power key: starts a module that is off.
  public void powerOn() {
    loop.run(() -> {
      if (state != State.ON) {
        start();
      }
    });
  }

  /// Power is cut.
  public void powerOff() {
    loop.run(() -> end(State.OFF));
  }

  /// Ends and starts again.
  public void restart() {
    loop.run(() -> {
      end(State.OFF);
      start();
    });
  }

  /// A factory-new module in the place of this one: nothing kept, pins and card as at first;
  /// starts.
  public void factory() {
    loop.run(() -> {
      end(State.OFF);
      flash = new NonVolatile();
      surroundings = new Surroundings();
      start();
    });
  }

  /// The DTR pin, which is low (active) at first. Low ends deep sleep by a cold start.
  public void dtr(boolean high) {
    loop.run(() -> {
      surroundings.dtrHigh(high);
      if (!high && state == State.DEEP_SLEEP) {
        start();
      } else {
        running.ifPresent(Firmware::dtrChanged);
      }
    });
  }

  /// Puts the card in or takes it out.
  public void sim(boolean inserted) {
    loop.run(() -> {
      if (surroundings.simInserted() != inserted) {
        surroundings.simInserted(inserted);
        running.ifPresent(Firmware::simChanged);
      }
    });
  }

  /// Whether there is a network around the module.
  public void coverage(boolean coverage) {
    loop.run(() -> {
      surroundings.coverage(coverage);
      running.ifPresent(firmware -> firmware.coverageChanged(coverage));
    });
  }

  /// Who watches the RI pin from now on.
  public void ring(RingLine ring) {
    loop.run(() -> this.ring = ring);
  }

  private void start() {
    RingLine line = (length, count) -> ring.pulse(length, count);
    supply = new Supply();
    var firmware = new Firmware(settings, loop, flash, surroundings, supply, output, line, groups);
    running = Optional.of(firmware);
    state = State.ON;
    LOG.info("device={} event=module-start", settings.imei());
    firmware.boot();
  }

  private void end(State next) {
    supply.live = false;
    running.ifPresent(Firmware::end);
    running = Optional.empty();
    state = next;
  }

  @Override
  public void close() {
    powerOff();
  }

  /// What one run asks of the supply. A run that is over has no say any more.
  private final class Supply implements Power {
    private boolean live = true;

    @Override
    public void restart() {
      ask(() -> {
        end(State.OFF);
        start();
      });
    }

    @Override
    public void off() {
      ask(() -> end(State.OFF));
    }

    @Override
    public void deepSleep() {
      ask(
          () -> {
            end(State.DEEP_SLEEP);
            if (!surroundings.dtrHigh()) {
              start(); // the pin fell meanwhile
            }
          });
    }

    private void ask(Runnable action) {
      loop.run(() -> {
        if (live) {
          action.run();
        }
      });
    }
  }
}
