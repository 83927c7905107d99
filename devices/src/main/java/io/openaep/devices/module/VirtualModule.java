package io.openaep.devices.module;

import io.openaep.devices.at.AtOutput;
import io.openaep.devices.at.CommandGroup;
import io.openaep.devices.module.baseband.Baseband;
import io.openaep.devices.module.baseband.ModuleLoop;
import io.openaep.devices.module.baseband.ModuleSettings;
import io.openaep.devices.module.baseband.NonVolatile;
import io.openaep.devices.module.baseband.Power;
import io.openaep.devices.module.baseband.Radio;
import io.openaep.devices.module.baseband.RingLine;
import io.openaep.devices.module.baseband.Surroundings;
import io.openaep.devices.module.command.CommandGroups;
import io.openaep.devices.module.port.AtPort;
import io.openaep.devices.module.port.ModuleControl;
import io.openaep.devices.module.port.ModuleStatus;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A Quectel EC800E in software: one AT port, its pins, and real connections behind it.
///
/// All methods may be called from any thread; they take effect on the module's loop, in order.
public final class VirtualModule implements ModuleControl, AtPort.Host, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(VirtualModule.class);

  private final ModuleSettings settings;
  private final ModuleLoop loop;
  private final AtOutput output;
  private final Function<Baseband, List<CommandGroup>> groups;
  private final CompletableFuture<Void> ready = new CompletableFuture<>();

  // All below: on the loop.
  private NonVolatile flash = new NonVolatile();
  private Surroundings surroundings = new Surroundings();
  private RingLine ring = (_, _) -> {};
  private Supply supply = new Supply();
  private ModuleStatus.Power state = ModuleStatus.Power.OFF;
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
  @Override
  public void received(byte[] bytes) {
    loop.run(() -> running.ifPresent(firmware -> firmware.receive(bytes)));
  }

  /// The host left the AT port: what it had begun is given up.
  @Override
  public void gone() {
    loop.run(() -> running.ifPresent(Firmware::hostGone));
  }

  /// Completes when the module first hears its AT port (`RDY`).
  @Override
  public CompletionStage<Void> ready() {
    return ready.minimalCompletionStage();
  }

  @Override
  public CompletionStage<Void> ended() {
    var answered = new CompletableFuture<Void>();
    loop.run(() ->
        running.ifPresentOrElse(
            firmware -> firmware.hostEnded(() -> answered.complete(null)),
            () -> answered.complete(null)));
    return answered;
  }

  /// The power key: starts a module that is off.
  @Override
  public void powerOn() {
    loop.run(() -> {
      if (state != ModuleStatus.Power.ON) {
        start();
      }
    });
  }

  /// Power is cut.
  @Override
  public void powerOff() {
    loop.run(() -> end(ModuleStatus.Power.OFF));
  }

  /// Ends and starts again.
  @Override
  public void restart() {
    loop.run(() -> {
      end(ModuleStatus.Power.OFF);
      start();
    });
  }

  /// A factory-new module in the place of this one: nothing kept, pins and card as at first;
  /// starts.
  @Override
  public void factory() {
    loop.run(() -> {
      end(ModuleStatus.Power.OFF);
      flash = new NonVolatile();
      surroundings = new Surroundings();
      start();
    });
  }

  /// The DTR pin, which is low (active) at first. Low ends deep sleep by a cold start.
  @Override
  public void dtr(boolean high) {
    loop.run(() -> {
      surroundings.dtrHigh(high);
      if (!high && state == ModuleStatus.Power.DEEP_SLEEP) {
        start();
      } else {
        running.ifPresent(Firmware::dtrChanged);
      }
    });
  }

  /// Puts the card in or takes it out.
  @Override
  public void sim(boolean inserted) {
    loop.run(() -> {
      if (surroundings.simInserted() != inserted) {
        surroundings.simInserted(inserted);
        running.ifPresent(Firmware::simChanged);
      }
    });
  }

  /// Whether there is a network around the module.
  @Override
  public void coverage(boolean coverage) {
    loop.run(() -> {
      surroundings.coverage(coverage);
      running.ifPresent(firmware -> firmware.coverageChanged(coverage));
    });
  }

  /// Who watches the RI pin from now on.
  @Override
  public void ring(RingLine ring) {
    loop.run(() -> this.ring = ring);
  }

  @Override
  public CompletionStage<ModuleStatus> status() {
    var status = new CompletableFuture<ModuleStatus>();
    loop.run(() -> loop.run(() -> status.complete(now()))); // after what the calls before caused
    return status;
  }

  private ModuleStatus now() {
    Optional<Radio> radio = running.map(Firmware::radio);
    return new ModuleStatus(
        state,
        surroundings.dtrHigh(),
        surroundings.simInserted(),
        surroundings.coverage(),
        radio.map(Radio::registered).orElse(false),
        radio.map(Radio::connected).orElse(false),
        radio.map(Radio::sleeping).orElse(false),
        running.map(Firmware::refused).orElse(0L));
  }

  private void start() {
    RingLine line = (length, count) -> ring.pulse(length, count);
    supply = new Supply();
    Runnable heard = () -> ready.complete(null);
    var firmware =
        new Firmware(settings, loop, flash, surroundings, supply, output, line, heard, groups);
    running = Optional.of(firmware);
    state = ModuleStatus.Power.ON;
    LOG.info("device={} event=module-start", settings.imei());
    firmware.boot();
  }

  private void end(ModuleStatus.Power next) {
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
        end(ModuleStatus.Power.OFF);
        start();
      });
    }

    @Override
    public void off() {
      ask(() -> end(ModuleStatus.Power.OFF));
    }

    @Override
    public void deepSleep() {
      ask(() -> {
        end(ModuleStatus.Power.DEEP_SLEEP);
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
