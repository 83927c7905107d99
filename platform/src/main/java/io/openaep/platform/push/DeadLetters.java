package io.openaep.platform.push;

import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/// Messages that were given up: to be looked at, sent again or dropped by people and the REST API.
/// Blocking. Thread-safe.
public final class DeadLetters {
  private final DeadLetterStore store;
  private final Subscriptions subscriptions;
  private final LongSupplier journalEnd;
  private final InstantSource clock;
  private final Consumer<List<Pending>> queued;

  DeadLetters(
      DeadLetterStore store,
      Subscriptions subscriptions,
      LongSupplier journalEnd,
      InstantSource clock,
      Consumer<List<Pending>> queued) {
    this.store = store;
    this.subscriptions = subscriptions;
    this.journalEnd = journalEnd;
    this.clock = clock;
    this.queued = queued;
  }

  /// Newest first.
  ///
  /// @param before ids smaller than this; `Long.MAX_VALUE` for the first page
  public List<DeadLetter> list(String tenantId, long before, int limit) {
    return store.list(tenantId, before, limit);
  }

  public long count(String tenantId) {
    return store.count(tenantId);
  }

  public Optional<DeadLetter> find(String tenantId, long id) {
    return store.find(tenantId, id);
  }

  /// Sends those again that exist and are not on their way already; each is gone from the list once
  /// its receiver has taken it. They come after what waits for the same device now.
  ///
  /// @return how many are on their way now by this call
  /// @throws PushRefused if one of them belongs to a subscription that is no more
  public int sendAgain(String tenantId, List<Long> ids) {
    List<Long> wanted = new ArrayList<>();
    for (long id : ids) {
      Optional<DeadLetter> letter = store.find(tenantId, id);
      if (letter.isEmpty()) {
        continue;
      }
      if (subscriptions.find(tenantId, letter.get().subscription()).isEmpty()) {
        throw new PushRefused(
            ("dead letter %d belongs to subscription %d, which was deleted; read its body instead of"
                    + " sending it")
                .formatted(id, letter.get().subscription()));
      }
      wanted.add(id);
    }
    List<Pending> rows =
        store.requeue(
            tenantId,
            wanted,
            journalEnd.getAsLong(),
            clock.instant().truncatedTo(ChronoUnit.MILLIS));
    queued.accept(rows);
    return rows.size();
  }

  /// Drops those that are not on their way.
  ///
  /// @return how many
  public int drop(String tenantId, List<Long> ids) {
    return store.drop(tenantId, ids);
  }
}
