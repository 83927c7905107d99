package io.openaep.platform.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.openaep.platform.access.PowerMode;
import io.openaep.platform.command.Commands.CancelResult;
import io.openaep.platform.command.World.Sending;
import io.openaep.platform.journal.Event;
import io.openaep.platform.journal.Event.CommandCancelled;
import io.openaep.platform.journal.Event.CommandDelivered;
import io.openaep.platform.journal.Event.CommandFailed;
import io.openaep.platform.journal.Event.CommandSaved;
import io.openaep.platform.journal.Event.CommandSent;
import io.openaep.platform.journal.Recorded;
import io.openaep.wire.Bytes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What must hold whatever happens, read from the journal and from what the devices saw; written
/// without a look at the dispatcher, so that the two do not share a mistake.
final class DeliveryInvariants {
  private final World world;

  /// Commands of which a byte has left, and those that a device has answered.
  private final Set<Long> left = new HashSet<>();

  private final Set<Long> answered = new HashSet<>();

  /// Sessions that said NotSent while they were open; by device, until it is heard.
  private final Map<Long, Long> refusedAt = new HashMap<>();

  private final List<AssertionError> violations = new ArrayList<>();
  private long startedAt;
  private int sends;

  DeliveryInvariants(World world) {
    this.world = world;
    world.atSend = this::watch;
  }

  int sends() {
    return sends;
  }

  void crashed() {
    startedAt = world.journal.end();
    refusedAt.clear();
  }

  /// At the very moment when the acknowledgement of a report is about to leave.
  void acknowledging(Bytes payload, long position) {
    boolean stored =
        world.journal.read(position - 1, 1).stream()
            .anyMatch(
                it -> it.event() instanceof Event.Reported report && report.raw().equals(payload));
    if (!stored) {
      violations.add(new AssertionError(payload + " is acknowledged and is not stored"));
    }
  }

  void answered(long command) {
    answered.add(command);
  }

  void nothingLeft(Sending sending) {
    left.remove(sending.downlink().commandId());
    refusedAt.put(sending.device(), world.journal.end());
  }

  /// A failed assertion must not be taken for a session that fails: it is kept.
  private void watch(Sending sending) {
    try {
      sending(sending);
    } catch (AssertionError e) {
      violations.add(e);
    }
  }

  /// Throws what was found wrong when something left.
  void nothingWrongHasLeft() {
    if (!violations.isEmpty()) {
      throw violations.getFirst();
    }
  }

  /// At the very moment when the first byte is about to leave.
  private void sending(Sending sending) {
    long id = sending.downlink().commandId();
    Life life = Life.of(world, id);
    assertThat(life.status)
        .as("SENT is on disk before the first byte of %s", id)
        .isEqualTo(CommandStatus.SENT);
    assertThat(left.add(id)).as("%s is sent once", id).isTrue();
    assertThat(world.sendings)
        .as("one in flight on device %s", sending.device())
        .filteredOn(it -> it.device() == sending.device())
        .noneMatch(
            it -> Life.of(world, it.downlink().commandId()).status.open()); // overdue ones end
    for (Recorded recorded : world.journal.all()) {
      if (recorded.event() instanceof CommandSent other
          && other.device() == sending.device()
          && other.command() != id
          && left.contains(other.command())) {
        assertThat(Life.of(world, other.command()).status.open())
            .as("%s has ended before %s is sent", other.command(), id)
            .isFalse();
      }
    }
    boolean immediate = life.saved.ttl().isZero();
    Instant now = world.clock.instant();
    assertThat(immediate || now.isBefore(life.saved.at().plus(life.saved.ttl())))
        .as("%s is not sent after its time", id)
        .isTrue();
    assertThat(immediate && life.position <= startedAt)
        .as("%s was to be sent at once, before a restart", id)
        .isFalse();
    if (sleeps(sending.device())) {
      assertThat(contact(sending.device()))
          .as("the sleeping device %s was heard after %s was saved", sending.device(), id)
          .isGreaterThan(life.position);
    }
    sends++;
  }

  private boolean sleeps(long device) {
    return Optional.ofNullable(world.addressees.get(device))
        .filter(it -> it.power() instanceof PowerMode.Psm)
        .isPresent();
  }

  /// The position of the uplink that opened the device's contact; 0 if there is none.
  private long contact(long device) {
    long contact = 0;
    for (Recorded recorded : world.journal.all()) {
      Event event = recorded.event();
      if (event.device() == device) {
        if (event instanceof CommandFailed failed && failed.failure().equals("TIMEOUT")) {
          contact = 0;
        } else if (recorded.position() > startedAt && isUplink(event)) {
          contact = recorded.position();
        }
      }
    }
    return contact;
  }

  private static boolean isUplink(Event event) {
    return event instanceof Event.Connected
        || event instanceof Event.Updated
        || event instanceof Event.Reported;
  }

  /// A caller has been told this id.
  void told(Command command) {
    assertThat(Life.of(world, command.id()).saved.command()).isEqualTo(command.id());
    assertThat(world.store.find(command.device().number(), command.id())).isPresent();
  }

  /// Whoever wanted to cancel got this answer.
  void cancelAnswered(Command command, CancelResult answer) {
    long id = command.id();
    CommandStatus status = Life.of(world, id).status;
    switch (answer) {
      case CANCELLED -> assertThat(status).isEqualTo(CommandStatus.CANCELLED);
      case TOO_LATE -> {
        boolean ending = world.journal.asked().stream().anyMatch(event -> concerns(event, id));
        boolean over = !world.clock.instant().isBefore(command.createdAt().plus(command.ttl()));
        assertThat(status != CommandStatus.SAVED || ending || over)
            .as("%s has left or ended, so it cannot be cancelled", id)
            .isTrue();
      }
      case UNKNOWN -> throw new AssertionError(id + " is unknown");
    }
  }

  private static boolean concerns(Event event, long id) {
    return (event instanceof CommandSent sent && sent.command() == id)
        || (event instanceof CommandFailed failed && failed.command() == id)
        || (event instanceof CommandCancelled cancelled && cancelled.command() == id);
  }

  /// With everything settled, nothing may lie around that could leave.
  void nothingIsForgotten() {
    assertThat(world.store.open())
        .as("what may not wait has left or failed")
        .filteredOn(it -> it.ttl().isZero())
        .allMatch(
            it -> world.sendings.stream().anyMatch(at -> at.downlink().commandId() == it.id()));
    for (long device : world.addressees.keySet()) {
      boolean inFlight = world.sendings.stream().anyMatch(it -> it.device() == device);
      boolean reachable =
          world
              .sessions
              .of(device)
              .filter(it -> !((World.ScriptedSession) it).isClosed())
              .isPresent();
      if (reachable && !inFlight && !deaf(device)) {
        long until = mayLeaveUntil(device);
        assertThat(world.store.open())
            .as("device %s can be reached, so nothing saved before %s waits", device, until)
            .noneMatch(it -> it.device() == device && it.position() < until);
      }
    }
  }

  private long mayLeaveUntil(long device) {
    if (!sleeps(device)) {
      return Long.MAX_VALUE;
    }
    long contact = contact(device);
    Instant now = world.clock.instant();
    boolean fresh =
        contact > 0
            && world
                .journal
                .read(contact - 1, 1)
                .getFirst()
                .event()
                .at()
                .isAfter(now.minus(Duration.ofSeconds(20)));
    return fresh ? contact : 0;
  }

  private boolean deaf(long device) {
    long refused = refusedAt.getOrDefault(device, -1L);
    return refused >= 0
        && world.journal.read(refused, Integer.MAX_VALUE).stream()
            .noneMatch(it -> it.event().device() == device && isUplink(it.event()));
  }

  /// After the last of them must have ended.
  void everyCommandHasEndedOnce() {
    for (Recorded recorded : world.journal.all()) {
      if (recorded.event() instanceof CommandSaved saved) {
        Life life = Life.of(world, saved.command());
        assertThat(life.status.open())
            .as("%s has ended: %s", saved.command(), life.status)
            .isFalse();
        if (life.status == CommandStatus.DELIVERED) {
          assertThat(answered).as("delivered is answered").contains(saved.command());
        }
        if (life.status == CommandStatus.CANCELLED || "EXPIRED".equals(life.failure)) {
          assertThat(left)
              .as("%s %s never left", life.status, life.failure)
              .doesNotContain(saved.command());
        }
        assertThat(world.store.find(saved.device(), saved.command()).orElseThrow().status())
            .isEqualTo(life.status);
      }
    }
  }

  /// One command's life by the journal. Each event must be one that its state allows.
  private static final class Life {
    private final CommandSaved saved;
    private final long position;
    private CommandStatus status = CommandStatus.SAVED;
    private String failure = "";

    private Life(CommandSaved saved, long position) {
      this.saved = saved;
      this.position = position;
    }

    static Life of(World world, long id) {
      List<Life> lives = new ArrayList<>();
      for (Recorded recorded : world.journal.all()) {
        if (recorded.event() instanceof CommandSaved saved && saved.command() == id) {
          lives.add(new Life(saved, recorded.position()));
        }
      }
      assertThat(lives).as("%s is in the journal once", id).hasSize(1);
      Life life = lives.getFirst();
      for (Recorded recorded : world.journal.read(life.position, Integer.MAX_VALUE)) {
        life.follow(recorded.event());
      }
      return life;
    }

    private void follow(Event event) {
      switch (event) {
        case CommandSent it when it.command() == id() -> becomes(CommandStatus.SENT);
        case CommandDelivered it when it.command() == id() -> becomes(CommandStatus.DELIVERED);
        case CommandCancelled it when it.command() == id() -> becomes(CommandStatus.CANCELLED);
        case CommandFailed it when it.command() == id() -> {
          becomes(CommandStatus.FAILED);
          failure = it.failure();
        }
        default -> {}
      }
    }

    private long id() {
      return saved.command();
    }

    private void becomes(CommandStatus next) {
      assertThat(status.mayBecome(next)).as("%s: %s to %s", saved.command(), status, next).isTrue();
      status = next;
    }
  }
}
