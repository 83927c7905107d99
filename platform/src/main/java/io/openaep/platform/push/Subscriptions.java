package io.openaep.platform.push;

import io.openaep.platform.push.post.Addresses;
import io.openaep.platform.push.post.Addresses.Unreachable;
import io.openaep.platform.push.post.BadUrl;
import io.openaep.platform.push.post.Destination;
import io.openaep.platform.registry.Page;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/// Who wants to be told what: asked and changed by the northbound API and the console, and asked by
/// the fold with every event. All of them are in memory; a change is on disk and seen by the fold
/// when the call returns. Blocking. Thread-safe.
public final class Subscriptions {
  private final SubscriptionStore store;
  private final Addresses addresses;
  private final LongSupplier journalEnd;
  private final InstantSource clock;
  private final int perTenant;
  private volatile Index index;

  /// Never changed, only replaced.
  private record Index(
      Map<Long, Subscription> byId,
      Map<Long, List<Subscription>> byProduct,
      Map<Long, Subscription> byReceiver) {
    static Index of(List<Subscription> all) {
      Map<Long, Subscription> byId = new HashMap<>();
      Map<Long, List<Subscription>> byProduct = new HashMap<>();
      Map<Long, Subscription> byReceiver = new HashMap<>();
      for (Subscription each : all) {
        byId.put(each.id(), each);
        byProduct.computeIfAbsent(each.productId(), _ -> new ArrayList<>()).add(each);
        byReceiver.putIfAbsent(each.receiver(), each);
      }
      return new Index(byId, byProduct, byReceiver);
    }
  }

  Subscriptions(
      SubscriptionStore store,
      Addresses addresses,
      LongSupplier journalEnd,
      InstantSource clock,
      int perTenant) {
    this.store = store;
    this.addresses = addresses;
    this.journalEnd = journalEnd;
    this.clock = clock;
    this.perTenant = perTenant;
    this.index = Index.of(store.all());
  }

  /// Subscribes. What exists already (same product, target, type and URL) is renewed.
  ///
  /// @throws PushRefused for a URL that nothing can be pushed to, and beyond the bound
  public List<Subscription> create(NewSubscription wanted) {
    checkUrl(wanted.url());
    synchronized (this) {
      long mine =
          index.byId().values().stream()
              .filter(it -> it.tenantId().equals(wanted.tenantId()))
              .count();
      if (mine + wanted.types().size() > perTenant) {
        throw new PushRefused(
            "this tenant has %d subscriptions; at most %d (push.subscriptions); delete some first"
                .formatted(mine, perTenant));
      }
      List<Subscription> saved =
          store.save(
              wanted, journalEnd.getAsLong(), clock.instant().truncatedTo(ChronoUnit.MILLIS));
      index = Index.of(store.all());
      return saved;
    }
  }

  /// A name that does not exist now may exist later; one that leads to a forbidden address only is
  /// refused at once, in plain words.
  private void checkUrl(String url) {
    try {
      var _ = addresses.of(Destination.parse(url).host());
    } catch (BadUrl e) {
      throw new PushRefused(String.valueOf(e.getMessage()));
    } catch (Unreachable e) {
      if (e.forbidden()) {
        throw new PushRefused(e.reason());
      }
    }
  }

  public Optional<Subscription> find(String tenantId, long id) {
    return find(id).filter(it -> it.tenantId().equals(tenantId));
  }

  /// Whatever its tenant: for callers who check that themselves.
  public Optional<Subscription> find(long id) {
    return Optional.ofNullable(index.byId().get(id));
  }

  /// Newest first.
  ///
  /// @param page from 1
  public Page<Subscription> list(
      String tenantId, Predicate<Subscription> which, int page, int size) {
    List<Subscription> found =
        index.byId().values().stream()
            .filter(it -> it.tenantId().equals(tenantId))
            .filter(which)
            .sorted((a, b) -> Long.compare(b.id(), a.id()))
            .toList();
    return new Page<>(
        page, size, found.size(), found.stream().skip((page - 1L) * size).limit(size).toList());
  }

  /// What waits for it is no longer sent.
  ///
  /// @return whether it existed
  public synchronized boolean delete(String tenantId, long id) {
    if (find(tenantId, id).isEmpty()) {
      return false;
    }
    store.delete(id);
    index = Index.of(store.all());
    return true;
  }

  /// Forgets a receiver without subscriptions.
  void deleteReceiver(long receiver) {
    store.deleteReceiver(receiver);
  }

  boolean isEmpty() {
    return index.byId().isEmpty();
  }

  List<Subscription> ofProduct(long productId) {
    return index.byProduct().getOrDefault(productId, List.of());
  }

  /// Any subscription of a receiver; empty if it has none.
  Optional<Subscription> ofReceiver(long receiver) {
    return Optional.ofNullable(index.byReceiver().get(receiver));
  }

  List<Subscription> all() {
    return List.copyOf(index.byId().values());
  }
}
