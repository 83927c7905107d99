package io.openaep.platform.requests;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.openaep.platform.store.BulkInsert;
import io.openaep.platform.store.Database;
import io.openaep.platform.store.Handle;
import io.openaep.platform.store.Migrations;
import io.openaep.platform.store.Row;
import io.openaep.platform.store.StoreException;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The request log in a database of its own. One thread, `requests`, writes what has gathered;
/// callers only put into a bounded queue. Thread-safe.
public final class RequestStore implements RequestLog, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RequestStore.class);

  private static final Migrations TABLES =
      new Migrations("requests", RequestStore.class, List.of("requests-1.sql"));
  private static final BulkInsert INSERT =
      new BulkInsert(
          "request (id, at, tenant_id, app_key, api, method, path, device, status, code, reason,"
              + " remote, took_us)",
          13,
          "");
  private static final int QUEUE_ENTRIES = 10_000;
  private static final int BATCH_ENTRIES = 1_000;
  private static final Duration GATHER = Duration.ofMillis(100);
  private static final Duration READ_PATIENCE = Duration.ofSeconds(1);
  private static final long DAYS_KEPT = 800;

  /// AEP's days are China's.
  private static final ZoneOffset ZONE = ZoneOffset.ofHours(8);

  private final Database database;
  private final int entriesKept;
  private final Counter lost;
  private final BlockingQueue<RequestEntry> queue = new ArrayBlockingQueue<>(QUEUE_ENTRIES);
  private final AtomicLong taken = new AtomicLong();
  private final Object progress = new Object();
  private final Thread thread;
  private volatile long written;
  private volatile boolean closed;
  private long newest;

  /// @param entriesKept how many calls are kept
  public RequestStore(
      Database database, int entriesKept, InstantSource clock, MeterRegistry meters) {
    TABLES.apply(database, clock);
    this.database = database;
    this.entriesKept = entriesKept;
    this.lost =
        Counter.builder("openaep.requests.lost")
            .description("Lines of the request log that could not be written in time")
            .register(meters);
    this.newest =
        database.read(handle -> handle.number("select coalesce(max(id), 0) from request"));
    this.thread = Thread.ofPlatform().daemon().name("requests").start(this::run);
  }

  @Override
  public void add(RequestEntry entry) {
    if (closed || !queue.offer(entry)) {
      lost.increment();
    } else {
      taken.incrementAndGet();
    }
  }

  private void run() {
    boolean failing = false;
    List<RequestEntry> batch = new ArrayList<>();
    while (!closed || !queue.isEmpty()) {
      try {
        batch.clear();
        RequestEntry first = queue.poll(GATHER.toMillis(), TimeUnit.MILLISECONDS);
        if (first != null) {
          batch.add(first);
          queue.drainTo(batch, BATCH_ENTRIES - 1);
          write(batch);
          failing = false;
        }
      } catch (InterruptedException unexpected) {
        return;
      } catch (StoreException e) {
        lost.increment(batch.size());
        if (!failing) {
          LOG.warn("request log loses lines reason=\"{}\"", e.getMessage());
        }
        failing = true;
      }
      synchronized (progress) {
        written += batch.size();
        progress.notifyAll();
      }
    }
  }

  private void write(List<RequestEntry> batch) {
    long before = newest;
    database.change(handle -> {
      List<Logged> rows = new ArrayList<>();
      for (RequestEntry entry : batch) {
        rows.add(new Logged(before + 1 + rows.size(), entry));
      }
      INSERT.run(handle, rows, RequestStore::bind);
      sum(handle, batch);
      handle.update("delete from request where id <= ?", before + batch.size() - entriesKept);
    });
    newest = before + batch.size();
  }

  /// Refused before the signature was found to fit: the log shows them to the tenant whose AppKey
  /// they name, its statistics do not count them, for anybody could have sent them.
  private static final Set<Integer> UNSIGNED = Set.of(400, 401, 404);

  private static void sum(Handle handle, List<RequestEntry> batch) throws SQLException {
    Map<List<Object>, long[]> days = new HashMap<>();
    long newestDay = 0;
    for (RequestEntry entry : batch) {
      long day = entry.at().atOffset(ZONE).toLocalDate().toEpochDay();
      newestDay = Math.max(newestDay, day);
      if (!entry.tenantId().isEmpty() && !UNSIGNED.contains(entry.status())) {
        long[] sums = days.computeIfAbsent(List.of(entry.tenantId(), day), _ -> new long[3]);
        sums[0]++;
        sums[1] += entry.code() == 0 ? 1 : 0;
        sums[2] += micros(entry.took());
      }
    }
    for (Map.Entry<List<Object>, long[]> day : days.entrySet()) {
      handle.update(
          "insert into request_day (tenant_id, day, total, succeeded, took_us)"
              + " values (?, ?, ?, ?, ?) on conflict (tenant_id, day) do update set"
              + " total = request_day.total + excluded.total,"
              + " succeeded = request_day.succeeded + excluded.succeeded,"
              + " took_us = request_day.took_us + excluded.took_us",
          day.getKey().get(0),
          day.getKey().get(1),
          day.getValue()[0],
          day.getValue()[1],
          day.getValue()[2]);
    }
    handle.update("delete from request_day where day < ?", newestDay - DAYS_KEPT);
  }

  private static void bind(PreparedStatement insert, int first, Logged row) throws SQLException {
    RequestEntry entry = row.entry();
    insert.setLong(first, row.id());
    insert.setLong(first + 1, entry.at().toEpochMilli());
    insert.setString(first + 2, entry.tenantId());
    insert.setString(first + 3, entry.appKey());
    insert.setString(first + 4, entry.api());
    insert.setString(first + 5, entry.method());
    insert.setString(first + 6, entry.path());
    insert.setString(first + 7, entry.device());
    insert.setInt(first + 8, entry.status());
    insert.setInt(first + 9, entry.code());
    insert.setString(first + 10, entry.reason());
    insert.setString(first + 11, entry.remote());
    insert.setLong(first + 12, micros(entry.took()));
  }

  @Override
  public List<Logged> list(Filter filter, long before, int limit) {
    awaitWritten();
    return database.search(handle ->
        handle.list(
            """
            select * from request
            where id < ? and (? = '' or tenant_id = ?) and (? = '' or app_key = ?)
              and (? = '' or api = ? or api like ? escape '\\') and (? = '' or device = ?)
              and (? = 0 or code <> 0) and at >= ? and at <= ?
            order by id desc limit ?
            """,
            RequestStore::logged,
            before,
            filter.tenantId().orElse(""),
            filter.tenantId().orElse(""),
            filter.appKey().orElse(""),
            filter.appKey().orElse(""),
            filter.api().orElse(""),
            filter.api().orElse(""),
            filter.api().orElse("").replaceAll("([\\\\%_])", "\\\\$1") + "/%",
            filter.device().orElse(""),
            filter.device().orElse(""),
            filter.refusedOnly(),
            filter.from(),
            filter.to(),
            limit));
  }

  private static Logged logged(Row row) throws SQLException {
    return new Logged(
        row.number("id"),
        new RequestEntry(
            row.instant("at"),
            row.text("tenant_id"),
            row.text("app_key"),
            row.text("api"),
            row.text("method"),
            row.text("path"),
            row.text("device"),
            row.integer("status"),
            row.integer("code"),
            row.text("reason"),
            row.text("remote"),
            Duration.ofNanos(row.number("took_us") * 1000)));
  }

  @Override
  public List<Day> days(String tenantId, LocalDate from, LocalDate to) {
    awaitWritten();
    return database.search(handle ->
        handle.list(
            "select * from request_day where tenant_id = ? and day >= ? and day <= ? order by day",
            row ->
                new Day(
                    LocalDate.ofEpochDay(row.number("day")),
                    row.number("total"),
                    row.number("succeeded"),
                    row.number("took_us") / 1000),
            tenantId,
            from.toEpochDay(),
            to.toEpochDay()));
  }

  private void awaitWritten() {
    long wanted = taken.get();
    long until = System.nanoTime() + READ_PATIENCE.toNanos();
    synchronized (progress) {
      try {
        while (written < wanted && System.nanoTime() < until) {
          progress.wait(50);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static long micros(Duration took) {
    return took.toNanos() / 1000;
  }

  /// Writes what waits, then ends.
  @Override
  public void close() {
    closed = true;
    try {
      if (!thread.join(Duration.ofSeconds(2))) {
        LOG.warn("request log did not stop in time waiting={}", queue.size());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
