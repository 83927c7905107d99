package io.openaep.devices.module.baseband;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The options of `AT+QCFG` and its relatives, kept in flash. Values stand as they are printed. On
/// the loop.
public final class Configuration {
  /// Prints `+QIND: ENTER PSM` and `EXIT PSM`.
  public static final String PSM_URCS = "urc/psm";

  /// Holds unsolicited codes while the host's side sleeps.
  public static final String URC_CACHE = "urc/cache";

  /// Milliseconds between the ring line and an unsolicited code.
  public static final String URC_DELAY = "urc/delay";

  /// What the ring line does for an unsolicited code.
  public static final String RING = "urc/ri/other";

  private static final String KEY = "configuration";

  private final NonVolatile flash;
  private final Map<String, List<String>> values = new HashMap<>();

  public Configuration(NonVolatile flash) {
    this.flash = flash;
    flash.read(KEY, Saved.class).ifPresent(saved -> values.putAll(saved.values()));
  }

  private record Saved(Map<String, List<String>> values) {}

  public List<String> values(String key, List<String> factory) {
    return values.getOrDefault(key, factory);
  }

  public void set(String key, List<String> value) {
    values.put(key, List.copyOf(value));
    flash.write(KEY, new Saved(Map.copyOf(values)));
  }

  /// The one number of an option whose factory value is 0.
  public int number(String key) {
    return Integer.parseInt(values(key, List.of("0")).getFirst());
  }

  public boolean on(String key) {
    return number(key) != 0;
  }
}
