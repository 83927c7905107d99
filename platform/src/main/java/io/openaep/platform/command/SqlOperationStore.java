package io.openaep.platform.command;

import io.openaep.platform.command.CommandStore.OpenCommand;
import io.openaep.platform.journal.Event.ObjectEvent;
import io.openaep.platform.journal.Event.ObjectReported;
import io.openaep.platform.journal.Event.OperationAnswered;
import io.openaep.platform.journal.Event.OperationCancelled;
import io.openaep.platform.journal.Event.OperationFailed;
import io.openaep.platform.journal.Event.OperationSaved;
import io.openaep.platform.journal.Event.OperationSent;
import io.openaep.platform.journal.ObjectContent;
import io.openaep.platform.store.Database;
import io.openaep.platform.store.Handle;
import io.openaep.platform.store.Migrations;
import io.openaep.platform.store.Row;
import io.openaep.wire.Bytes;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// The SQL of operations, written in the transactions of {@link SqlCommandStore}. Thread-safe.
final class SqlOperationStore implements OperationStore {
  static final Migrations TABLES =
      new Migrations("operation", SqlOperationStore.class, List.of("operation-1.sql"));

  /// Of one device so many ended operations are kept, the newest: applications may read the same
  /// object every minute for years.
  private static final int KEPT_PER_DEVICE = 1_000;

  private static final String COLUMNS =
      "id, device, position, action, path, content_format, payload, ttl, created_by, status,"
          + " created_at, sent_at, finished_at, failure, detail, code, answer_format, answer_raw,"
          + " answer_values, answer_problem";

  private final Database database;

  SqlOperationStore(Database database) {
    this.database = database;
  }

  static void apply(Handle handle, long position, ObjectEvent event) throws SQLException {
    switch (event) {
      case OperationSaved it -> insert(handle, StoredOperation.saved(position, it));
      case OperationSent it -> change(handle, it.operation(), it);
      case OperationAnswered it -> change(handle, it.operation(), it);
      case OperationFailed it -> change(handle, it.operation(), it);
      case OperationCancelled it -> change(handle, it.operation(), it);
      case ObjectReported _ -> {}
    }
  }

  private static void insert(Handle handle, StoredOperation row) throws SQLException {
    handle.update(
        "insert into operation (id, device, position, action, path, content_format, payload, ttl,"
            + " created_by, status, created_at, detail, code, answer_format, answer_raw,"
            + " answer_values, answer_problem)"
            + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, '', '', ?, ?, '', '')"
            + " on conflict (device, id) do nothing",
        row.id(),
        row.device(),
        row.position(),
        row.action(),
        row.path(),
        row.contentFormat(),
        row.payload().unsafeArray(),
        row.ttl().toMillis(),
        row.createdBy(),
        row.status().name(),
        row.createdAt(),
        row.content().contentFormat(),
        row.content().raw().unsafeArray());
    handle.update(
        "delete from operation where device = ? and finished_at is not null and id <="
            + " (select id from operation where device = ? order by id desc limit 1 offset ?)",
        row.device(),
        row.device(),
        KEPT_PER_DEVICE);
  }

  private static void change(Handle handle, long id, ObjectEvent event) throws SQLException {
    Optional<StoredOperation> before = select(handle, event.device(), id);
    if (before.isEmpty()) {
      return; // its device was deleted meanwhile
    }
    StoredOperation after = before.get().after(event);
    handle.update(
        "update operation set status = ?, sent_at = ?, finished_at = ?, failure = ?, detail = ?,"
            + " code = ?, answer_format = ?, answer_raw = ?, answer_values = ?, answer_problem = ?"
            + " where device = ? and id = ?",
        after.status().name(),
        after.sentAt(),
        after.finishedAt(),
        after.failure().map(Failure::name),
        after.detail(),
        after.code(),
        after.content().contentFormat(),
        after.content().raw().unsafeArray(),
        after.content().values(),
        after.content().problem(),
        event.device(),
        id);
  }

  static void remove(Handle handle, long device) throws SQLException {
    handle.update("delete from operation where device = ?", device);
  }

  @Override
  public Optional<StoredOperation> find(long device, long id) {
    return database.read(handle -> select(handle, device, id));
  }

  private static Optional<StoredOperation> select(Handle handle, long device, long id)
      throws SQLException {
    return handle.first(
        "select " + COLUMNS + " from operation where device = ? and id = ?",
        SqlOperationStore::map,
        device,
        id);
  }

  @Override
  public List<StoredOperation> list(long device, long before, int limit) {
    return database.search(handle ->
        handle.list(
            "select "
                + COLUMNS
                + " from operation where device = ? and id < ? order by id desc limit ?",
            SqlOperationStore::map,
            device,
            before,
            limit));
  }

  @Override
  public List<OpenCommand> open() {
    return database.search(handle ->
        handle
            .list(
                "select " + COLUMNS + " from operation where finished_at is null order by id",
                SqlOperationStore::map)
            .stream()
            .map(StoredOperation::opened)
            .toList());
  }

  private static StoredOperation map(Row row) throws SQLException {
    return new StoredOperation(
        row.number("id"),
        row.number("device"),
        row.number("position"),
        row.text("action"),
        row.text("path"),
        (int) row.number("content_format"),
        Bytes.wrap(row.bytes("payload")),
        Duration.ofMillis(row.number("ttl")),
        row.text("created_by"),
        CommandStatus.valueOf(row.text("status")),
        row.instant("created_at"),
        row.optionalInstant("sent_at"),
        row.optionalInstant("finished_at"),
        row.optionalText("failure").map(Failure::valueOf),
        row.text("detail"),
        row.text("code"),
        new ObjectContent(
            (int) row.number("answer_format"),
            Bytes.wrap(row.bytes("answer_raw")),
            row.text("answer_values"),
            row.text("answer_problem")));
  }
}
