package io.openaep.platform.command;

import io.openaep.platform.journal.Content;
import io.openaep.platform.journal.Event;
import io.openaep.platform.journal.Event.CommandCancelled;
import io.openaep.platform.journal.Event.CommandDelivered;
import io.openaep.platform.journal.Event.CommandFailed;
import io.openaep.platform.journal.Event.CommandSaved;
import io.openaep.platform.journal.Event.CommandSent;
import io.openaep.platform.journal.Recorded;
import io.openaep.platform.journal.RemovedStore;
import io.openaep.platform.store.Database;
import io.openaep.platform.store.Handle;
import io.openaep.platform.store.Migrations;
import io.openaep.platform.store.Row;
import io.openaep.wire.Bytes;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// Commands in an SQL database, best in a file of its own: it has one writer, the tail. It may
/// commit without waiting for the disk, for what a power failure takes back is folded again.
public final class SqlCommandStore implements CommandStore {
  private static final Migrations TABLES =
      new Migrations("command", SqlCommandStore.class, List.of("command-1.sql"));

  private static final Migrations END_INDEX =
      new Migrations("command_ended", SqlCommandStore.class, List.of("command_ended-1.sql"));

  /// Commands that ended too long ago are deleted this often, so many at once.
  private static final Duration TRIM_EVERY = Duration.ofSeconds(20);

  private static final int TRIM_COMMANDS = 2_000;

  /// The position of a batch without commands is written this seldom: uplinks are many.
  private static final Duration POSITION_EVERY = Duration.ofSeconds(1);

  private static final String COLUMNS =
      "id, device, position, payload, content, ttl, created_by, status, created_at, sent_at,"
          + " delivered_at, finished_at, failure, detail";

  /// `? = ''` stands for every status.
  private static final String LISTED =
      " from command where device = ? and created_at between ? and ? and (? = '' or status = ?)";

  private final Database database;
  private final InstantSource clock;
  private final RemovedStore removed;
  private final SqlOperationStore operations;
  private final SqlTaskStore tasks;
  private volatile long position;
  private volatile long highestId;
  private final Duration keepEnded;
  private Instant positionWritten = Instant.MIN;
  private Instant trimmed = Instant.MIN;

  /// Makes or updates the tables; keeps ended commands as {@link CommandBounds#STANDARD} says.
  public SqlCommandStore(Database database, InstantSource clock) {
    this(database, CommandBounds.STANDARD.keepEnded(), clock);
  }

  /// @param keepEnded how long commands are kept after their end
  public SqlCommandStore(Database database, Duration keepEnded, InstantSource clock) {
    this.database = database;
    this.keepEnded = keepEnded;
    this.clock = clock;
    TABLES.apply(database, clock);
    END_INDEX.apply(database, clock);
    this.removed = new RemovedStore("command", database, clock);
    SqlOperationStore.TABLES.apply(database, clock);
    this.operations = new SqlOperationStore(database);
    SqlTaskStore.TABLES.apply(database, clock);
    this.tasks = new SqlTaskStore(database);
    this.position = database.read(handle -> handle.number("select position from command_fold"));
    this.highestId = database.read(handle -> handle.number("select highest_id from command_fold"));
  }

  @Override
  public long position() {
    return position;
  }

  @Override
  public long highestId() {
    return highestId;
  }

  @Override
  public void fold(List<Recorded> batch) {
    List<Recorded> commands =
        batch.stream().filter(it -> it.position() > position && concerns(it.event())).toList();
    long reached = Math.max(position, batch.getLast().position());
    long highest = Math.max(highestId, highestSaved(commands));
    Instant now = clock.instant();
    boolean writeDue =
        positionWritten.equals(Instant.MIN) || !now.isBefore(positionWritten.plus(POSITION_EVERY));
    if (!commands.isEmpty() || writeDue) {
      database.change(handle -> {
        for (Recorded recorded : commands) {
          apply(handle, recorded);
        }
        trim(handle, now);
        handle.update("update command_fold set position = ?, highest_id = ?", reached, highest);
      });
      positionWritten = now;
    }
    highestId = highest;
    position = reached;
  }

  /// Commands still to be answered by the device are not ended, whatever their age.
  private void trim(Handle handle, Instant now) throws SQLException {
    if (trimmed.equals(Instant.MIN) || !now.isBefore(trimmed.plus(TRIM_EVERY))) {
      trimmed = now;
      handle.update(
          "delete from task where (device, command) in (select device, id from command"
              + " where finished_at < ? order by finished_at limit ?)",
          now.minus(keepEnded),
          TRIM_COMMANDS);
      handle.update(
          "delete from command where (device, id) in (select device, id from command"
              + " where finished_at < ? order by finished_at limit ?)",
          now.minus(keepEnded),
          TRIM_COMMANDS);
    }
  }

  private static boolean concerns(Event event) {
    return switch (event) {
      case CommandSaved _,
          CommandSent _,
          CommandDelivered _,
          CommandFailed _,
          CommandCancelled _,
          Event.CommandCompleted _,
          Event.CommandUnanswered _,
          Event.ResponseIgnored _,
          Event.DeviceRemoved _ ->
          true;
      case Event.ObjectReported _ -> false;
      case Event.ObjectEvent _ -> true;
      case Event.Reported it -> it.content() instanceof Content.Response;
      case Event.PlatformStarted _,
          Event.Connected _,
          Event.Updated _,
          Event.Gone _,
          Event.Observed _,
          Event.DeviceCreated _,
          Event.DeviceDeleted _,
          Event.WillPublished _ ->
          false;
    };
  }

  private static long highestSaved(List<Recorded> commands) {
    return commands.stream()
        .mapToLong(it ->
            switch (it.event()) {
              case CommandSaved saved -> saved.command();
              case Event.OperationSaved saved -> saved.operation();
              case Event _ -> 0;
            })
        .max()
        .orElse(0);
  }

  private void apply(Handle handle, Recorded recorded) throws SQLException {
    if (removed.isPast(recorded.event())) {
      return;
    }
    switch (recorded.event()) {
      case CommandSaved it -> {
        insert(handle, StoredCommand.saved(recorded.position(), it));
        if (it.task().isPresent()) {
          SqlTaskStore.insert(handle, it, it.task().get());
        }
      }
      case Event.Reported it -> {
        if (it.content() instanceof Content.Response response) {
          SqlTaskStore.response(handle, recorded.position(), it, response);
        }
      }
      case CommandSent it -> change(handle, it.device(), it.command(), row -> row.after(it));
      case CommandDelivered it -> change(handle, it.device(), it.command(), row -> row.after(it));
      case CommandFailed it -> change(handle, it.device(), it.command(), row -> row.after(it));
      case CommandCancelled it -> change(handle, it.device(), it.command(), row -> row.after(it));
      case Event.CommandCompleted it ->
          change(handle, it.device(), it.command(), row -> row.after(it));
      case Event.CommandUnanswered it ->
          change(handle, it.device(), it.command(), row -> row.after(it));
      case Event.ResponseIgnored it ->
          change(handle, it.device(), it.command(), row -> row.after(it));
      case Event.DeviceRemoved it -> {
        handle.update("delete from command where device = ?", it.device());
        removed.add(handle, it.device(), it.at());
        SqlOperationStore.remove(handle, it.device());
        SqlTaskStore.remove(handle, it.device());
      }
      case Event.ObjectEvent it -> SqlOperationStore.apply(handle, recorded.position(), it);
      case Event.PlatformStarted _,
          Event.Connected _,
          Event.Updated _,
          Event.Gone _,
          Event.Observed _,
          Event.DeviceCreated _,
          Event.DeviceDeleted _,
          Event.WillPublished _ -> {}
    }
  }

  private static void insert(Handle handle, StoredCommand command) throws SQLException {
    handle.update(
        "insert into command (id, device, position, payload, content, ttl, created_by, status,"
            + " created_at, detail) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
            + " on conflict (device, id) do nothing",
        command.id(),
        command.device(),
        command.position(),
        command.payload().unsafeArray(),
        command.content(),
        command.ttl().toMillis(),
        command.createdBy(),
        command.status().name(),
        command.createdAt(),
        command.detail());
  }

  private static void change(
      Handle handle, long device, long id, UnaryOperator<StoredCommand> event) throws SQLException {
    Optional<StoredCommand> before = select(handle, device, id);
    if (before.isEmpty()) {
      return; // its device was deleted meanwhile
    }
    StoredCommand after = event.apply(before.get());
    handle.update(
        "update command set status = ?, sent_at = ?, delivered_at = ?, finished_at = ?,"
            + " failure = ?, detail = ? where device = ? and id = ?",
        after.status().name(),
        after.sentAt(),
        after.deliveredAt(),
        after.finishedAt(),
        after.failure().map(Failure::name),
        after.detail(),
        device,
        id);
  }

  @Override
  public Optional<StoredCommand> find(long device, long id) {
    return database.read(handle -> select(handle, device, id));
  }

  private static Optional<StoredCommand> select(Handle handle, long device, long id)
      throws SQLException {
    return handle.first(
        "select " + COLUMNS + " from command where device = ? and id = ?",
        SqlCommandStore::map,
        device,
        id);
  }

  @Override
  public StoredPage list(
      long device, Optional<CommandStatus> status, Instant from, Instant to, int page, int size) {
    String wanted = status.map(CommandStatus::name).orElse("");
    return database.search(handle -> {
      long total = handle.number("select count(*)" + LISTED, device, from, to, wanted, wanted);
      List<StoredCommand> rows =
          handle.list(
              "select " + COLUMNS + LISTED + " order by created_at desc, id desc limit ? offset ?",
              SqlCommandStore::map,
              device,
              from,
              to,
              wanted,
              wanted,
              size,
              (page - 1L) * size);
      return new StoredPage(total, rows);
    });
  }

  @Override
  public TaskStore tasks() {
    return tasks;
  }

  @Override
  public OperationStore operations() {
    return operations;
  }

  @Override
  public List<OpenCommand> open() {
    return database.search(handle ->
        handle.list(
            "select id, device, position, created_at, ttl, status from command"
                + " where finished_at is null order by id",
            row ->
                new OpenCommand(
                    row.number("id"),
                    row.number("device"),
                    row.number("position"),
                    row.instant("created_at"),
                    Duration.ofMillis(row.number("ttl")),
                    CommandStatus.valueOf(row.text("status")) == CommandStatus.SENT)));
  }

  private static StoredCommand map(Row row) throws SQLException {
    return new StoredCommand(
        row.number("id"),
        row.number("device"),
        row.number("position"),
        Bytes.wrap(row.bytes("payload")),
        row.text("content"),
        Duration.ofMillis(row.number("ttl")),
        row.text("created_by"),
        CommandStatus.valueOf(row.text("status")),
        row.instant("created_at"),
        row.optionalInstant("sent_at"),
        row.optionalInstant("delivered_at"),
        row.optionalInstant("finished_at"),
        row.optionalText("failure").map(Failure::valueOf),
        row.text("detail"));
  }
}
