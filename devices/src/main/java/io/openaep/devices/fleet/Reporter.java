package io.openaep.devices.fleet;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;
import java.util.Iterator;
import java.util.random.RandomGenerator;

/// One device's course: connects, stays connected, sends numbered reports within its window and
/// remembers which of them were acknowledged. On its lane; the set of the acknowledged may be read
/// when the lanes have come to rest.
final class Reporter implements FleetDevice.Watcher {
  private static final Duration RECONNECT_AFTER = Duration.ofSeconds(1);
  private static final int JITTER_MS = 1000;

  private final FleetLane lane;
  private final FleetPlan plan;
  private final Ledger ledger;
  private final RandomGenerator random;
  private final Enrolled identity;
  private final BitSet acknowledged = new BitSet();
  private final Deque<Open> open = new ArrayDeque<>();
  private FleetDevice device = new NoDevice();
  private Runnable whenTried = () -> {};
  private int next;
  private boolean connected;
  private boolean running = true;
  private boolean pushing;
  private boolean filling;

  /// A report that waits for its acknowledgement.
  private record Open(int number, long sentNanos) {}

  Reporter(
      FleetLane lane, FleetPlan plan, Ledger ledger, RandomGenerator random, Enrolled identity) {
    this.lane = lane;
    this.plan = plan;
    this.ledger = ledger;
    this.random = random;
    this.identity = identity;
  }

  /// Called once, before {@link #connect}.
  void drives(FleetDevice made) {
    device = made;
  }

  FleetLane lane() {
    return lane;
  }

  Enrolled identity() {
    return identity;
  }

  int sent() {
    return next;
  }

  BitSet acknowledged() {
    return acknowledged;
  }

  boolean isConnected() {
    return connected;
  }

  boolean isIdle() {
    return open.isEmpty();
  }

  boolean mayWake() {
    return device.mayWake();
  }

  /// @param tried runs once, when the first attempt has ended either way
  void connect(Runnable tried) {
    whenTried = tried;
    device.connect();
  }

  /// From now on the next report leaves whenever the window has room.
  void push() {
    pushing = true;
    fill();
  }

  /// Sends one report, if the device is connected and its window has room.
  boolean sendOne() {
    boolean sent = send();
    if (sent) {
      device.flush();
    }
    return sent;
  }

  void rest() {
    pushing = false;
  }

  void close() {
    running = false;
    pushing = false;
    device.close();
  }

  private boolean send() {
    if (!connected || open.size() >= plan.outstanding() || !device.mayWake()) {
      return false;
    }
    int number = next++;
    ledger.sent.increment();
    if (plan.acknowledgement() != Acknowledgement.NONE) {
      open.add(new Open(number, System.nanoTime()));
    }
    device.report(number, Report.of(number, plan.payloadBytes()));
    return true;
  }

  private void fill() {
    filling = false;
    boolean any = false;
    while (pushing && send()) {
      any = true;
    }
    if (any) {
      device.flush();
    }
  }

  /// Fills the window when everything that came at once has been looked at.
  private void fillSoon() {
    if (pushing && !filling) {
      filling = true;
      lane.run(this::fill);
    }
  }

  @Override
  public void connected() {
    connected = true;
    ledger.connected.increment();
    tried();
    fillSoon();
  }

  @Override
  public void lost(String reason) {
    if (!running) {
      return;
    }
    ledger.lost(reason);
    ledger.unanswered.add(open.size());
    open.clear();
    if (connected) {
      connected = false;
      ledger.connected.decrement();
    }
    tried();
    lane.after(
        RECONNECT_AFTER.plusMillis(random.nextInt(JITTER_MS)),
        () -> {
          if (running && !connected) {
            device.close();
            device.connect();
          }
        });
  }

  private void tried() {
    Runnable then = whenTried;
    whenTried = () -> {};
    then.run();
  }

  @Override
  public void acknowledged(int number) {
    for (Iterator<Open> all = open.iterator(); all.hasNext(); ) {
      Open one = all.next();
      if (one.number() == number) {
        all.remove();
        acknowledged(one);
        break;
      }
    }
    fillSoon();
  }

  @Override
  public void acknowledgedUpTo(int number) {
    while (!open.isEmpty() && open.getFirst().number() <= number) {
      acknowledged(open.removeFirst());
    }
    fillSoon();
  }

  private void acknowledged(Open one) {
    acknowledged.set(one.number());
    ledger.acknowledged(System.nanoTime() - one.sentNanos());
  }

  @Override
  public void unanswered(int number) {
    if (open.removeIf(it -> it.number() == number)) {
      ledger.unanswered.increment();
    }
    fillSoon();
  }

  /// Before there is one.
  private static final class NoDevice implements FleetDevice {
    @Override
    public void connect() {
      throw new IllegalStateException("drives() comes first");
    }

    @Override
    public void report(int number, byte[] payload) {
      throw new IllegalStateException("drives() comes first");
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
