package io.openaep.platform.northbound.gateway;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The outer members of answers, which differ by module (AEP northbound, section 2).
public enum Envelope {
  /// `{"code":0,"msg":"ok","result":…}`
  USUAL,
  /// `aep_device_status`: `{"code":1,"desc":"…"}`, and members of its own on success.
  STATUS,
  /// `aep_rule_engine`: the code is text.
  RULES,
  /// `device_archives`: its own codes have the message `error` and the text as the result.
  ARCHIVES;

  private static final Set<Integer> ARCHIVE_CODES =
      Set.of(AepCode.ARCHIVE_NOT_CREATED.code(), AepCode.ARCHIVE_NOT_READ.code());

  /// AEP's one failure code of `aep_device_status`.
  private static final int STATUS_FAILED = 1;

  public static Envelope of(String module) {
    return switch (module) {
      case "aep_device_status" -> STATUS;
      case "aep_rule_engine" -> RULES;
      case "device_archives" -> ARCHIVES;
      default -> USUAL;
    };
  }

  /// The module of a path: its first segment.
  public static String module(String path) {
    int end = path.indexOf('/', 1);
    return end < 0 ? "" : path.substring(1, end);
  }

  /// The members of a failure that came before the gateway.
  public static Map<String, @Nullable Object> failed(String path, int status, String sentence) {
    return of(module(path)).failed(CallRefused.http(status, sentence));
  }

  /// Success of every module but `aep_device_status`.
  public static Map<String, @Nullable Object> ok(@Nullable Object result) {
    return ok(AepCode.OK.text(), result);
  }

  public static Map<String, @Nullable Object> ok(String msg, @Nullable Object result) {
    Map<String, @Nullable Object> members = new LinkedHashMap<>();
    members.put("code", AepCode.OK.code());
    members.put("msg", msg);
    members.put("result", result);
    return members;
  }

  Map<String, @Nullable Object> failed(CallRefused refused) {
    Map<String, @Nullable Object> members = new LinkedHashMap<>();
    switch (this) {
      case USUAL -> members.put("code", refused.code());
      case RULES -> members.put("code", String.valueOf(refused.code()));
      case ARCHIVES -> {
        members.put("code", refused.code());
        boolean own = ARCHIVE_CODES.contains(refused.code());
        members.put("msg", own ? "error" : refused.text());
        members.put("result", own ? refused.text() : null);
        return members;
      }
      case STATUS -> {
        members.put("code", refused.status() == 200 ? STATUS_FAILED : refused.code());
        members.put("desc", refused.text());
        return members;
      }
    }
    members.put("msg", refused.text());
    members.put("result", null);
    return members;
  }
}
