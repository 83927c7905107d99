package io.openaep.devices.at;

import java.util.LinkedHashMap;
import java.util.Map;

/// The numbers that a host sets and `AT&F`, `ATZ`, `AT&W` and `AT&V` treat together. Lives as long
/// as the interpreter; on the loop.
public final class AtSettings {
  /// What happens to a setting beyond being set (Quectel AT manual, 2.11 to 2.14).
  public enum Kept {
    /// `AT&F` and `ATZ` give it its factory value, `AT&W` does not save it.
    RESET,
    /// The same, and `AT&W` saves it for `ATZ` and the next start.
    PROFILE,
    /// `AT&W` saves it for the next start, but `AT&F` and `ATZ` leave it alone (`IPR`).
    SAVED
  }

  /// One number with its name in `AT&V`.
  public static final class Setting {
    private final int factory;
    private final Kept kept;
    private int value;

    private Setting(int factory, Kept kept) {
      this.factory = factory;
      this.kept = kept;
      this.value = factory;
    }

    public int value() {
      return value;
    }

    public boolean on() {
      return value != 0;
    }

    public void set(int value) {
      this.value = value;
    }
  }

  private final Map<String, Setting> settings = new LinkedHashMap<>();
  private final Map<String, Integer> profile;

  /// @param profile what `AT&W` saved earlier; `AT&W` changes this map, which therefore belongs
  ///   where the module keeps things while it is off
  public AtSettings(Map<String, Integer> profile) {
    this.profile = profile;
  }

  /// Adds a setting with its saved value or else its factory value.
  public Setting add(String name, int factory, Kept kept) {
    var setting = new Setting(factory, kept);
    Integer saved = kept == Kept.RESET ? null : profile.get(name);
    if (saved != null) {
      setting.set(saved);
    }
    if (settings.putIfAbsent(name, setting) != null) {
      throw new IllegalStateException("two settings named " + name);
    }
    return setting;
  }

  /// `AT&F`
  public void factory() {
    for (Setting setting : settings.values()) {
      if (setting.kept != Kept.SAVED) {
        setting.set(setting.factory);
      }
    }
  }

  /// `ATZ`
  public void restore() {
    factory();
    settings.forEach((name, setting) -> {
      Integer saved = profile.get(name);
      if (saved != null && setting.kept == Kept.PROFILE) {
        setting.set(saved);
      }
    });
  }

  /// `AT&W`
  public void save() {
    settings.forEach((name, setting) -> {
      if (setting.kept != Kept.RESET) {
        profile.put(name, setting.value());
      }
    });
  }

  /// `AT&V`: one `name: value` a line.
  public String[] lines() {
    return settings.entrySet().stream()
        .map(entry -> entry.getKey() + ": " + entry.getValue().value())
        .toArray(String[]::new);
  }
}
