package io.openaep.platform.northbound.module;

import io.openaep.platform.data.DeviceData;
import io.openaep.platform.data.DeviceState;
import io.openaep.platform.northbound.gateway.AepCode;
import io.openaep.platform.northbound.gateway.Call;
import io.openaep.platform.northbound.gateway.CallRefused;
import io.openaep.platform.northbound.gateway.Envelope;
import io.openaep.platform.northbound.gateway.Operation;
import io.openaep.platform.northbound.module.Statistics.Period;
import io.openaep.platform.registry.DeviceBirth;
import io.openaep.platform.registry.Registry;
import io.openaep.platform.tally.Tally;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// `tenant_device_statistics` (AEP northbound, 3.12 and 4.11): counted when asked, over the devices
/// that the tenant has now; days and months are China's. Rates are shares from 0 to 1.
public final class TenantDeviceStatistics implements Module {
  private static final int SLICE = 2_000;

  private final Registry registry;
  private final DeviceData data;
  private final Tally tally;
  private final InstantSource clock;

  public TenantDeviceStatistics(
      Registry registry, DeviceData data, Tally tally, InstantSource clock) {
    this.registry = registry;
    this.data = data;
    this.tally = tally;
    this.clock = clock;
  }

  @Override
  public String name() {
    return "tenant_device_statistics";
  }

  @Override
  public Map<String, Operation> operations() {
    return Map.of(
        "QueryTenantDeviceCount", Operation.read(this::count),
        "QueryTenantDeviceTrend", Operation.read(this::trend),
        "QueryTenantDeviceActiveCount", Operation.read(this::active));
  }

  /// A device as it counts.
  private record Life(
      long device, Instant createdAt, Optional<Instant> activatedAt, boolean online) {
    boolean madeBefore(Instant end) {
      return createdAt.isBefore(end);
    }

    boolean activeBefore(Instant end) {
      return activatedAt.map(at -> at.isBefore(end)).orElse(false);
    }
  }

  /// Of the devices that there are: one that was heard in a period may be gone.
  private static Set<Long> numbers(List<Life> lives) {
    return lives.stream().map(Life::device).collect(Collectors.toSet());
  }

  private List<Life> lives(String tenantId) {
    List<Life> lives = new ArrayList<>();
    List<DeviceBirth> slice = registry.births(tenantId, 0, SLICE);
    while (!slice.isEmpty()) {
      Map<Long, DeviceState> states = data.states(slice.stream().map(DeviceBirth::number).toList());
      for (DeviceBirth birth : slice) {
        DeviceState state = states.getOrDefault(birth.number(), DeviceState.NEVER_HEARD);
        lives.add(new Life(birth.number(), birth.createdAt(), state.activatedAt(), state.online()));
      }
      slice =
          slice.size() < SLICE
              ? List.of()
              : registry.births(tenantId, slice.getLast().number(), SLICE);
    }
    return lives;
  }

  private Map<String, @Nullable Object> count(Call call) {
    List<Life> lives = lives(call.tenantId());
    long active = lives.stream().filter(life -> life.activatedAt().isPresent()).count();
    long online = lives.stream().filter(Life::online).count();
    Map<String, @Nullable Object> members = new LinkedHashMap<>();
    members.put("tenantId", call.tenantId());
    members.put("terCount", lives.size());
    members.put("activeCount", active);
    members.put("onlineCount", online);
    members.put("offlineCount", lives.size() - online);
    members.put("onlineRate", Statistics.rate(online, lives.size()));
    members.put("activeRate", Statistics.rate(active, lives.size()));
    return Envelope.ok(members);
  }

  /// `type` 1: devices and activated ones; 3: devices that were heard in the period.
  private Map<String, @Nullable Object> trend(Call call) {
    String type = call.text("type");
    if (!type.equals("1") && !type.equals("3")) {
      throw CallRefused.aep(AepCode.INVALID, "type must be 1 (devices) or 3 (active ones)");
    }
    List<Life> lives = lives(call.tenantId());
    Set<Long> there = numbers(lives);
    List<Map<String, @Nullable Object>> rows = new ArrayList<>();
    for (Period period : Statistics.periods(call, today())) {
      rows.add(row(call.tenantId(), period, lives, there, rows.size() + 1));
    }
    return Envelope.ok(rows);
  }

  private Map<String, @Nullable Object> row(
      String tenantId, Period period, List<Life> lives, Set<Long> there, int id) {
    long made = lives.stream().filter(life -> life.madeBefore(period.end())).count();
    long active = lives.stream().filter(life -> life.activeBefore(period.end())).count();
    Instant start = period.from().atStartOfDay().toInstant(Statistics.ZONE);
    long increase = made - lives.stream().filter(life -> life.madeBefore(start)).count();
    long heard =
        period.dateType().equals("d")
            ? tally.activeOn(tenantId, period.from(), there::contains)
            : tally.activeIn(tenantId, YearMonth.from(period.from()), there::contains);
    Map<String, @Nullable Object> members = new LinkedHashMap<>();
    members.put("region", null);
    members.put("id", id);
    members.put("tenantId", tenantId);
    members.put("terCount", made);
    members.put("activeCount", active);
    members.put("activeRate", Statistics.rate(active, made));
    members.put("activeDeviceCount", heard);
    members.put("activeDeviceRate", Statistics.rate(heard, made));
    members.put("monthlyIncreaseCount", increase);
    members.put("syncDate", period.label());
    members.put("dateType", period.dateType());
    members.put("createTime", clock.millis());
    members.put("updateTime", clock.millis());
    return members;
  }

  private Map<String, @Nullable Object> active(Call call) {
    String tenantId = call.tenantId();
    YearMonth month = YearMonth.from(today());
    Period now = Statistics.month(month);
    Period before = Statistics.month(month.minusMonths(1));
    List<Life> lives = lives(tenantId);
    long heard = tally.activeIn(tenantId, month, numbers(lives)::contains);
    Instant start = now.from().atStartOfDay().toInstant(Statistics.ZONE);
    List<Tally.Day> days = tally.days(tenantId, now.from(), now.to());
    List<Tally.Day> daysBefore = tally.days(tenantId, before.from(), before.to());
    long issued = days.stream().mapToLong(Tally.Day::commands).sum();
    long reports = days.stream().mapToLong(Tally.Day::reports).sum();
    Map<String, @Nullable Object> members = new LinkedHashMap<>();
    members.put("monthlyActiveRate", Statistics.rate(heard, lives.size()));
    members.put("monthlyActiveCount", heard);
    members.put("issuedCount", issued);
    members.put(
        "issuedGrowthRate",
        Statistics.growth(issued, daysBefore.stream().mapToLong(Tally.Day::commands).sum()));
    members.put("monthlyIncrease", lives.stream().filter(life -> !life.madeBefore(start)).count());
    members.put(
        "reportGrowthRate",
        Statistics.growth(reports, daysBefore.stream().mapToLong(Tally.Day::reports).sum()));
    members.put("reportCount", reports);
    return Envelope.ok(members);
  }

  private LocalDate today() {
    return clock.instant().atOffset(Statistics.ZONE).toLocalDate();
  }
}
