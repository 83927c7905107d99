package io.openaep.platform.data;

import io.openaep.platform.journal.Event;
import io.openaep.platform.journal.Fold;
import io.openaep.platform.journal.Recorded;
import io.openaep.platform.journal.RemovedStore;
import io.openaep.platform.store.Database;
import io.openaep.platform.store.Handle;
import io.openaep.platform.store.Migrations;
import io.openaep.platform.store.Slices;
import io.openaep.wire.mqtt.MqttProperties.UserProperty;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.BooleanSupplier;
import java.util.function.LongFunction;

/// The fold `data`: reports by device and time, and each device's state, in tables of its own. The
/// position is stored in the transaction that folds, so a replay after a crash repeats nothing.
///
/// Under load the places of reports gather in memory ({@link Unplaced}) and are written many at a
/// time; else they are written at once. Days (UTC) beyond the retention go when {@link #dropOld} is
/// called, out of sight at once and off the disk slice by slice; then the reports of devices that
/// the fold has seen removed ({@link RemovedHistory}).
///
/// {@link #fold} runs on the tail's thread, {@link #dropOld} on the retention's; everything else
/// may be called from any, and waits while places are written or a day is taken out.
public final class SqlDataStore implements DeviceData, Fold {
  /// How long reports are kept unless told otherwise.
  public static final Duration USUAL_HISTORY = Duration.ofDays(365);

  /// A smaller batch means that the fold keeps up: then nothing is left in memory.
  private static final int BUSY_EVENTS = 256;

  /// So many places and devices in memory (some 8 MB) are written out.
  private static final int UNPLACED_LIMIT = 50_000;

  /// At places of a product's reports, before others have their turn.
  private static final int MOST_LOOKS = 10_000;

  /// So long removed devices' reports are deleted before others have their turn on the thread.
  private static final Duration CLEARING = Duration.ofSeconds(10);

  private static final Migrations TABLES =
      new Migrations("data", SqlDataStore.class, List.of("data-1.sql", "data-2.sql", "data-3.sql"));

  private static final Migrations MODEL_TABLES =
      new Migrations("data_model", SqlDataStore.class, List.of("model-1.sql", "model-2.sql"));

  private final Database database;
  private final Duration keptHistory;
  private final InstantSource clock;
  private final StateStore states;
  private final HistoryStore history;
  private final RemovedStore removed;
  private final Unplaced unplaced = new Unplaced();
  private final ProductHistory productHistory;
  private final Products products;

  /// Held while the fold works or a day is taken out: never both.
  private final ReentrantLock folding = new ReentrantLock();

  /// Held shared by reads, so that they see each report either in memory or in its table.
  private final ReentrantReadWriteLock moving = new ReentrantReadWriteLock();

  private volatile long position;

  /// Makes or updates the tables; keeps reports for {@link #USUAL_HISTORY}.
  public SqlDataStore(
      Database database, LongFunction<Optional<Long>> productOf, InstantSource clock) {
    this(database, USUAL_HISTORY, productOf, clock);
  }

  /// Makes or updates the tables.
  ///
  /// @param keptHistory how long reports are kept at least; a device's newest one stays
  /// @param productOf the product of a device, by its number; empty if it is no more
  public SqlDataStore(
      Database database,
      Duration keptHistory,
      LongFunction<Optional<Long>> productOf,
      InstantSource clock) {
    this.database = database;
    this.keptHistory = keptHistory;
    this.clock = clock;
    TABLES.apply(database, clock);
    MODEL_TABLES.apply(database, clock);
    ObjectValueStore.TABLES.apply(database, clock);
    UserPropertyStore.TABLES.apply(database, clock);
    this.position = database.read(handle -> handle.number("select position from data_fold"));
    this.states = new StateStore(database);
    this.history = new HistoryStore(database);
    this.removed = new RemovedStore(name(), database, clock);
    this.productHistory = new ProductHistory(history, unplaced);
    this.products = new Products(productOf);
    database
        .read(handle ->
            history.placesAfter(handle, products, handle.number("select placed from data_fold")))
        .forEach(unplaced::add);
  }

  @Override
  public String name() {
    return "data";
  }

  @Override
  public long position() {
    return position;
  }

  @Override
  public void fold(List<Recorded> batch) {
    List<Recorded> fresh = batch.stream().filter(it -> it.position() > position).toList();
    if (fresh.isEmpty()) {
      return;
    }
    folding.lock();
    try {
      foldNow(fresh);
    } finally {
      folding.unlock();
    }
  }

  private void foldNow(List<Recorded> fresh) {
    boolean busy = fresh.size() >= BUSY_EVENTS;
    boolean removes = fresh.stream().anyMatch(it -> it.event() instanceof Event.DeviceRemoved);
    FoldBatch changes = new FoldBatch(states.begin(), history, removed, products);
    if (!busy || removes || unplaced.size() >= UNPLACED_LIMIT) {
      moving.writeLock().lock();
      try {
        database.change(handle -> foldAndPlace(handle, fresh, changes, busy));
        unplaced.clear();
        finish(changes, fresh, busy);
      } finally {
        moving.writeLock().unlock();
      }
    } else {
      database.change(handle -> {
        apply(handle, fresh, changes);
        changes.write(handle);
      });
      finish(changes, fresh, true);
    }
  }

  /// Places all earlier reports, then folds.
  private void foldAndPlace(Handle handle, List<Recorded> fresh, FoldBatch changes, boolean busy)
      throws SQLException {
    place(handle);
    apply(handle, fresh, changes);
    if (busy) {
      changes.write(handle);
      handle.update("update data_fold set placed = ?", position);
    } else {
      changes.writeAndPlace(handle);
      handle.update("update data_fold set placed = ?", fresh.getLast().position());
    }
  }

  private static void apply(Handle handle, List<Recorded> fresh, FoldBatch changes)
      throws SQLException {
    for (Recorded recorded : fresh) {
      changes.apply(handle, recorded);
    }
    handle.update("update data_fold set position = ?", fresh.getLast().position());
  }

  private void place(Handle handle) throws SQLException {
    HeardStore.write(handle, unplaced.allHeard());
    history.writePlaces(handle, unplaced.allPlaces(), List.of());
  }

  /// The transaction is committed.
  private void finish(FoldBatch changes, List<Recorded> fresh, boolean busy) {
    changes.adopt();
    if (busy) {
      changes.leaveTo(unplaced);
    }
    position = fresh.getLast().position();
  }

  @Override
  public void dropOld(BooleanSupplier goOn) {
    Instant cutoff = clock.instant().minus(keptHistory);
    boolean goes = OldHistoryStore.clear(database, goOn); // what the last run left
    for (HistoryStore.Part part : history.endedBefore(cutoff)) {
      goes = goes && drop(part, goOn);
    }
    boolean dropped =
        goes
            && Slices.delete(database, EventStore.DROP_SLICE, goOn, cutoff)
            && Slices.delete(
                database, UserPropertyStore.DROP_SLICE, goOn, Place.startOf(Place.dayOf(cutoff)));
    if (dropped) {
      long end = System.nanoTime() + CLEARING.toNanos();
      history.clearRemoved(() -> System.nanoTime() - end < 0 && goOn.getAsBoolean());
    }
  }

  /// @return whether all of it was done
  private boolean drop(HistoryStore.Part part, BooleanSupplier goOn) {
    long seen = placeAnd(_ -> {}, () -> {});
    if (!OldHistoryStore.keepNewest(database, part, goOn)) {
      return false;
    }
    long _ =
        placeAnd(
            handle -> {
              OldHistoryStore.keepAfter(handle, part, seen);
              OldHistoryStore.takeOut(handle, part);
            },
            () -> history.takenOut(part));
    return OldHistoryStore.clear(database, goOn);
  }

  /// Places all reports and does something more in the same transaction, while nobody folds or
  /// reads.
  ///
  /// @return the position up to which everything is placed
  private long placeAnd(Database.Change more, Runnable committed) {
    folding.lock();
    moving.writeLock().lock();
    try {
      database.change(handle -> {
        place(handle);
        handle.update("update data_fold set placed = ?", position);
        more.run(handle);
      });
      unplaced.clear();
      committed.run();
      return position;
    } finally {
      moving.writeLock().unlock();
      folding.unlock();
    }
  }

  @Override
  public DeviceState state(long device) {
    return reading(handle -> state(handle, device));
  }

  @Override
  public Map<Long, DeviceState> states(List<Long> devices) {
    return reading(handle -> {
      Map<Long, DeviceState> found = new HashMap<>();
      for (long device : devices) {
        found.put(device, state(handle, device));
      }
      return found;
    });
  }

  private DeviceState state(Handle handle, long device) throws SQLException {
    DeviceState stored = states.select(handle, device);
    return unplaced.heard(device).map(heard -> stored.heard(heard.at())).orElse(stored);
  }

  /// Reports that gather in memory change nothing of it, so it waits for none to be written.
  @Override
  public long activated(List<Long> devices) {
    return database.search(handle -> StateStore.activated(handle, devices));
  }

  @Override
  public long online(List<Long> devices) {
    return devices.stream().filter(states::online).count();
  }

  @Override
  public Optional<Report> latest(long device) {
    return reading(handle -> {
      Optional<Cursor> place =
          unplaced
              .heard(device)
              .flatMap(Heard::report)
              .map(newest -> new Cursor(newest.at(), newest.position()));
      if (place.isEmpty()) {
        place = HeardStore.newest(handle, device);
      }
      return place.isPresent() ? history.at(handle, device, place.get()) : Optional.empty();
    });
  }

  @Override
  public Optional<Report> observed(long device) {
    return reading(handle -> HeardStore.observed(handle, device));
  }

  @Override
  public long count(long device, Instant from, Instant to) {
    return searching(handle ->
        history.count(handle, device, from, to)
            + unplaced.places(device, from, new Cursor(to, Long.MAX_VALUE)).size());
  }

  @Override
  public List<Report> history(
      long device, Instant from, Instant to, Optional<Cursor> cursor, int limit) {
    Cursor before = end(to, cursor);
    return searching(handle -> {
      List<Report> page = new ArrayList<>(history.page(handle, device, from, before, limit));
      for (Place place : unplaced.places(device, from, before)) {
        history.at(handle, device, new Cursor(place.at(), place.position())).ifPresent(page::add);
      }
      page.sort(Place.NEWEST_FIRST);
      return List.copyOf(page.subList(0, Math.min(limit, page.size())));
    });
  }

  @Override
  public List<DeviceReport> productHistory(
      long product, Instant from, Instant to, Optional<Cursor> cursor, int limit) {
    Cursor before = end(to, cursor);
    List<DeviceReport> page = new ArrayList<>();
    // One round, but where reports are gone of which the places are not: then nobody waits for all.
    Optional<Cursor> next = Optional.of(before);
    for (int looks = limit; next.isPresent() && page.size() < limit; looks = more(looks)) {
      Cursor end = next.get();
      ProductHistory.Looks some = new ProductHistory.Looks(looks, limit - page.size());
      ProductHistory.Round round =
          searching(handle -> productHistory.round(handle, product, from, end, some));
      page.addAll(round.reports());
      next = round.next();
    }
    return List.copyOf(page);
  }

  private static int more(int looks) {
    return Math.min(2 * looks, MOST_LOOKS);
  }

  /// The place before which a page ends.
  private static Cursor end(Instant to, Optional<Cursor> cursor) {
    return cursor
        .filter(it -> it.at().toEpochMilli() <= to.toEpochMilli())
        .orElse(new Cursor(to, Long.MAX_VALUE));
  }

  @Override
  public List<PropertyValue> properties(long device) {
    return database.read(handle -> PropertyStore.of(handle, device));
  }

  @Override
  public Map<Long, List<UserProperty>> userProperties(long device, long first, long last) {
    return history.hides(device)
        ? Map.of()
        : database.read(handle -> UserPropertyStore.of(handle, device, first, last));
  }

  @Override
  public List<DeviceEvent> events(
      long device,
      OptionalInt level,
      Instant from,
      Instant to,
      Optional<Cursor> cursor,
      int limit) {
    Cursor before = cursor.orElse(new Cursor(to, Long.MAX_VALUE));
    return history.hides(device)
        ? List.of()
        : database.search(handle -> EventStore.page(handle, device, level, from, before, limit));
  }

  @Override
  public long countEvents(long device, OptionalInt level, Instant from, Instant to) {
    Cursor before = new Cursor(to, Long.MAX_VALUE);
    return history.hides(device)
        ? 0
        : database.search(handle -> EventStore.count(handle, device, level, from, before));
  }

  private <R> R reading(Database.Work<R> work) {
    moving.readLock().lock();
    try {
      return database.read(work);
    } finally {
      moving.readLock().unlock();
    }
  }

  private <R> R searching(Database.Work<R> work) {
    moving.readLock().lock();
    try {
      return database.search(work);
    } finally {
      moving.readLock().unlock();
    }
  }
}
