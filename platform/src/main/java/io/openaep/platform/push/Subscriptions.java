package io.openaep.platform.push;

import io.openaep.platform.journal.Event;
import io.openaep.platform.push.post.Addresses;
import io.openaep.platform.push.post.Addresses.Unreachable;
import io.openaep.platform.push.post.BadUrl;
import io.openaep.platform.push.post.Destination;
import io.openaep.platform.registry.Page;
import io.openaep.platform.store.Database;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Who wants to be told what: asked and changed by the northbound API and the console, and asked by
/// the fold with every event. All of them are in memory; a change is on disk and seen by the fold
/// when the call returns. A subscription ends with the device, the group or the product that it is
/// about: from then on nobody sees it, but what happened before is still told. Blocking.
/// Thread-safe.
public final class Subscriptions {
  private static final Logger LOG = LoggerFactory.getLogger(Subscriptions.class);

  private final SubscriptionStore store;
  private final Targets targets;
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
      Targets targets,
      Addresses addresses,
      LongSupplier journalEnd,
      InstantSource clock,
      int perTenant) {
    this.store = store;
    this.targets = targets;
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
    checkUrl(wanted.tenantId(), wanted.url());
    synchronized (this) {
      long mine =
          index.byId().values().stream()
              .filter(it -> it.tenantId().equals(wanted.tenantId()))
              .filter(it -> it.endedAt().isEmpty())
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

  /// Tells an address that the caller wrote from a name: of a name nobody is told whether it exists
  /// and where it leads, or whoever may subscribe could look around in the operator's own network.
  private void checkUrl(String tenantId, String url) {
    Destination to;
    try {
      to = Destination.parse(url);
    } catch (BadUrl e) {
      throw new PushRefused(String.valueOf(e.getMessage()));
    }
    try {
      var _ = addresses.of(to.host());
    } catch (Unreachable e) {
      if (to.namesAddress()) {
        throw new PushRefused(e.reason());
      }
      LOG.warn(
          "push url refused tenant={} url={} reason=\"{}\"", tenantId, to.forLogs(), e.reason());
      throw new PushRefused(
          "there is no host %s for the platform, or it has no public address; name another, or let the operator allow its network with push.post.allowed-networks (the platform's log says which)"
              .formatted(to.host()));
    }
  }

  public Optional<Subscription> find(String tenantId, long id) {
    return find(id).filter(it -> it.tenantId().equals(tenantId));
  }

  /// Whatever its tenant: for callers who check that themselves.
  public Optional<Subscription> find(long id) {
    return Optional.ofNullable(index.byId().get(id)).filter(this::stands);
  }

  private boolean stands(Subscription it) {
    return it.endedAt().isEmpty() && targets.exists(it);
  }

  /// One that messages may still wait for.
  Optional<Subscription> wanted(long id) {
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
            .filter(this::stands)
            .sorted((a, b) -> Long.compare(b.id(), a.id()))
            .toList();
    return Page.of(found, page, size);
  }

  /// What waits for it is no longer sent.
  ///
  /// @return whether it existed
  public synchronized boolean delete(String tenantId, long id) {
    if (find(tenantId, id).isEmpty()) {
      return false;
    }
    delete(List.of(id));
    return true;
  }

  /// Deletes the subscriptions of one device, as AEP's UnbindDevice does (AEP northbound, 4.2), in
  /// the transaction of something else.
  ///
  /// @param transaction runs the deletion as a step of its own transaction, before it returns
  public synchronized void deleteOfDevice(
      long productId, String deviceId, Consumer<Database.Change> transaction) {
    List<Long> ids =
        ids(ofProduct(productId), it -> it.target().equals(new Target.OneDevice(deviceId)));
    transaction.accept(handle -> SubscriptionStore.delete(handle, ids));
    if (!ids.isEmpty()) {
      index = Index.of(store.all());
    }
  }

  private void delete(List<Long> ids) {
    if (!ids.isEmpty()) {
      store.delete(ids);
      index = Index.of(store.all());
    }
  }

  /// The registry has deleted these devices. A subscription made later is about another device of
  /// the same id. However many they are, it costs one transaction.
  synchronized void endOfDevices(List<Event.DeviceDeleted> deletions) {
    Map<Long, Instant> ends = new HashMap<>();
    for (Event.DeviceDeleted deleted : deletions) {
      Target target = new Target.OneDevice(deleted.identity().deviceId());
      for (Subscription each : ofProduct(deleted.identity().productId())) {
        if (each.target().equals(target)
            && each.endedAt().isEmpty()
            && !each.updatedAt().isAfter(deleted.at())) {
          ends.putIfAbsent(each.id(), deleted.at());
        }
      }
    }
    end(ends);
  }

  /// Ends those whose product or group is no more.
  synchronized void endOrphans() {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    Map<Long, Instant> ends = new HashMap<>();
    for (Subscription each : index.byId().values()) {
      if (each.endedAt().isEmpty() && !targets.scopeExists(each)) {
        ends.put(each.id(), now);
      }
    }
    end(ends);
  }

  private void end(Map<Long, Instant> ends) {
    if (!ends.isEmpty()) {
      store.end(ends);
      index = Index.of(store.all());
      LOG.info("push subscriptions ended with what they are about subscriptions={}", ends.size());
    }
  }

  /// Those that have ended, until {@link #forget}.
  List<Subscription> ended() {
    return index.byId().values().stream().filter(it -> it.endedAt().isPresent()).toList();
  }

  /// Deletes some that have ended and of which everything was told.
  synchronized void forget(List<Subscription> told) {
    delete(ids(told, it -> wanted(it.id()).flatMap(Subscription::endedAt).isPresent()));
  }

  private static List<Long> ids(List<Subscription> all, Predicate<Subscription> which) {
    return all.stream().filter(which).map(Subscription::id).toList();
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
}
