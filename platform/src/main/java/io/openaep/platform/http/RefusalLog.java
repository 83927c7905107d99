package io.openaep.platform.http;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;

/// How many lines a refused caller may put into the log: so many in a while for one address and
/// kind, so many for all together. The rest is counted and told with the next line. Thread-safe.
public final class RefusalLog {
  private static final Duration WHILE = Duration.ofSeconds(10);
  private static final int LINES_PER_KEY = 20;
  private static final int LINES_IN_ALL = 300;
  private static final int KEYS = 4096;

  /// Lines of the running while, and what was left unsaid since the last line.
  private static final class Budget {
    private Instant since = Instant.MIN;
    private int lines;
    private long unsaid;

    private boolean spend(Instant now, int limit) {
      if (!now.isBefore(since.plus(WHILE))) {
        since = now;
        lines = 0;
      }
      lines++;
      return lines <= limit;
    }
  }

  private final Budget inAll = new Budget();
  private final Map<String, Budget> byKey =
      new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Budget> eldest) {
          return size() > KEYS;
        }
      };

  /// Asks for a line.
  ///
  /// @param key address and kind; never long
  /// @return how many like it were left unsaid since the last one; empty if this one is, too
  public synchronized OptionalLong line(String key, Instant now) {
    Budget budget = byKey.computeIfAbsent(key, _ -> new Budget());
    if (!budget.spend(now, LINES_PER_KEY) || !inAll.spend(now, LINES_IN_ALL)) {
      budget.unsaid++;
      return OptionalLong.empty();
    }
    long unsaid = budget.unsaid;
    budget.unsaid = 0;
    return OptionalLong.of(unsaid);
  }
}
