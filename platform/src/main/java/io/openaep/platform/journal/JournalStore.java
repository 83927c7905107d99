package io.openaep.platform.journal;

import io.openaep.platform.journal.Append.Encoded;
import io.openaep.platform.store.BulkInsert;
import io.openaep.platform.store.ConnectionSource;
import io.openaep.platform.store.Database;
import io.openaep.platform.store.Handle;
import io.openaep.platform.store.Migrations;
import io.openaep.wire.Bytes;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The SQL of the journal's file. Writes are called by the writer's thread alone, reads by anyone:
/// they run on connections of their own beside the writer's.
final class JournalStore implements AutoCloseable {
  private static final Migrations TABLES =
      new Migrations("journal", JournalStore.class, List.of("journal-1.sql", "journal-2.sql"));

  private static final BulkInsert INSERT = new BulkInsert("event (position, at, body)", 3, "");
  private static final BulkInsert PUT =
      new BulkInsert(
          "state (space, device, key, value)",
          4,
          "on conflict (space, device, key) do update set value = excluded.value");
  private static final String DROP = "delete from state where space = ? and device = ? and key = ?";
  private static final String DROP_ALL = "delete from state where space = ? and device = ?";

  /// A batch of large events ends here, so that a tail never holds more in memory.
  private static final long READ_BYTES = 4L << 20;

  /// More than one page of any size, so that storing it proves that there is room again.
  private static final int PROOF_BYTES = 64 << 10;

  private final Database database;

  private JournalStore(Database database) {
    this.database = database;
  }

  static JournalStore open(ConnectionSource source, InstantSource clock) {
    Database database = Database.open(source);
    boolean usable = false;
    try {
      TABLES.apply(database, clock);
      usable = true;
      return new JournalStore(database);
    } finally {
      if (!usable) {
        database.close();
      }
    }
  }

  /// The newest position; 0 if there has never been one.
  long newest() {
    return database.read(handle -> handle.number("select coalesce(max(position), 0) from event"));
  }

  /// Stores all of it in one transaction, the events at the positions after `end`.
  ///
  /// @return the position of the last one
  long write(List<Append> batch, long end) {
    List<Placed> events = new ArrayList<>();
    for (Append append : batch) {
      for (Encoded event : append.events()) {
        events.add(new Placed(end + 1 + events.size(), event));
      }
    }
    database.change(handle -> {
      INSERT.run(handle, events, JournalStore::bind);
      apply(handle, batch.stream().flatMap(it -> it.changes().stream()).toList());
      for (Append append : batch) {
        if (append.trimUpTo() > 0) {
          handle.update("delete from event where position <= ?", append.trimUpTo());
        }
      }
    });
    return end + events.size();
  }

  private record Placed(long position, Encoded event) {}

  private static void bind(PreparedStatement insert, int first, Placed placed) throws SQLException {
    insert.setLong(first, placed.position());
    insert.setLong(first + 1, placed.event().event().at().toEpochMilli());
    insert.setBytes(first + 2, placed.event().body().unsafeArray());
  }

  /// In their order; what is put between two removals, many rows at a time.
  private static void apply(Handle handle, List<StateChange> changes) throws SQLException {
    int begin = 0;
    for (int i = 0; i < changes.size(); i++) {
      StateChange change = changes.get(i);
      if (change.value().isEmpty()) {
        put(handle, changes.subList(begin, i));
        remove(handle, change);
        begin = i + 1;
      }
    }
    put(handle, changes.subList(begin, changes.size()));
  }

  private static void put(Handle handle, List<StateChange> changes) throws SQLException {
    PUT.run(
        handle,
        changes,
        (statement, first, change) -> {
          statement.setString(first, change.space());
          statement.setLong(first + 1, change.device());
          statement.setString(first + 2, change.key());
          statement.setBytes(first + 3, change.value().orElseThrow().unsafeArray());
        });
  }

  private static void remove(Handle handle, StateChange change) throws SQLException {
    if (change.key().isEmpty()) {
      handle.update(DROP_ALL, change.space(), change.device());
    } else {
      handle.update(DROP, change.space(), change.device(), change.key());
    }
  }

  /// After a failure: removes what lies beyond `end` (a commit that failed and yet reached the file
  /// was reported as not stored), and stores and removes something sizeable.
  void proveWritable(long end) {
    database.change(handle -> {
      handle.update("delete from event where position > ?", end);
      put(handle, List.of(proof(Optional.of(Bytes.wrap(new byte[PROOF_BYTES])))));
    });
    database.change(handle -> remove(handle, proof(Optional.empty())));
  }

  private static StateChange proof(Optional<Bytes> value) {
    return new StateChange("journal", "proof", 0, value);
  }

  List<Recorded> read(long position, long end, int limit) {
    return database.read(handle -> {
      PreparedStatement select =
          handle.statement(
              "select position, body from event where position > ? and position <= ?"
                  + " order by position limit ?");
      select.setLong(1, position);
      select.setLong(2, end);
      select.setInt(3, limit);
      List<Recorded> found = new ArrayList<>();
      long readBytes = 0;
      try (ResultSet rows = select.executeQuery()) {
        while (readBytes < READ_BYTES && rows.next()) {
          byte[] body = rows.getBytes(2);
          readBytes += body.length;
          found.add(new Recorded(rows.getLong(1), EventCodec.decode(body)));
        }
      }
      return found;
    });
  }

  /// Found by bisection, so exact only as far as times ascend with positions.
  long positionBefore(Instant since) {
    return database.read(handle -> {
      long low = handle.number("select coalesce(min(position), 1) from event") - 1;
      long high = handle.number("select coalesce(max(position), 0) from event");
      while (low < high) {
        long middle = low + (high - low + 1) / 2;
        long atMillis =
            handle.number(
                "select at from event where position <= ? order by position desc limit 1", middle);
        if (atMillis < since.toEpochMilli()) {
          low = middle;
        } else {
          high = middle - 1;
        }
      }
      return low;
    });
  }

  List<StateEntry> state(String space) {
    return database.search(handle ->
        handle.list(
            "select key, device, value from state where space = ?",
            row ->
                new StateEntry(
                    space, row.text("key"), row.number("device"), Bytes.wrap(row.bytes("value"))),
            space));
  }

  /// The events that a trim would delete now.
  Doomed doomed(long passed, Instant before, int limit) {
    List<long[]> oldest =
        database.read(handle ->
            handle.list(
                "select position, at from event where position <= ? order by position limit ?",
                row -> new long[] {row.number("position"), row.number("at")},
                passed,
                limit));
    Doomed doomed = new Doomed(0, 0);
    for (long[] event : oldest) {
      if (event[1] >= before.toEpochMilli()) {
        break;
      }
      doomed = new Doomed(event[0], doomed.events() + 1);
    }
    return doomed;
  }

  /// @param upTo the position of the last; 0 if there are none
  record Doomed(long upTo, int events) {}

  @Override
  public void close() {
    database.close();
  }
}
