package io.openaep.platform.command;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class CommandStatusTest {
  private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

  /// Delivery rules, "What its states mean": written out a second time, as a table.
  private static final Map<CommandStatus, Set<CommandStatus>> ALLOWED =
      new EnumMap<>(
          Map.of(
              CommandStatus.SAVED,
              EnumSet.of(CommandStatus.SENT, CommandStatus.CANCELLED, CommandStatus.FAILED),
              CommandStatus.SENT,
              EnumSet.of(CommandStatus.DELIVERED, CommandStatus.FAILED),
              CommandStatus.DELIVERED,
              EnumSet.of(CommandStatus.COMPLETED),
              CommandStatus.COMPLETED,
              EnumSet.noneOf(CommandStatus.class),
              CommandStatus.CANCELLED,
              EnumSet.noneOf(CommandStatus.class),
              CommandStatus.FAILED,
              EnumSet.noneOf(CommandStatus.class)));

  @Test
  void transitionTableIsAsTheRulesSay() {
    for (CommandStatus from : CommandStatus.values()) {
      for (CommandStatus to : CommandStatus.values()) {
        assertThat(from.mayBecome(to))
            .as("%s to %s", from, to)
            .isEqualTo(ALLOWED.getOrDefault(from, Set.of()).contains(to));
      }
    }
  }

  @Test
  void openIsWhatCanStillFail() {
    for (CommandStatus status : CommandStatus.values()) {
      assertThat(status.open()).isEqualTo(status.mayBecome(CommandStatus.FAILED));
    }
  }

  /// Whatever comes in whatever order: each change is one of the table, what has ended stays as it
  /// is, and folding everything twice gives the same.
  @Property(tries = 500)
  void anySequenceOfEventsMovesOnlyAlongTheTable(@ForAll("lives") List<Event> events) {
    MemoryCommandStore store = new MemoryCommandStore();
    List<Recorded> all = new ArrayList<>();
    all.add(
        new Recorded(1, new CommandSaved(NOW, 1, 1, Bytes.EMPTY, "{}", Duration.ofHours(1), "me")));
    store.fold(all);
    for (Event event : events) {
      StoredCommand before = store.find(1, 1).orElseThrow();
      Recorded next = new Recorded(all.size() + 1L, event);
      all.add(next);
      store.fold(List.of(next));
      StoredCommand after = store.find(1, 1).orElseThrow();
      if (before.status() == after.status()) {
        assertThat(after).isEqualTo(before);
      } else {
        assertThat(before.status().mayBecome(after.status())).isTrue();
        assertThat(after.finishedAt().isPresent()).isEqualTo(!after.status().open());
      }
    }
    MemoryCommandStore again = new MemoryCommandStore();
    again.fold(all);
    assertThat(again.find(1, 1)).isEqualTo(store.find(1, 1));
  }

  @Provide
  Arbitrary<List<Event>> lives() {
    return Arbitraries.<Event>of(
            new CommandSent(NOW.plusSeconds(1), 1, 1),
            new CommandDelivered(NOW.plusSeconds(2), 1, 1),
            new CommandFailed(NOW.plusSeconds(3), 1, 1, "TIMEOUT", "no answer"),
            new CommandCancelled(NOW.plusSeconds(4), 1, 1, "me"))
        .list()
        .ofMaxSize(8);
  }
}
