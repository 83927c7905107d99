package io.openaep.platform.command;

import io.openaep.platform.access.DeviceSession;
import io.openaep.platform.access.Door;
import io.openaep.platform.access.Sessions;
import io.openaep.platform.access.Source;
import io.openaep.platform.access.Tap;
import io.openaep.platform.journal.Content;
import io.openaep.platform.journal.Event;
import io.openaep.platform.journal.Event.CommandCompleted;
import io.openaep.platform.journal.Event.CommandUnanswered;
import io.openaep.platform.journal.Event.ResponseIgnored;
import io.openaep.platform.journal.Event.Task;
import io.openaep.platform.journal.Journal;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Brings the responses of devices and the commands that they answer together: a delivered command
/// is completed by its response, or given up when the response timeout is over; a response that
/// fits none is stored with the reason, which the device's trace shows. The fold has entered the
/// response at its command before this hears of it. Used by the dispatcher's thread alone.
final class Responses {
  private static final Logger LOG = LoggerFactory.getLogger(Responses.class);

  /// States in which a command's own response can come too late.
  private static final Set<CommandStatus> LATE =
      Set.of(CommandStatus.DELIVERED, CommandStatus.FAILED);

  private static final Duration RETRY = Duration.ofSeconds(1);

  private final Journal journal;
  private final CommandStore store;
  private final Addressees addressees;
  private final Sessions sessions;
  private final Tap tap;
  private final Supplier<Instant> now;
  private final Executor mailbox;
  private final Agenda agenda;

  /// Delivered commands whose end is awaited: until the response timeout, or until their last event
  /// is folded.
  private final Map<Long, Waiting> waiting = new HashMap<>();

  private static final class Waiting {
    private final Agenda.Entry deadline;
    private boolean settled;

    Waiting(Agenda.Entry deadline) {
      this.deadline = deadline;
    }
  }

  /// @param now the time for events
  Responses(CommandPorts ports, Supplier<Instant> now, Executor mailbox, Agenda agenda) {
    this.journal = ports.journal();
    this.store = ports.store();
    this.addressees = ports.addressees();
    this.sessions = ports.sessions();
    this.tap = ports.tap();
    this.now = now;
    this.mailbox = mailbox;
    this.agenda = agenda;
  }

  /// After a restart: what the fold has found delivered.
  void recover() {
    for (StoredTask task : store.tasks().delivered()) {
      store
          .find(task.device(), task.command())
          .flatMap(StoredCommand::deliveredAt)
          .ifPresent(at -> await(task, at));
    }
  }

  /// CommandDelivered was folded.
  void delivered(Event.CommandDelivered event) {
    store
        .tasks()
        .find(event.device(), event.command())
        .filter(task -> task.task().answer() != Task.NONE)
        .ifPresent(task -> await(task, event.at()));
  }

  private void await(StoredTask task, Instant deliveredAt) {
    if (waiting.containsKey(task.command())) {
      return;
    }
    Instant end = deliveredAt.plus(timeout(task.device()));
    Waiting entry = new Waiting(agenda.add(end, () -> overdue(task)));
    waiting.put(task.command(), entry);
    task.response().ifPresent(response -> complete(task, response));
  }

  private Duration timeout(long device) {
    return addressees
        .of(device)
        .map(addressee -> addressee.options().responseTimeout())
        .orElse(Duration.ZERO);
  }

  private void overdue(StoredTask task) {
    Waiting entry = waiting.get(task.command());
    if (entry != null && !entry.settled) {
      entry.settled = true;
      record(new CommandUnanswered(now.get(), task.device(), task.command()));
    }
  }

  private void complete(StoredTask task, StoredTask.Response response) {
    Waiting entry = waiting.get(task.command());
    if (entry != null && !entry.settled) {
      entry.settled = true;
      record(new CommandCompleted(now.get(), task.device(), task.command(), response.values()));
    }
  }

  /// The last event of a command was folded.
  void ended(long command) {
    Waiting entry = waiting.remove(command);
    if (entry != null) {
      agenda.cancel(entry.deadline);
    }
  }

  /// A report with a response was folded.
  void heard(long position, Event.Reported event, Content.Response content) {
    Optional<StoredTask> found = store.tasks().newest(event.device(), content.taskId());
    if (found.isEmpty()) {
      ignore(
          event, content, false, 0, "no command of this device has the taskId " + content.taskId());
      return;
    }
    StoredTask task = found.get();
    Optional<StoredCommand> command = store.find(task.device(), task.command());
    if (command.isEmpty()) {
      return; // deleted meanwhile, with its device or by age
    }
    boolean first = task.response().filter(it -> it.position() == position).isPresent();
    if (first && command.get().status() == CommandStatus.SENT) {
      return; // its delivery is still to be confirmed
    }
    Waiting entry = waiting.get(task.command());
    if (first && entry != null && !entry.settled) {
      complete(task, task.response().orElseThrow());
    } else if (entry == null || !first) {
      boolean late = first && LATE.contains(command.get().status());
      ignore(event, content, late, task.command(), why(task, command.get(), content, first));
    } else {
      ignore(event, content, true, task.command(), "it came when the response timeout was over");
    }
  }

  private static String why(
      StoredTask task, StoredCommand command, Content.Response content, boolean first) {
    if (!task.awaits(content.service().id())) {
      return task.task().answer() == Task.NONE
          ? task.task().service().identifier() + " has no response in the thing model"
          : content.service().identifier()
              + " does not answer "
              + task.task().service().identifier();
    }
    return switch (command.status()) {
      case SAVED -> "the command with this taskId has not been sent yet";
      case CANCELLED -> "the command with this taskId was cancelled";
      case FAILED ->
          first
              ? "it came late: the command had ended as "
                  + command.failure().map(Failure::name).orElse("FAILED")
              : "the command with this taskId has a response already";
      case SENT, DELIVERED, COMPLETED ->
          first
              ? "it came when the response timeout was over"
              : "the command with this taskId has a response already";
    };
  }

  /// @param late whether it is the command's response, too late, rather than none of it
  private void ignore(
      Event.Reported event, Content.Response content, boolean late, long command, String reason) {
    LOG.info(
        "response ignored device=#{} task={} command={} reason=\"{}\"",
        event.device(),
        content.taskId(),
        command,
        reason);
    record(
        new ResponseIgnored(
            now.get(),
            event.device(),
            late ? command : 0,
            content.taskId(),
            content.values(),
            reason));
    trace(event, "response with taskId " + content.taskId(), reason);
  }

  /// Whoever looks at the device's messages sees there why one of them did nothing. The registry is
  /// read only for a device that has gone again, and after all else was done.
  private void trace(Event.Reported event, String what, String reason) {
    Door door = Door.valueOf(event.door().toUpperCase(Locale.ROOT));
    Optional<Source> source = sessions.of(event.device()).map(DeviceSession::source);
    source
        .map(Source::device)
        .or(() -> addressees.of(event.device()).map(Addressees.Addressee::device))
        .map(Tap.Party.Device::new)
        .ifPresent(device ->
            tap.ignored(device, door, source.map(Source::remote).orElse("-"), what, reason));
  }

  /// If the disk is full, later.
  private void record(Event event) {
    journal
        .append(event)
        .whenComplete((_, trouble) -> {
          if (trouble != null) {
            mailbox.execute(() -> {
              LOG.warn(
                  "response not stored device=#{} reason=\"{}\"",
                  event.device(),
                  trouble.getMessage());
              agenda.add(now.get().plus(RETRY), () -> record(event));
            });
          }
        });
  }
}
