package io.openaep.platform.push;

import io.openaep.platform.access.Protocol;
import io.openaep.platform.journal.Event;
import io.openaep.platform.store.BulkInsert;
import io.openaep.platform.store.Database;
import io.openaep.platform.store.Handle;
import io.openaep.platform.store.Migrations;
import io.openaep.platform.store.Row;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/// The SQL of what waits, and of the fold's position and memory. Thread-safe; methods with a handle
/// are steps of their caller's transaction.
final class PendingStore {
  private static final Migrations TABLES =
      new Migrations("push", PendingStore.class, List.of("push-1.sql", "push-2.sql", "push-3.sql"));
  private static final BulkInsert INSERT =
      new BulkInsert(
          "push_pending (receiver, position, subscription, dead, device)",
          5,
          "on conflict do nothing");
  private static final String NEXT =
      "select receiver, position, subscription, dead, device from push_pending"
          + " where receiver = ? and (position, subscription, dead) > (?, ?, ?)"
          + " order by position, subscription, dead limit ?";

  private final Database database;

  /// @param journalEnd where to begin in a new file: what happened before is nobody's
  PendingStore(Database database, InstantSource clock, long journalEnd) {
    this.database = database;
    TABLES.apply(database, clock);
    database.change(handle ->
        handle.update(
            "insert into push_fold (position)"
                + " select ? where not exists (select 1 from push_fold)",
            journalEnd));
  }

  Database database() {
    return database;
  }

  long position() {
    return database.read(handle -> handle.number("select position from push_fold"));
  }

  static void moveTo(Handle handle, long position) throws SQLException {
    handle.update("update push_fold set position = ?", position);
  }

  static void add(Handle handle, List<Pending> rows) throws SQLException {
    INSERT.run(handle, rows, PendingStore::bind);
  }

  private static void bind(PreparedStatement insert, int first, Pending row) throws SQLException {
    insert.setLong(first, row.receiver());
    insert.setLong(first + 1, row.position());
    insert.setLong(first + 2, row.subscription());
    insert.setLong(first + 3, row.dead());
    insert.setLong(first + 4, row.device());
  }

  /// What waits behind `after` for its receiver, in order.
  List<Pending> next(Pending after, int limit) {
    return database.read(handle ->
        handle.list(
            NEXT,
            PendingStore::pending,
            after.receiver(),
            after.position(),
            after.subscription(),
            after.dead(),
            limit));
  }

  /// The oldest of a receiver that are not behind `position`, those apart that are dead letters
  /// sent again: these have a time of their own.
  List<Pending> upTo(long receiver, long position, int limit) {
    return database.read(handle ->
        handle.list(
            "select receiver, position, subscription, dead, device from push_pending"
                + " where receiver = ? and position <= ? and dead = 0"
                + " order by position, subscription, dead limit ?",
            PendingStore::pending,
            receiver,
            position,
            limit));
  }

  /// The position behind which the newest `keep` messages of a receiver lie; 0 if there are no more
  /// than that.
  long positionOfSurplus(long receiver, int keep) {
    return database.search(handle ->
        handle
            .first(
                "select position from push_pending where receiver = ?"
                    + " order by position desc, subscription desc, dead desc limit 1 offset ?",
                row -> row.number("position"),
                receiver,
                keep)
            .orElse(0L));
  }

  long count(long receiver) {
    return database.search(
        handle -> handle.number("select count(*) from push_pending where receiver = ?", receiver));
  }

  /// The receivers that something waits for.
  List<Long> receivers() {
    return database.search(handle ->
        handle.list("select distinct receiver from push_pending", row -> row.number("receiver")));
  }

  /// A message that is done with.
  ///
  /// @param delivered or else dropped
  /// @param tenantId whose it was
  /// @param at when it was done with
  record Settled(Pending row, boolean delivered, String tenantId, Instant at) {}

  /// Takes out what is done with. A dead letter goes when it was delivered; one that was only
  /// dropped is given up as before.
  void settle(List<Settled> settled) {
    database.change(handle -> {
      PushDayStore.count(handle, settled);
      for (Settled each : settled) {
        remove(handle, each.row());
        long dead = each.row().dead();
        if (dead != 0) {
          handle.update(
              each.delivered()
                  ? "delete from push_dead where id = ?"
                  : "update push_dead set queued = 0 where id = ?",
              dead);
        }
      }
    });
  }

  static void remove(Handle handle, Pending row) throws SQLException {
    handle.update(
        "delete from push_pending"
            + " where receiver = ? and position = ? and subscription = ? and dead = ?",
        row.receiver(),
        row.position(),
        row.subscription(),
        row.dead());
  }

  /// @return how many were dropped, at most `limit`
  int dropReceiver(long receiver, int limit) {
    List<Pending> rows = next(Pending.start(receiver), limit);
    settle(rows.stream().map(row -> new Settled(row, false, "", Instant.EPOCH)).toList());
    return rows.size();
  }

  /// The session by which a device was last told to be online.
  static Optional<Long> presence(Handle handle, long device) throws SQLException {
    return handle.first(
        "select session from push_presence where device = ?", row -> row.number("session"), device);
  }

  static void present(Handle handle, long device, long session, String door) throws SQLException {
    handle.update(
        "insert into push_presence (device, session, door) values (?, ?, ?)"
            + " on conflict (device) do update set session = excluded.session,"
            + " door = excluded.door",
        device,
        session,
        door);
  }

  static void absent(Handle handle, long device) throws SQLException {
    handle.update("delete from push_presence where device = ?", device);
  }

  /// Keeps the card of a deleted device.
  static void depart(Handle handle, DeviceCard card, long position) throws SQLException {
    handle.update(
        "insert into push_departed (device, position, tenant_id, product_id, device_id, protocol,"
            + " transparent, device_sn, imei, imsi) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
            + " on conflict do nothing",
        card.number(),
        position,
        card.tenantId(),
        card.productId(),
        card.deviceId(),
        card.protocol().name(),
        card.transparent(),
        card.deviceSn(),
        card.imei(),
        card.imsi());
  }

  Optional<DeviceCard> departed(long device) {
    return database.read(handle ->
        handle.first(
            "select * from push_departed where device = ?",
            row ->
                new DeviceCard(
                    device,
                    row.text("tenant_id"),
                    row.number("product_id"),
                    row.text("device_id"),
                    Protocol.valueOf(row.text("protocol")),
                    row.flag("transparent"),
                    row.optionalText("device_sn"),
                    row.optionalText("imei"),
                    row.optionalText("imsi")),
            device));
  }

  /// Forgets the cards of devices that were deleted before everything that can still wait.
  void forgetDeparted(long position) {
    if (database.read(
            handle ->
                handle.number("select count(*) from push_departed where position < ?", position))
        > 0) {
      database.change(
          handle -> handle.update("delete from push_departed where position < ?", position));
    }
  }

  /// Devices whose connection cannot have outlived the platform.
  static List<Event> cutOff(Handle handle, Event.PlatformStarted started) throws SQLException {
    return handle.list(
        "select device, session from push_presence where door in ('mqtt', 'mqtts', 'tcp')",
        row ->
            new Event.Gone(
                started.at(), row.number("device"), row.number("session"), "PLATFORM_STOPPED"));
  }

  private static Pending pending(Row row) throws SQLException {
    return new Pending(
        row.number("receiver"),
        row.number("position"),
        row.number("subscription"),
        row.number("dead"),
        row.number("device"));
  }
}
