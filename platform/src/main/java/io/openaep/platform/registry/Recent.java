package io.openaep.platform.registry;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/// The most recently used values of a table, bounded, never older than the last change: a value
/// read while a change was under way is used once but not kept. Thread-safe.
final class Recent<K, V> {
  private final int limit;
  private final Map<K, V> kept = new LinkedHashMap<>(16, 0.75f, true);
  private long changes;

  Recent(int limit) {
    this.limit = limit;
  }

  /// The kept value, or the one that `load` finds.
  Optional<V> get(K key, Supplier<Optional<V>> load) {
    long seen;
    synchronized (this) {
      V value = kept.get(key);
      if (value != null) {
        return Optional.of(value);
      }
      seen = changes;
    }
    Optional<V> loaded = load.get();
    if (loaded.isPresent()) {
      keep(key, loaded.get(), seen);
    }
    return loaded;
  }

  /// Loads a value by another of its names, and keeps it here by this one too.
  Optional<V> learn(Function<V, K> name, Supplier<Optional<V>> load) {
    long seen;
    synchronized (this) {
      seen = changes;
    }
    Optional<V> loaded = load.get();
    loaded.ifPresent(it -> keep(name.apply(it), it, seen));
    return loaded;
  }

  /// To be called after a change is committed and before its caller hears of it.
  synchronized void forget(K key) {
    changes++;
    kept.remove(key);
  }

  private synchronized void keep(K key, V value, long seen) {
    if (changes != seen) {
      return;
    }
    kept.put(key, value);
    if (kept.size() > limit) {
      var oldest = kept.keySet().iterator();
      oldest.next();
      oldest.remove();
    }
  }
}
