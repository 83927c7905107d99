package io.openaep.platform.push;

import io.openaep.platform.store.Database;
import io.openaep.platform.store.Handle;
import io.openaep.platform.store.Row;
import io.openaep.wire.Bytes;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The SQL of dead letters, in the file of what waits. Thread-safe.
final class DeadLetterStore {
  private final Database database;

  /// @param database whose tables {@link PendingStore} has made
  DeadLetterStore(Database database) {
    this.database = database;
  }

  /// A message on its way from waiting to given up.
  record Burial(
      Pending row,
      String url,
      Subscription subscription,
      String deviceId,
      Instant happenedAt,
      String reason,
      Bytes body) {}

  /// Turns waiting messages into dead letters, and drops others.
  ///
  /// @param gone waiting messages that nobody wants any more
  void bury(List<Burial> burials, List<Pending> gone, Instant now) {
    database.change(handle -> {
      for (Burial burial : burials) {
        PendingStore.remove(handle, burial.row());
        if (burial.row().dead() != 0) {
          handle.update(
              "update push_dead set queued = 0, given_up_at = ?, reason = ? where id = ?",
              now,
              burial.reason(),
              burial.row().dead());
        } else {
          insert(handle, burial, now);
        }
      }
      for (Pending row : gone) {
        PendingStore.remove(handle, row);
        if (row.dead() != 0) {
          handle.update("update push_dead set queued = 0 where id = ?", row.dead());
        }
      }
    });
  }

  private static void insert(Handle handle, Burial burial, Instant now) throws SQLException {
    Subscription subscription = burial.subscription();
    handle.update(
        "insert into push_dead (id, tenant_id, receiver, url, subscription, type, product_id,"
            + " device, device_id, happened_at, given_up_at, reason, queued, body)"
            + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, ?)",
        handle.number("update push_counter set last = last + 1 where name = 'dead' returning last"),
        subscription.tenantId(),
        subscription.receiver(),
        burial.url(),
        subscription.id(),
        subscription.type().number(),
        subscription.productId(),
        burial.row().device(),
        burial.deviceId(),
        burial.happenedAt(),
        now,
        burial.reason(),
        burial.body().unsafeArray());
  }

  /// Newest first.
  ///
  /// @param before ids smaller than this
  List<DeadLetter> list(String tenantId, long before, int limit) {
    return database.search(handle ->
        handle.list(
            "select * from push_dead where tenant_id = ? and id < ? order by id desc limit ?",
            DeadLetterStore::letter,
            tenantId,
            before,
            limit));
  }

  Optional<DeadLetter> find(String tenantId, long id) {
    return database.read(handle ->
        handle.first(
            "select * from push_dead where tenant_id = ? and id = ?",
            DeadLetterStore::letter,
            tenantId,
            id));
  }

  Optional<byte[]> body(long id) {
    return database.read(handle ->
        handle.first("select body from push_dead where id = ?", row -> row.bytes("body"), id));
  }

  long count(String tenantId) {
    return database.search(
        handle -> handle.number("select count(*) from push_dead where tenant_id = ?", tenantId));
  }

  /// Puts dead letters into their receivers' queues again.
  ///
  /// @param position where in the order: the journal's end
  /// @return what waits now
  List<Pending> requeue(String tenantId, List<Long> ids, long position, Instant now) {
    return database.write(handle -> {
      List<Pending> rows = new ArrayList<>();
      for (long id : ids) {
        var row =
            handle.first(
                "select receiver, subscription, device from push_dead"
                    + " where tenant_id = ? and id = ? and queued = 0",
                found ->
                    new Pending(
                        found.number("receiver"),
                        position,
                        found.number("subscription"),
                        id,
                        found.number("device")),
                tenantId,
                id);
        if (row.isPresent()) {
          handle.update(
              "update push_dead set queued = 1, given_up_at = ?, queued_position = ? where id = ?",
              now,
              position,
              id);
          rows.add(row.get());
        }
      }
      PendingStore.add(handle, rows);
      return rows;
    });
  }

  /// Those that are being sent again since before a time, oldest first.
  List<Pending> queuedBefore(Instant before, int limit) {
    return database.search(handle ->
        handle.list(
            "select receiver, queued_position, subscription, id, device from push_dead"
                + " where queued = 1 and given_up_at < ? order by given_up_at limit ?",
            row ->
                new Pending(
                    row.number("receiver"),
                    row.number("queued_position"),
                    row.number("subscription"),
                    row.number("id"),
                    row.number("device")),
            before,
            limit));
  }

  /// Drops those that are not being sent.
  ///
  /// @return how many
  int drop(String tenantId, List<Long> ids) {
    return database.write(handle -> {
      int dropped = 0;
      for (long id : ids) {
        dropped +=
            handle.update(
                "delete from push_dead where tenant_id = ? and id = ? and queued = 0",
                tenantId,
                id);
      }
      return dropped;
    });
  }

  List<String> tenants() {
    return database.search(handle ->
        handle.list("select distinct tenant_id from push_dead", row -> row.text("tenant_id")));
  }

  /// Drops the oldest of a tenant's that are not being sent: those given up before a time, and
  /// those beyond a number.
  ///
  /// @return how many
  int trim(String tenantId, Instant before, int keep) {
    return database.write(handle ->
        handle.update(
                "delete from push_dead where tenant_id = ? and queued = 0 and given_up_at < ?",
                tenantId,
                before)
            + handle.update(
                "delete from push_dead where tenant_id = ? and queued = 0 and id <= coalesce("
                    + "(select id from push_dead where tenant_id = ?"
                    + " order by id desc limit 1 offset ?), 0)",
                tenantId,
                tenantId,
                keep));
  }

  private static DeadLetter letter(Row row) throws SQLException {
    int type = row.integer("type");
    return new DeadLetter(
        row.number("id"),
        row.text("tenant_id"),
        row.text("url"),
        row.number("subscription"),
        MessageType.of(type).orElseThrow(() -> new SQLException("type " + type)),
        row.number("product_id"),
        row.text("device_id"),
        row.instant("happened_at"),
        row.instant("given_up_at"),
        row.text("reason"),
        row.flag("queued"),
        Bytes.wrap(row.bytes("body")));
  }
}
