package io.openaep.platform.console.resource;

import io.openaep.platform.account.Area;
import io.openaep.platform.account.AuditLine;
import io.openaep.platform.account.AuditLog;
import io.openaep.platform.console.rest.Call;
import io.openaep.platform.console.rest.Paging;
import io.openaep.platform.console.rest.Reply;
import io.openaep.platform.console.rest.Resource;
import io.openaep.platform.console.rest.Route;
import io.openaep.platform.console.rest.Shape;
import java.util.List;
import java.util.Map;

/// `/api/audit`: who changed, or was shown, what.
public final class AuditResource implements Resource {
  private static final Shape.Obj LINE =
      Shape.object(
          "AuditLine",
          Shape.must("number", Shape.whole(1, Long.MAX_VALUE), "Ascending"),
          Shape.must("at", Shape.time(), "When it began"),
          Shape.must("caller", Shape.text(1, 200), "token:…, account:… or socket:…"),
          Shape.may("tenantId", Shape.text(1, 20), "Whose things; missing: the platform's own"),
          Shape.must("remote", Shape.text(0, 64), "The caller's address; local for the socket"),
          Shape.must("action", Shape.text(1, 400), "The route"),
          Shape.must("subject", Shape.text(1, 400), "The path as called"),
          Shape.may("status", Shape.whole(100, 599), "How it ended; missing if that is not known"));

  private final AuditLog audit;

  public AuditResource(AuditLog audit) {
    this.audit = audit;
  }

  @Override
  public List<Route> routes() {
    return List.of(
        Route.get("/audit", "Lists the audit log, newest first; for administrators of all tenants.")
            .in(Area.LOGS)
            .ofTenant()
            .pages(LINE)
            .by(this::list));
  }

  private Reply list(Call call) {
    Paging paging = call.paging();
    return paging.page(
        audit.list(call.tenantIfAny(), paging.afterNumber(Long.MAX_VALUE), paging.toRead()),
        AuditLine::number,
        AuditResource::view);
  }

  private static Map<String, Object> view(AuditLine line) {
    return Reply.members(
        "number",
        line.number(),
        "at",
        line.at(),
        "caller",
        line.caller(),
        "tenantId",
        line.tenantId(),
        "remote",
        line.remote(),
        "action",
        line.action(),
        "subject",
        line.subject(),
        "status",
        line.status());
  }
}
