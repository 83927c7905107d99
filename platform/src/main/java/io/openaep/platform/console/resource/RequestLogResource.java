package io.openaep.platform.console.resource;

import io.openaep.platform.account.Area;
import io.openaep.platform.console.rest.Call;
import io.openaep.platform.console.rest.Paging;
import io.openaep.platform.console.rest.Reply;
import io.openaep.platform.console.rest.Resource;
import io.openaep.platform.console.rest.Route;
import io.openaep.platform.console.rest.Shape;
import io.openaep.platform.requests.RequestEntry;
import io.openaep.platform.requests.RequestLog;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// `/api/request-log`: the calls of AEP's own API and why each refused one was.
public final class RequestLogResource implements Resource {
  private static final Shape WORD = Shape.text(1, 200);

  private static final Shape.Obj ENTRY =
      Shape.object(
          "RequestLogEntry",
          Shape.must("id", Shape.whole(0, Long.MAX_VALUE), "Ascending"),
          Shape.must("at", Shape.time(), "When it had come"),
          Shape.may("tenantId", Shape.text(1, 20), "The caller's; missing if it is not known"),
          Shape.may("appKey", Shape.text(1, 400), "As it was sent"),
          Shape.must("api", Shape.text(0, 400), "Such as aep_device_management/QueryDevice"),
          Shape.must("method", Shape.text(0, 100), "Of HTTP"),
          Shape.must("path", Shape.text(0, 10_000), "Without the query"),
          Shape.may("deviceId", Shape.text(1, 400), "The device that it names"),
          Shape.must("status", Shape.whole(0, 999), "Of HTTP"),
          Shape.must("code", Shape.whole(Integer.MIN_VALUE, Integer.MAX_VALUE), "0 is success"),
          Shape.may("reason", Shape.text(1, 10_000), "Why it was refused"),
          Shape.must("remote", Shape.text(0, 100), "The caller's address and port"),
          Shape.must("tookMs", Shape.whole(0, Long.MAX_VALUE), "How long it took"));

  private final RequestLog log;

  public RequestLogResource(RequestLog log) {
    this.log = log;
  }

  @Override
  public List<Route> routes() {
    return List.of(
        Route.get(
                "/request-log",
                "Lists calls of AEP's API, newest first; for administrators of all tenants.")
            .in(Area.LOGS)
            .ofTenant()
            .query("appKey", WORD, "Of this application alone")
            .query("api", WORD, "Of this module or function alone")
            .query("deviceId", WORD, "That name this device")
            .query("refused", Shape.flag(), "Refused ones alone")
            .query("from", Shape.time(), "The oldest time")
            .query("to", Shape.time(), "The newest time")
            .pages(ENTRY)
            .by(this::list));
  }

  private Reply list(Call call) {
    Paging paging = call.paging();
    return paging.page(
        log.list(
            new RequestLog.Filter(
                call.tenantIfAny(),
                call.query("appKey"),
                call.query("api"),
                call.query("deviceId"),
                call.flag("refused", false),
                Places.from(call),
                Places.to(call)),
            paging.afterNumber(Long.MAX_VALUE),
            paging.toRead()),
        RequestLog.Logged::id,
        RequestLogResource::view);
  }

  private static Map<String, Object> view(RequestLog.Logged logged) {
    RequestEntry entry = logged.entry();
    return Reply.members(
        "id",
        logged.id(),
        "at",
        entry.at(),
        "tenantId",
        present(entry.tenantId()),
        "appKey",
        present(entry.appKey()),
        "api",
        entry.api(),
        "method",
        entry.method(),
        "path",
        entry.path(),
        "deviceId",
        present(entry.device()).filter(it -> !it.equals("-")),
        "status",
        entry.status(),
        "code",
        entry.code(),
        "reason",
        present(entry.reason()),
        "remote",
        entry.remote(),
        "tookMs",
        entry.took().toMillis());
  }

  private static Optional<String> present(String text) {
    return Optional.of(text).filter(it -> !it.isEmpty());
  }
}
