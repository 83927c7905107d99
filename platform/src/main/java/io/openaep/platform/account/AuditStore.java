package io.openaep.platform.account;

import io.openaep.platform.store.Handle;
import io.openaep.platform.store.Row;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The SQL of the audit log. Each method is one step of its caller's transaction.
final class AuditStore {
  long insert(Handle handle, AuditLine line) throws SQLException {
    return handle.number(
        """
        insert into audit (number, at, caller, tenant_id, remote, action, subject)
        values ((select coalesce(max(number), 0) + 1 from audit), ?, ?, ?, ?, ?, ?)
        returning number
        """,
        line.at(),
        line.caller(),
        line.tenantId(),
        line.remote(),
        line.action(),
        line.subject());
  }

  void complete(Handle handle, long number, int status, Optional<String> tenantId)
      throws SQLException {
    handle.update(
        "update audit set status = ?, tenant_id = coalesce(?, tenant_id) where number = ?",
        status,
        tenantId,
        number);
  }

  List<AuditLine> page(Handle handle, Optional<String> tenantId, long before, int limit)
      throws SQLException {
    return tenantId.isPresent()
        ? handle.list(
            "select * from audit where tenant_id = ? and number < ? order by number desc limit ?",
            AuditStore::line,
            tenantId.get(),
            before,
            limit)
        : handle.list(
            "select * from audit where number < ? order by number desc limit ?",
            AuditStore::line,
            before,
            limit);
  }

  /// Never the newest line, whose number must not be given out again.
  int trim(Handle handle, Instant before) throws SQLException {
    return handle.update(
        "delete from audit where at < ? and number < (select max(number) from audit)", before);
  }

  private static AuditLine line(Row row) throws SQLException {
    return new AuditLine(
        row.number("number"),
        row.instant("at"),
        row.text("caller"),
        row.optionalText("tenant_id"),
        row.text("remote"),
        row.text("action"),
        row.text("subject"),
        row.optionalInteger("status"));
  }
}
