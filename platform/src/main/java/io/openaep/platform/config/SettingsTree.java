package io.openaep.platform.config;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A tree of settings records seen as keys: `journal.queue-events` is the component `queueEvents`
/// of the record that is the component `journal`. Pure.
public final class SettingsTree {
  private static final Pattern HUMP = Pattern.compile("([a-z0-9])([A-Z])");

  private final Set<String> hidden;

  /// @param hidden keys below the first level that are derived from others and cannot be set, by
  ///   their last word
  public SettingsTree(Set<String> hidden) {
    this.hidden = Set.copyOf(hidden);
  }

  /// Every key with its value as it is written, in the order of the records.
  public Map<String, String> keys(Record settings) {
    Map<String, String> keys = new LinkedHashMap<>();
    collect("", settings, keys);
    return keys;
  }

  private void collect(String prefix, Record settings, Map<String, String> keys) {
    for (RecordComponent component : settings.getClass().getRecordComponents()) {
      String key = prefix + dashed(component.getName());
      Object value = read(component, settings);
      if (!settable(prefix, component)) {
        continue;
      }
      if (value instanceof Record nested && !Scalars.known(component.getType())) {
        collect(key + ".", nested, keys);
      } else {
        keys.put(key, Scalars.print(value));
      }
    }
  }

  /// The same tree with some keys changed.
  ///
  /// @throws ConfigException if a value is not of its key's type, or the record refuses it
  public <T extends Record> T with(T settings, Map<String, String> changes) {
    return rebuild("", settings, changes);
  }

  private <T extends Record> T rebuild(String prefix, T settings, Map<String, String> changes) {
    @SuppressWarnings("unchecked")
    Class<T> type = (Class<T>) settings.getClass();
    RecordComponent[] components = type.getRecordComponents();
    Object[] values = new Object[components.length];
    for (int i = 0; i < components.length; i++) {
      String key = prefix + dashed(components[i].getName());
      Object value = read(components[i], settings);
      boolean scalar = Scalars.known(components[i].getType());
      if (!settable(prefix, components[i])) {
        values[i] = value;
      } else if (value instanceof Record nested && !scalar) {
        values[i] = rebuild(key + ".", nested, changes);
      } else {
        String change = changes.get(key);
        values[i] = change == null ? value : Scalars.parse(key, components[i].getType(), change);
      }
    }
    return make(prefix, type, components, values);
  }

  private boolean settable(String prefix, RecordComponent component) {
    boolean derived = !prefix.isEmpty() && hidden.contains(dashed(component.getName()));
    return !derived
        && (Scalars.known(component.getType())
            || Record.class.isAssignableFrom(component.getType()));
  }

  private static <T> T make(
      String prefix, Class<T> type, RecordComponent[] components, Object[] values) {
    Class<?>[] types =
        Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
    try {
      Constructor<T> constructor = type.getDeclaredConstructor(types);
      constructor.setAccessible(true);
      return constructor.newInstance(values);
    } catch (InvocationTargetException e) {
      throw new ConfigException(refusal(prefix, components, e.getCause()), e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("settings must be a record that can be made: " + type, e);
    }
  }

  /// What the record's constructor said, with the keys as they are written where it names its
  /// components.
  private static String refusal(
      String prefix, RecordComponent[] components, @Nullable Throwable cause) {
    String said = cause == null ? "refused without a reason" : String.valueOf(cause.getMessage());
    for (RecordComponent component : components) {
      String name = component.getName();
      if (HUMP.matcher(name).find()) {
        said = said.replaceAll("\\b" + name + "\\b", prefix + dashed(name));
      }
    }
    String group = prefix.replaceFirst("\\.$", "");
    return said.contains(group) ? said : group + ": " + said;
  }

  private static Object read(RecordComponent component, Record settings) {
    try {
      var accessor = component.getAccessor();
      accessor.setAccessible(true);
      return accessor.invoke(settings);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("settings must be readable: " + component, e);
    }
  }

  private static String dashed(String name) {
    return HUMP.matcher(name).replaceAll("$1-$2").toLowerCase(Locale.ROOT);
  }
}
