package io.openaep.platform.push;

import io.openaep.platform.store.Database;
import io.openaep.platform.store.Handle;
import io.openaep.platform.store.Migrations;
import io.openaep.platform.store.Row;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The SQL of subscriptions, in the registry's database. Runs on the caller's thread.
final class SubscriptionStore {
  private static final Migrations TABLES =
      new Migrations(
          "subscription",
          SubscriptionStore.class,
          List.of("subscription-1.sql", "subscription-2.sql"));
  private static final String SELECT =
      "select s.*, r.url from push_subscription s join push_receiver r on r.id = s.receiver ";

  private final Database database;

  SubscriptionStore(Database database, InstantSource clock) {
    this.database = database;
    TABLES.apply(database, clock);
  }

  /// All of them, oldest first.
  List<Subscription> all() {
    return database.search(
        handle -> handle.list(SELECT + "order by s.id", SubscriptionStore::subscription));
  }

  /// Makes those that do not exist and renews the others.
  ///
  /// @param from the journal's end now
  /// @return as they stand now
  List<Subscription> save(NewSubscription wanted, long from, Instant now) {
    return database.write(handle -> {
      long receiver = receiver(handle, wanted.tenantId(), wanted.url());
      List<Subscription> saved = new ArrayList<>();
      for (MessageType type : wanted.types()) {
        saved.add(save(handle, wanted, type, receiver, from, now));
      }
      return saved;
    });
  }

  private static Subscription save(
      Handle handle,
      NewSubscription wanted,
      MessageType type,
      long receiver,
      long from,
      Instant now)
      throws SQLException {
    Target target = wanted.target();
    String deviceId = target instanceof Target.OneDevice(String id) ? id : "";
    long groupId = target instanceof Target.Group(long id) ? id : 0;
    var existing =
        handle.first(
            SELECT
                + "where s.product_id = ? and s.level = ? and s.device_id = ? and s.group_id = ?"
                + " and s.type = ? and s.receiver = ?",
            SubscriptionStore::subscription,
            wanted.productId(),
            target.level(),
            deviceId,
            groupId,
            type.number(),
            receiver);
    long id = existing.isPresent() ? existing.get().id() : next(handle, "subscription");
    if (existing.isPresent()) {
      renew(handle, existing.get(), wanted.operator(), from, now);
    } else {
      handle.update(
          "insert into push_subscription (id, tenant_id, product_id, level, device_id, group_id,"
              + " type, receiver, from_position, created_by, created_at, updated_by, updated_at)"
              + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
          id,
          wanted.tenantId(),
          wanted.productId(),
          target.level(),
          deviceId,
          groupId,
          type.number(),
          receiver,
          from,
          wanted.operator(),
          now,
          wanted.operator(),
          now);
    }
    return handle
        .first(SELECT + "where s.id = ?", SubscriptionStore::subscription, id)
        .orElseThrow();
  }

  /// One that had ended begins anew.
  private static void renew(
      Handle handle, Subscription existing, String operator, long from, Instant now)
      throws SQLException {
    boolean ended = existing.endedAt().isPresent();
    handle.update(
        "update push_subscription set ended_at = null, from_position = ?, created_by = ?,"
            + " created_at = ?, updated_by = ?, updated_at = ? where id = ?",
        ended ? from : existing.from(),
        ended ? operator : existing.createdBy(),
        ended ? now : existing.createdAt(),
        operator,
        now,
        existing.id());
  }

  void delete(List<Long> ids) {
    database.change(handle -> delete(handle, ids));
  }

  /// The same as a step of a transaction on the registry's database.
  static void delete(Handle handle, List<Long> ids) throws SQLException {
    for (long id : ids) {
      handle.update("delete from push_subscription where id = ?", id);
    }
  }

  /// Nothing that happens after its time is told by each of these any more.
  void end(Map<Long, Instant> ends) {
    database.change(handle -> {
      for (Map.Entry<Long, Instant> end : ends.entrySet()) {
        handle.update(
            "update push_subscription set ended_at = ? where id = ?", end.getValue(), end.getKey());
      }
    });
  }

  /// Forgets a receiver that has no subscription left.
  void deleteReceiver(long receiver) {
    database.change(handle ->
        handle.update(
            "delete from push_receiver where id = ?"
                + " and not exists (select 1 from push_subscription where receiver = ?)",
            receiver,
            receiver));
  }

  private static long receiver(Handle handle, String tenantId, String url) throws SQLException {
    var known =
        handle.first(
            "select id from push_receiver where tenant_id = ? and url = ?",
            row -> row.number("id"),
            tenantId,
            url);
    if (known.isPresent()) {
      return known.get();
    }
    long id = next(handle, "receiver");
    handle.update(
        "insert into push_receiver (id, tenant_id, url) values (?, ?, ?)", id, tenantId, url);
    return id;
  }

  private static long next(Handle handle, String counter) throws SQLException {
    return handle.number(
        "update push_counter set last = last + 1 where name = ? returning last", counter);
  }

  private static Subscription subscription(Row row) throws SQLException {
    Target target =
        switch (row.integer("level")) {
          case 1 -> new Target.WholeProduct();
          case 2 -> new Target.OneDevice(row.text("device_id"));
          case 3 -> new Target.Group(row.number("group_id"));
          default -> throw new SQLException("level " + row.integer("level"));
        };
    int type = row.integer("type");
    return new Subscription(
        row.number("id"),
        row.text("tenant_id"),
        row.number("product_id"),
        target,
        MessageType.of(type).orElseThrow(() -> new SQLException("type " + type)),
        row.number("receiver"),
        row.text("url"),
        row.number("from_position"),
        row.text("created_by"),
        row.instant("created_at"),
        row.text("updated_by"),
        row.instant("updated_at"),
        row.optionalInstant("ended_at"));
  }
}
