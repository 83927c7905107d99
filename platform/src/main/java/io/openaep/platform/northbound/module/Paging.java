package io.openaep.platform.northbound.module;

import io.openaep.platform.northbound.gateway.AepCode;
import io.openaep.platform.northbound.gateway.Call;
import io.openaep.platform.northbound.gateway.CallRefused;
import io.openaep.platform.northbound.gateway.Fields;
import io.openaep.platform.registry.Page;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// `pageNow` and `pageSize` of a request, `pageNum` and the rest of the answer (AEP northbound,
/// section 2).
///
/// @param number from 1
record Paging(int number, int size) {
  private static final int DEFAULT_SIZE = 10;
  private static final int NUMBER_LIMIT = 1_000_000;

  /// @param sizeLimit the most rows a page may have
  static Paging of(Call call, int sizeLimit) {
    return new Paging(
        number(call, "pageNow", 1, NUMBER_LIMIT),
        number(call, "pageSize", DEFAULT_SIZE, sizeLimit));
  }

  /// As a body has it.
  static Paging of(Fields body, int sizeLimit) {
    return new Paging(
        body.optionalChoice("pageNow", 1, NUMBER_LIMIT).orElse(1),
        body.optionalChoice("pageSize", 1, sizeLimit).orElse(DEFAULT_SIZE));
  }

  /// As a body has it that must have both.
  static Paging required(Fields body, int sizeLimit) {
    return new Paging(
        body.choice("pageNow", 1, NUMBER_LIMIT), body.choice("pageSize", 1, sizeLimit));
  }

  /// This page's part of a list.
  <T> List<T> rows(List<T> all) {
    return Page.of(all, number, size).rows();
  }

  private static int number(Call call, String name, int fallback, int limit) {
    long value = call.whole(name).orElse((long) fallback);
    if (value < 1 || value > limit) {
      throw CallRefused.aep(
          AepCode.INVALID, "%s must be a number from 1 to %d".formatted(name, limit));
    }
    return Math.toIntExact(value);
  }

  Map<String, @Nullable Object> page(long total, List<?> rows) {
    Map<String, @Nullable Object> members = new LinkedHashMap<>();
    members.put("pageNum", number);
    members.put("pageSize", size);
    members.put("total", total);
    members.put("list", rows);
    return members;
  }
}
