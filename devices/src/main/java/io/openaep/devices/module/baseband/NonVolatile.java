package io.openaep.devices.module.baseband;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// The module's flash: what outlives a restart, under a key for each owner. In memory; a
/// factory-new module has a new one. On the module's loop.
public final class NonVolatile {
  private final Map<String, Object> values = new HashMap<>();

  /// What was written under `key`, if it is of this type.
  public <T> Optional<T> read(String key, Class<T> type) {
    return Optional.ofNullable(values.get(key)).filter(type::isInstance).map(type::cast);
  }

  /// @param value immutable, because it stays while its owner goes
  public void write(String key, Object value) {
    values.put(key, value);
  }

  public void erase(String key) {
    values.remove(key);
  }

  /// Named numbers that are kept as they are changed.
  @SuppressWarnings("unchecked") // only this method writes under its keys
  public Map<String, Integer> numbers(String key) {
    return (Map<String, Integer>)
        values.computeIfAbsent("numbers " + key, _ -> new HashMap<String, Integer>());
  }
}
