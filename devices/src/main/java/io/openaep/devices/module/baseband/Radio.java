package io.openaep.devices.module.baseband;

import io.openaep.devices.link.Air;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/// The radio part of a running module: registered or not, connected or idle, asleep or not. Links
/// ask it about every packet, in both directions; commands set and read it. On the loop.
public final class Radio implements Air {
  /// Keeps the module out of PSM while something is awaited; released once.
  @FunctionalInterface
  public interface Hold {
    void release();
  }

  private final ModuleLoop loop;
  private final List<RadioListener> listeners = new ArrayList<>();
  private final List<BearerListener> bearers = new ArrayList<>();
  private final Registration registration;
  private final RadioConnection connection;
  private final PowerSaving saving;

  private RadioFunction function = RadioFunction.MINIMUM;
  private boolean simReady;
  private boolean attach = true;
  private int holds;
  private boolean coverage;
  private Optional<PagingCycle> cycle = Optional.empty();

  /// @param coverage whether the network is there
  public Radio(ModuleLoop loop, Timing timing, boolean coverage) {
    this.loop = loop;
    this.coverage = coverage;
    registration =
        new Registration(loop, timing.registration(), coverage, this::registrationChanged);
    connection = new RadioConnection(loop, timing.inactivity(), this::connectionChanged);
    saving = new PowerSaving(loop, new Course());
  }

  /// Adds one that is told of changes, after those that were added before.
  public void listen(RadioListener listener) {
    listeners.add(listener);
  }

  /// Adds a link that must close when the network is left.
  public void listen(BearerListener bearer) {
    bearers.add(bearer);
  }

  // What links ask.

  /// {@inheritDoc}
  ///
  /// Wakes the module from PSM.
  @Override
  public boolean uplink() {
    saving.leave();
    if (!registered()) {
      return false;
    }
    connection.uplink();
    return true;
  }

  @Override
  public boolean downlink() {
    if (!registered() || saving.sleeping()) {
      return false;
    }
    connection.downlink();
    return true;
  }

  /// How long the network keeps a packet that comes now, because an idle module with eDRX listens
  /// only in its paging windows. The link delivers it afterwards, through {@link #downlink}.
  public Duration pagingDelay() {
    return connected()
        ? Duration.ZERO
        : cycle.map(paging -> paging.untilHeard(loop.now())).orElse(Duration.ZERO);
  }

  /// Whether packets have a way: what needs the network fails at once otherwise.
  public boolean registered() {
    return registration.state() == NetworkStatus.HOME;
  }

  /// Release assistance for the next uplink; said just before it.
  public void assist(Assistance assistance) {
    connection.assist(assistance);
  }

  /// Keeps the module awake until the answer that it waits for has come or was given up.
  public Hold hold() {
    holds++;
    var open = new boolean[] {true};
    return () -> {
      if (open[0]) {
        open[0] = false;
        holds--;
        saving.update();
      }
    };
  }

  // What commands set and read.

  public NetworkStatus status() {
    return registration.state();
  }

  public boolean connected() {
    return connection.connected();
  }

  /// Whether the module is in PSM.
  public boolean sleeping() {
    return saving.sleeping();
  }

  public RadioFunction function() {
    return function;
  }

  public void function(RadioFunction function) {
    this.function = function;
    reconsider();
  }

  /// Whether there is a SIM that needs no PIN any more.
  public void simReady(boolean simReady) {
    this.simReady = simReady;
    reconsider();
  }

  /// Completes as soon as the module is registered, or with `false` when `limit` is over.
  public CompletionStage<Boolean> registeredWithin(Duration limit) {
    var done = new CompletableFuture<Boolean>();
    if (registered()) {
      done.complete(true);
      return done;
    }
    RadioListener waiting =
        new RadioListener() {
          @Override
          public void registrationChanged() {
            if (registered()) {
              done.complete(true);
            }
          }
        };
    listeners.add(waiting);
    ModuleLoop.Task giveUp = loop.after(limit, () -> done.complete(false));
    return done.thenApply(registered -> {
      giveUp.cancel();
      loop.run(() -> listeners.remove(waiting));
      return registered;
    });
  }

  /// Whether the host wants to be in the network (`COPS`, `CGATT`).
  public void attach(boolean attach) {
    this.attach = attach;
    reconsider();
  }

  public boolean attachWanted() {
    return attach;
  }

  /// Whether the network is there at all. A sleeping module finds out when it wakes.
  public void coverage(boolean coverage) {
    this.coverage = coverage;
    if (!saving.sleeping()) {
      registration.coverage(coverage);
    }
  }

  /// Listens only so often while idle (eDRX); empty listens always.
  public void pagingCycle(Optional<PagingCycle> cycle) {
    this.cycle = cycle;
  }

  /// Release after so long without data (`QSCLKEX`); empty leaves it to the network again.
  public void earlyRelease(Optional<Duration> inactivity) {
    connection.earlyRelease(inactivity);
  }

  /// Asks for PSM, or takes it back. New timers need a tracking area update, hence a connection.
  public void psm(Optional<PsmRequest> request) {
    if (request.isPresent()) {
      uplink();
    }
    saving.request(request);
  }

  /// Power goes: everything stops, nothing is said any more.
  public void powerLost() {
    registration.stop();
    connection.stop();
    saving.stop();
    listeners.clear();
    bearers.forEach(BearerListener::powerLost);
    bearers.clear();
  }

  /// One context goes (`QIDEACT`).
  void deactivated(int context) {
    bearers.forEach(bearer -> bearer.deactivated(context));
  }

  private void reconsider() {
    boolean wanted = function == RadioFunction.FULL && simReady && attach;
    boolean leaving = !wanted && registration.wanted();
    registration.wanted(wanted);
    if (leaving) {
      bearers.forEach(BearerListener::detached);
    }
  }

  private void registrationChanged() {
    if (registered()) {
      connection.uplink(); // the attach itself
    } else {
      saving.leave();
      connection.drop();
    }
    listeners.forEach(RadioListener::registrationChanged);
    saving.update();
  }

  private void connectionChanged(boolean connected) {
    listeners.forEach(listener -> listener.connectionChanged(connected));
    saving.update();
  }

  private final class Course implements PowerSaving.Course {
    @Override
    public boolean mayRest() {
      return registered() && !connected() && holds == 0;
    }

    @Override
    public void entered() {
      listeners.forEach(RadioListener::psmEntered);
    }

    @Override
    public void left() {
      listeners.forEach(RadioListener::psmLeft);
      registration.coverage(coverage);
    }

    @Override
    public void trackingAreaUpdate() {
      uplink();
    }
  }
}
