package io.openaep.platform.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.openaep.platform.access.Door;
import io.openaep.platform.access.Inbound;
import io.openaep.platform.access.Receipt;
import io.openaep.platform.access.RepeatKey;
import io.openaep.platform.access.Source;
import io.openaep.platform.ingest.Ingest;
import io.openaep.platform.journal.Event;
import io.openaep.platform.journal.Recorded;
import io.openaep.wire.Bytes;
import io.openaep.wire.model.ThingModel;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Devices that report until they are acknowledged, through datagrams that are lost, doubled and
/// overtake one another, into the real ingest. It watches *acknowledged ⇒ stored* when the
/// acknowledgement leaves and again at the end of all crashes, and that a repetition within the
/// window of its protocol is not stored a second time.
final class LossyAir {
  /// RFC 7252, 4.8.2: EXCHANGE_LIFETIME.
  private static final Duration WINDOW = Duration.ofSeconds(247);

  private final World world;
  private final DeliveryInvariants invariants;
  private final Random random;
  private final List<Datagram> flying = new ArrayList<>();
  private final Map<Long, Long> unanswered = new HashMap<>();
  private final Set<Bytes> acknowledged = new HashSet<>();
  private Ingest ingest;
  private long lastReport;

  /// @param up from the device; else its acknowledgement
  private record Datagram(long device, long report, boolean up) {}

  LossyAir(World world, DeliveryInvariants invariants, Random random) {
    this.world = world;
    this.invariants = invariants;
    this.random = random;
    this.ingest = open();
  }

  /// The process is new; what flies goes on flying.
  void platformStarted() {
    ingest = open();
  }

  private Ingest open() {
    return Ingest.open(
        world.journal,
        _ -> Optional.empty(),
        _ -> ThingModel.EMPTY,
        10_000,
        world.clock,
        new SimpleMeterRegistry());
  }

  /// A device sends: what is not acknowledged again, else something new.
  void report(long device) {
    long report = unanswered.computeIfAbsent(device, _ -> ++lastReport);
    flying.add(new Datagram(device, report, true));
  }

  /// One datagram arrives, is lost, or arrives and will come once more.
  void carryOne() {
    if (flying.isEmpty()) {
      return;
    }
    Datagram datagram = flying.get(random.nextInt(flying.size()));
    int fate = random.nextInt(10);
    if (fate != 0) {
      flying.remove(datagram);
    }
    if (fate > 2) {
      arrive(datagram);
    }
  }

  /// No more faults.
  void carryAll() {
    while (!flying.isEmpty()) {
      arrive(flying.removeFirst());
      world.settle();
    }
  }

  int acknowledged() {
    return acknowledged.size();
  }

  private void arrive(Datagram datagram) {
    if (datagram.up()) {
      var _ =
          ingest
              .store(inbound(datagram))
              .whenComplete((receipt, trouble) -> answer(datagram, receipt, trouble));
    } else {
      unanswered.remove(datagram.device(), datagram.report());
      acknowledged.add(payload(datagram.report()));
    }
  }

  private void answer(Datagram datagram, @Nullable Receipt receipt, @Nullable Throwable trouble) {
    if (receipt != null && trouble == null) {
      invariants.acknowledging(payload(datagram.report()), receipt.position());
      flying.add(new Datagram(datagram.device(), datagram.report(), false));
    }
  }

  private Inbound inbound(Datagram datagram) {
    Source source =
        new Source(World.ref(datagram.device()), Door.LWM2M, datagram.report(), "127.0.0.1:1");
    return new Inbound.Report(
        source,
        world.clock.instant(),
        "/19/0/0",
        Optional.of(42),
        payload(datagram.report()),
        true,
        Optional.of(new RepeatKey(datagram.report())));
  }

  private static Bytes payload(long report) {
    return Bytes.utf8("report " + report);
  }

  /// After all crashes: what a device was told is there, and once.
  void acknowledgedMeansStored() {
    Map<Bytes, Instant> stored = new HashMap<>();
    for (Recorded recorded : world.journal.all()) {
      if (recorded.event() instanceof Event.Reported report && report.repeatKey() != 0) {
        Instant first = stored.put(report.raw(), report.at());
        if (first != null) {
          assertThat(report.at())
              .as("%s is stored once within its window", report.raw())
              .isAfter(first.plus(WINDOW));
        }
      }
    }
    for (Bytes payload : acknowledged) {
      assertThat(stored).as("%s was acknowledged and is not stored", payload).containsKey(payload);
    }
  }
}
