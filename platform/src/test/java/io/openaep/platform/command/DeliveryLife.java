package io.openaep.platform.command;

import io.openaep.platform.access.DeviceSession;
import io.openaep.platform.access.GoneCause;
import io.openaep.platform.access.PowerMode;
import io.openaep.platform.access.Protocol;
import io.openaep.platform.access.SendOutcome;
import io.openaep.platform.command.Commands.CancelResult;
import io.openaep.platform.command.World.Sending;
import io.openaep.platform.journal.Event;
import io.openaep.platform.journal.Recorded;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;

/// One seeded random life of six devices, as {@link DeliverySimulationTest} tells it.
final class DeliveryLife {
  private static final int STEPS = 600;

  /// So many events are shown when a seed fails.
  private static final int NEWEST = 60;

  private static final Duration LONGEST_TTL = Duration.ofMinutes(30);

  private final Random random;
  private final World world;
  private final DeliveryInvariants invariants;
  private final LossyAir air;
  private final List<CompletableFuture<Command>> wishes = new ArrayList<>();
  private final List<Cancel> cancels = new ArrayList<>();
  private final List<Command> told = new ArrayList<>();
  private final List<Runnable> later = new ArrayList<>();

  private record Cancel(Command command, CompletableFuture<CancelResult> result) {}

  /// @param parts what the platform is made of: whole, or with a planted bug
  DeliveryLife(long seed, Parts parts) {
    this.random = new Random(seed);
    this.world = new World(parts);
    this.invariants = new DeliveryInvariants(world);
    this.air = new LossyAir(world, invariants, random);
    world.device(1, Protocol.LWM2M, new PowerMode.Psm());
    world.device(2, Protocol.LWM2M, new PowerMode.Psm());
    world.device(3, Protocol.LWM2M, new PowerMode.Drx());
    world.device(4, Protocol.LWM2M, new PowerMode.Edrx(Duration.ofSeconds(20)));
    world.device(5, Protocol.MQTT, new PowerMode.Drx());
    world.device(6, Protocol.TCP, new PowerMode.Drx());
  }

  void live() {
    for (int step = 0; step < STEPS; step++) {
      step();
      hear();
    }
    heal();
    hear();
    invariants.everyCommandHasEndedOnce();
    air.acknowledgedMeansStored();
  }

  int sends() {
    return invariants.sends();
  }

  int acknowledged() {
    return air.acknowledged();
  }

  private void step() {
    long device = 1L + random.nextInt(6);
    switch (random.nextInt(50)) {
      case 0, 1, 2, 3 -> create(device);
      case 4 -> cancel();
      case 5, 6, 7 -> world.append(world.report(device));
      case 8, 9 -> connect(device);
      case 10 -> disconnect(device);
      case 11, 12, 13, 14 -> answer();
      case 15, 16, 17, 18, 19, 20 -> world.journal.commitOne();
      case 21, 22, 23, 24, 25 -> world.fold(1 + random.nextInt(5));
      case 26, 27, 28, 29, 30, 31 -> world.readOneMessage();
      case 32, 33 -> world.runDue();
      case 34 -> world.clock.advance(Duration.ofMillis(random.nextInt(3_000)));
      case 35 -> sometimes(10, () -> world.clock.advance(Duration.ofMinutes(random.nextInt(60))));
      case 36 -> sometimes(5, this::checkpoint);
      case 37 -> sometimes(3, world.journal::refusePending);
      case 38 -> sometimes(6, this::crash);
      case 40, 41, 42 -> air.report(device);
      case 43, 44, 45, 46, 47, 48, 49 -> air.carryOne();
      default -> {
        world.registryBroken = random.nextInt(5) == 0;
        doOneLater();
      }
    }
  }

  private void sometimes(int oneIn, Runnable action) {
    if (random.nextInt(oneIn) == 0) {
      action.run();
    }
  }

  private void create(long device) {
    Duration ttl =
        random.nextInt(4) == 0
            ? Duration.ZERO
            : Duration.ofMillis(1 + random.nextLong(LONGEST_TTL.toMillis()));
    CompletableFuture<Command> result = world.create(device, ttl);
    wishes.add(result);
  }

  /// Callers look at what they were told.
  private void hear() {
    invariants.nothingWrongHasLeft();
    wishes.removeIf(result -> {
      if (result.isDone() && !result.isCompletedExceptionally()) {
        invariants.told(result.join());
        told.add(result.join());
      }
      return result.isDone();
    });
    cancels.removeIf(cancel -> {
      if (cancel.result().isDone() && !cancel.result().isCompletedExceptionally()) {
        invariants.cancelAnswered(cancel.command(), cancel.result().join());
      }
      return cancel.result().isDone();
    });
  }

  private void cancel() {
    if (!told.isEmpty()) {
      Command command = told.get(told.size() - 1 - random.nextInt(Math.min(5, told.size())));
      cancels.add(new Cancel(command, world.cancel(command.device().number(), command.id())));
    }
  }

  private void connect(long device) {
    if (random.nextBoolean()) {
      world.connect(device);
    } else {
      world.append(world.connected(device, 99));
      later.add(() -> world.attach(device));
    }
  }

  private void disconnect(long device) {
    world
        .sessions
        .of(device)
        .ifPresent(session -> {
          session.close(GoneCause.CLOSED);
          if (random.nextBoolean()) {
            detach(session);
          } else {
            later.add(() -> detach(session));
          }
        });
  }

  private void detach(DeviceSession session) {
    if (world.sessions.detach(session)) {
      world.append(
          new Event.Gone(
              world.clock.instant(),
              session.source().device().number(),
              session.source().session(),
              "CLOSED"));
    }
  }

  private void answer() {
    if (world.sendings.isEmpty()) {
      return;
    }
    Sending sending = world.sendings.get(random.nextInt(world.sendings.size()));
    int kind = random.nextInt(10);
    if (kind == 9) {
      sending.session().close(GoneCause.UNRESPONSIVE);
      later.add(() -> detach(sending.session()));
      return;
    }
    world.sendings.remove(sending);
    if (kind == 8) {
      invariants.nothingLeft(sending);
      sending.outcome().complete(new SendOutcome.NotSent("no DTLS session"));
    } else if (kind == 7) {
      sending.outcome().complete(new SendOutcome.Refused("4.04"));
    } else if (kind == 6) {
      sending.outcome().complete(new SendOutcome.Unanswered("no answer"));
    } else if (kind == 5) {
      sending.outcome().completeExceptionally(new IllegalStateException("a mistake of ours"));
    } else {
      invariants.answered(sending.downlink().commandId());
      sending.outcome().complete(new SendOutcome.Delivered());
    }
  }

  private void doOneLater() {
    if (!later.isEmpty()) {
      later.remove(random.nextInt(later.size())).run();
    }
  }

  private void crash() {
    world.crash();
    air.platformStarted();
    if (random.nextBoolean()) {
      world.parts.store().loseNewestCommits(random.nextInt(20));
    }
    invariants.crashed();
    later.clear();
    for (long device = 1; device <= 4; device++) {
      long restored = device;
      switch (random.nextInt(3)) {
        case 0 -> world.attach(restored);
        case 1 -> later.add(() -> world.attach(restored));
        default -> {}
      }
    }
  }

  private void checkpoint() {
    world.registryBroken = false;
    world.settle();
    world.advance(Duration.ofSeconds(1));
    world.advance(Duration.ofSeconds(1));
    invariants.nothingIsForgotten();
  }

  /// No more faults: everything must come to its end.
  private void heal() {
    world.registryBroken = false;
    later.clear();
    for (long device : world.addressees.keySet()) {
      world.connect(device);
    }
    for (int round = 0; round < 20; round++) {
      checkpoint();
      for (Sending sending : List.copyOf(world.sendings)) {
        invariants.answered(sending.downlink().commandId());
        world.answer(sending, new SendOutcome.Delivered());
      }
      world.append(world.report(1));
      world.append(world.report(2));
    }
    air.carryAll();
    world.advance(LONGEST_TTL);
    for (Sending sending : List.copyOf(world.sendings)) {
      world.answer(sending, new SendOutcome.Unanswered("no answer"));
    }
    world.advance(Duration.ofSeconds(1));
  }

  String newest() {
    StringBuilder text = new StringBuilder();
    List<Recorded> all = world.journal.all();
    for (Recorded recorded : all.subList(Math.max(0, all.size() - NEWEST), all.size())) {
      text.append(recorded).append('\n');
    }
    return text.toString();
  }
}
