package io.openaep.platform.account;

import io.openaep.platform.store.Database;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/// The audit log: a line is on disk before the change it tells of is begun, so that no change can
/// be without one. Blocking; thread-safe.
public final class AuditLog {
  private static final int TEXT_CHARACTERS = 300;
  private static final int LINES_BETWEEN_TRIMS = 100;

  private final Database database;
  private final Duration keep;
  private final InstantSource clock;
  private final AuditStore store = new AuditStore();

  AuditLog(Database database, Duration keep, InstantSource clock) {
    this.database = database;
    this.keep = keep;
    this.clock = clock;
  }

  /// A change is about to be made.
  ///
  /// @return the line's number, for {@link #ended}
  public long begin(Caller caller, String remote, String action, String subject) {
    AuditLine line =
        new AuditLine(
            0,
            clock.instant(),
            caller.name(),
            caller.tenantId(),
            remote,
            bounded(action),
            bounded(subject),
            Optional.empty());
    return database.write(handle -> {
      long number = store.insert(handle, line);
      if (number % LINES_BETWEEN_TRIMS == 0) {
        int _ = store.trim(handle, clock.instant().minus(keep));
      }
      return number;
    });
  }

  /// How it ended.
  ///
  /// @param tenantId whose things it was about, if that is known by now
  public void ended(long number, int status, Optional<String> tenantId) {
    database.change(handle -> store.complete(handle, number, status, tenantId));
  }

  /// Newest first.
  ///
  /// @param tenantId empty: of all tenants and of the platform
  /// @param before the number of the last line seen, else {@link Long#MAX_VALUE}
  public List<AuditLine> list(Optional<String> tenantId, long before, int limit) {
    return database.search(handle -> store.page(handle, tenantId, before, limit));
  }

  private static String bounded(String text) {
    String clean = text.replaceAll("\\p{Cntrl}", "?");
    return clean.length() > TEXT_CHARACTERS ? clean.substring(0, TEXT_CHARACTERS) + "…" : clean;
  }
}
