package io.openaep.platform.northbound;

import io.openaep.platform.data.DeviceData;
import io.openaep.platform.data.DeviceState;
import io.openaep.platform.data.Report;
import io.openaep.wire.Bytes;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.stream.Collectors;

/// The data fold as a test sets it.
final class FakeData implements DeviceData {
  private record Row(long device, Report report) {}

  private final List<Row> rows = new CopyOnWriteArrayList<>();
  final Map<Long, DeviceState> states = new HashMap<>();

  /// A report at a time; its position is its place in the order of the calls.
  void report(long device, Instant at, Bytes raw) {
    rows.add(new Row(device, new Report(at, rows.size() + 1L, "/19/0/0", raw, "")));
  }

  @Override
  public DeviceState state(long device) {
    return states.getOrDefault(device, DeviceState.NEVER_HEARD);
  }

  @Override
  public Map<Long, DeviceState> states(List<Long> devices) {
    return devices.stream()
        .filter(states::containsKey)
        .collect(Collectors.toMap(Function.identity(), this::state));
  }

  @Override
  public long online(List<Long> devices) {
    return devices.stream().filter(device -> state(device).online()).count();
  }

  @Override
  public Optional<Report> latest(long device) {
    return history(device, Instant.MIN, Instant.MAX, Optional.empty(), 1).stream().findFirst();
  }

  @Override
  public Optional<Report> observed(long device) {
    return Optional.empty();
  }

  @Override
  public long count(long device, Instant from, Instant to) {
    return history(device, from, to, Optional.empty(), Integer.MAX_VALUE).size();
  }

  @Override
  public List<Report> history(
      long device, Instant from, Instant to, Optional<Cursor> cursor, int limit) {
    Comparator<Report> order = Comparator.comparing(Report::at).thenComparingLong(Report::position);
    return rows.stream()
        .filter(row -> row.device() == device)
        .map(Row::report)
        .filter(report -> !report.at().isBefore(from) && !report.at().isAfter(to))
        .filter(report -> cursor.isEmpty() || before(report, cursor.get()))
        .sorted(order.reversed())
        .limit(limit)
        .toList();
  }

  private static boolean before(Report report, Cursor cursor) {
    int byTime = report.at().compareTo(cursor.at());
    return byTime < 0 || (byTime == 0 && report.position() < cursor.position());
  }
}
