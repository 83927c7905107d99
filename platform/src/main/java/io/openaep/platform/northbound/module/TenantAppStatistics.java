package io.openaep.platform.northbound.module;

import io.openaep.platform.northbound.gateway.AepCode;
import io.openaep.platform.northbound.gateway.Call;
import io.openaep.platform.northbound.gateway.CallRefused;
import io.openaep.platform.northbound.gateway.Envelope;
import io.openaep.platform.northbound.gateway.Operation;
import io.openaep.platform.northbound.module.Statistics.Period;
import io.openaep.platform.push.PushCounts;
import io.openaep.platform.registry.Registry;
import io.openaep.platform.requests.RequestLog;
import io.openaep.platform.requests.RequestLog.Day;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// `tenant_app_statistics` (AEP northbound, 3.12 and 4.11): calls of the tenant's applications and
/// what was pushed to them. There are no rules, so that their counts are 0.
public final class TenantAppStatistics implements Module {
  private final Registry registry;
  private final RequestLog requests;
  private final PushCounts pushes;
  private final InstantSource clock;

  public TenantAppStatistics(
      Registry registry, RequestLog requests, PushCounts pushes, InstantSource clock) {
    this.registry = registry;
    this.requests = requests;
    this.pushes = pushes;
    this.clock = clock;
  }

  @Override
  public String name() {
    return "tenant_app_statistics";
  }

  @Override
  public Map<String, Operation> operations() {
    return Map.of(
        "QueryTenantApiMonthlyCount", Operation.read(this::month),
        "QueryTenantAppCount", Operation.read(this::applications),
        "QueryTenantApiTrend", Operation.read(this::trend));
  }

  private Map<String, @Nullable Object> month(Call call) {
    YearMonth month = YearMonth.from(today());
    Period current = Statistics.month(month);
    Period last = Statistics.month(month.minusMonths(1));
    long now = total(of(call, current));
    long before = total(of(call, last));
    long pushed = pushed(call, current);
    Map<String, @Nullable Object> members = new LinkedHashMap<>();
    members.put("apiTotalCount", now);
    members.put("apiGrowthRate", Statistics.growth(now, before));
    members.put("msgPushTotalCount", pushed);
    members.put("msgPushGrowthRate", Statistics.growth(pushed, pushed(call, last)));
    members.put("msgRuleTotalCount", 0);
    members.put("msgRuleGrowthRate", 0);
    return Envelope.ok(members);
  }

  /// Both are strings in AEP's answer.
  private Map<String, @Nullable Object> applications(Call call) {
    Map<String, @Nullable Object> members = new LinkedHashMap<>();
    members.put("ruleEngineTotalCount", "0");
    members.put(
        "appTotalCount", String.valueOf(registry.tenancy().applications(call.tenantId()).size()));
    return Envelope.ok(members);
  }

  private Map<String, @Nullable Object> trend(Call call) {
    if (!call.text("dataType").equals("1")) {
      throw CallRefused.aep(AepCode.INVALID, "dataType must be 1 (API calls)");
    }
    List<Map<String, @Nullable Object>> rows = new ArrayList<>();
    long before = 0;
    for (Period period : Statistics.periods(call, today())) {
      List<Day> days = of(call, period);
      long total = total(days);
      long succeeded = days.stream().mapToLong(Day::succeeded).sum();
      long tookMs = days.stream().mapToLong(Day::tookMs).sum();
      Map<String, @Nullable Object> row = new LinkedHashMap<>();
      row.put("region", null);
      row.put("id", rows.size() + 1);
      row.put("tenantId", call.tenantId());
      row.put("totalCount", total);
      row.put("successCount", succeeded);
      row.put("failureCount", total - succeeded);
      row.put("successRate", Statistics.rate(succeeded, total));
      row.put("averageDelay", Statistics.rate(tookMs, total));
      row.put("growthRate", Statistics.growth(total, before));
      row.put("syncDate", period.label());
      row.put("dateType", period.dateType());
      rows.add(row);
      before = total;
    }
    return Envelope.ok(rows);
  }

  private List<Day> of(Call call, Period period) {
    return requests.days(call.tenantId(), period.from(), period.to());
  }

  private long pushed(Call call, Period period) {
    return pushes.delivered(call.tenantId(), period.from(), period.to());
  }

  private static long total(List<Day> days) {
    return days.stream().mapToLong(Day::total).sum();
  }

  private LocalDate today() {
    return clock.instant().atOffset(Statistics.ZONE).toLocalDate();
  }
}
