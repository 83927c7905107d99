package io.openaep.platform.requests;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/// Calls of the northbound API, newest ones kept. Thread-safe.
public interface RequestLog {
  /// A call with its place in the log.
  record Logged(long id, RequestEntry entry) {}

  /// What is looked for; an empty member matches everything.
  ///
  /// @param tenantId empty for every tenant: for the platform's own administrators
  /// @param api a module or a function
  record Filter(
      Optional<String> tenantId,
      Optional<String> appKey,
      Optional<String> api,
      Optional<String> device,
      boolean refusedOnly,
      Instant from,
      Instant to) {
    /// Everything of one tenant.
    public static Filter of(String tenantId) {
      return new Filter(
          Optional.of(tenantId),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          false,
          Instant.EPOCH,
          Instant.parse("9999-12-31T00:00:00Z"));
    }
  }

  /// The calls of one tenant on one day (China's, UTC+8).
  record Day(LocalDate day, long total, long succeeded, long tookMs) {
    public long failed() {
      return total - succeeded;
    }
  }

  /// Takes a call to be logged. Never blocks; under overload the log loses lines, which is counted.
  void add(RequestEntry entry);

  /// Matching calls with an id below `before`, newest first. What was answered before this call is
  /// in it. Blocking.
  List<Logged> list(Filter filter, long before, int limit);

  /// Days of a tenant with at least one call, oldest first. Blocking.
  List<Day> days(String tenantId, LocalDate from, LocalDate to);
}
