package io.openaep.platform.command;

import io.openaep.platform.journal.Content;
import io.openaep.platform.journal.Content.ServiceRef;
import io.openaep.platform.journal.Event.CommandSaved;
import io.openaep.platform.journal.Event.Reported;
import io.openaep.platform.journal.Event.Task;
import io.openaep.platform.store.Database;
import io.openaep.platform.store.Handle;
import io.openaep.platform.store.Migrations;
import io.openaep.platform.store.Row;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/// Tasks in the commands' database. What writes is a step of the fold's transaction.
final class SqlTaskStore implements TaskStore {
  static final Migrations TABLES =
      new Migrations("task", SqlTaskStore.class, List.of("task-1.sql"));

  private static final String SELECT =
      "select t.device, t.command, task_id, service_id, service, answer, response_position,"
          + " response_at, response from task t ";

  private final Database database;

  SqlTaskStore(Database database) {
    this.database = database;
  }

  static void insert(Handle handle, CommandSaved event, Task task) throws SQLException {
    handle.update(
        "insert into task (device, command, task_id, service_id, service, answer)"
            + " values (?, ?, ?, ?, ?, ?) on conflict do nothing",
        event.device(),
        event.command(),
        task.taskId(),
        (long) task.service().id(),
        task.service().identifier(),
        (long) task.answer());
  }

  /// Enters a response at the newest command with its taskId, if that has left, awaits this service
  /// and has no response yet.
  static void response(Handle handle, long position, Reported event, Content.Response content)
      throws SQLException {
    Optional<StoredTask> newest = newest(handle, event.device(), content.taskId());
    if (newest.isPresent()
        && newest.get().response().isEmpty()
        && newest.get().awaits(content.service().id())) {
      handle.update(
          "update task set response_position = ?, response_at = ?, response = ?"
              + " where device = ? and command = ? and exists (select 1 from command"
              + " where command.device = task.device and command.id = task.command"
              + " and command.status not in ('SAVED', 'CANCELLED'))",
          position,
          event.at(),
          content.values(),
          event.device(),
          newest.get().command());
    }
  }

  static void remove(Handle handle, long device) throws SQLException {
    handle.update("delete from task where device = ?", device);
  }

  @Override
  public long last(long device) {
    return database
        .read(handle ->
            handle.first(
                "select task_id from task where device = ? order by command desc limit 1",
                row -> row.number("task_id"),
                device))
        .orElse(0L);
  }

  @Override
  public Optional<StoredTask> find(long device, long command) {
    return database.read(handle ->
        handle.first(
            SELECT + "where t.device = ? and t.command = ?", SqlTaskStore::map, device, command));
  }

  @Override
  public Optional<StoredTask> newest(long device, long taskId) {
    return database.read(handle -> newest(handle, device, taskId));
  }

  private static Optional<StoredTask> newest(Handle handle, long device, long taskId)
      throws SQLException {
    return handle.first(
        SELECT + "where t.device = ? and task_id = ? order by t.command desc limit 1",
        SqlTaskStore::map,
        device,
        taskId);
  }

  @Override
  public List<StoredTask> delivered() {
    return database.search(handle ->
        handle.list(
            SELECT
                + "join command c on c.device = t.device and c.id = t.command"
                + " where t.answer <> -1 and c.status = 'DELIVERED' and c.detail = ''"
                + " order by t.command",
            SqlTaskStore::map));
  }

  private static StoredTask map(Row row) throws SQLException {
    Optional<StoredTask.Response> response = Optional.empty();
    Optional<Long> position = row.optionalNumber("response_position");
    if (position.isPresent()) {
      response =
          Optional.of(
              new StoredTask.Response(
                  position.get(), row.instant("response_at"), row.text("response")));
    }
    return new StoredTask(
        row.number("device"),
        row.number("command"),
        new Task(
            row.number("task_id"),
            new ServiceRef(row.integer("service_id"), row.text("service")),
            row.integer("answer")),
        response);
  }
}
