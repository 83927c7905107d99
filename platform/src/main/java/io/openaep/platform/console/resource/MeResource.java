package io.openaep.platform.console.resource;

import io.openaep.platform.account.Account;
import io.openaep.platform.account.AccountTables;
import io.openaep.platform.account.Accounts;
import io.openaep.platform.account.Area;
import io.openaep.platform.account.Caller;
import io.openaep.platform.account.Role;
import io.openaep.platform.account.Scope;
import io.openaep.platform.account.SignIns;
import io.openaep.platform.console.rest.Body;
import io.openaep.platform.console.rest.Call;
import io.openaep.platform.console.rest.Problem;
import io.openaep.platform.console.rest.ProblemKind;
import io.openaep.platform.console.rest.Reply;
import io.openaep.platform.console.rest.Resource;
import io.openaep.platform.console.rest.Route;
import io.openaep.platform.console.rest.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// `/api/me`: who the caller is and what it may do, so that the console shows only that; and one's
/// own password.
public final class MeResource implements Resource {
  static final Shape.Obj ME =
      Shape.object(
          "Me",
          Shape.must("name", Shape.text(1, 128), "As in the audit log: token:ci, account:li"),
          Shape.must("role", Shape.choice(Role.class), "What the caller is"),
          Shape.may("tenantId", Shape.text(1, 20), "Its tenant; administrators see all"),
          Shape.must("rights", Shape.list(Shape.text(1, 64), 0, 64), "What it may read or write"),
          Shape.may(
              "csrf",
              Shape.text(1, 64),
              "Of a signed-in person's session: to be sent as X-CSRF-Token with each change"));

  private static final Shape.Obj NEW_PASSWORD =
      Shape.object(
          "NewPassword",
          Shape.must("old", Shape.text(1, 128), "The present one"),
          Shape.must("password", Shape.text(1, 128), "At least 10 characters"));

  private final AccountTables tables;

  public MeResource(AccountTables tables) {
    this.tables = tables;
  }

  @Override
  public List<Route> routes() {
    return List.of(
        Route.get("/me", "Tells who you are and what you may do.")
            .gives(200, ME)
            .by(MeResource::me),
        Route.put("/me/password", "Changes your password and ends all your sessions.")
            .takes(NEW_PASSWORD)
            .gives(204)
            .by(this::password));
  }

  private static Reply me(Call call) {
    return Reply.ok(view(call.caller(), call.request().session()));
  }

  private Reply password(Call call) {
    Account account =
        call.request()
            .session()
            .flatMap(tables.signIns()::session)
            .orElseThrow(() ->
                new Problem(ProblemKind.CONFLICT, "A token has no password; sign in for this."));
    Body body = call.body();
    if (!tables.accounts().hasPassword(account, body.text("old"))) {
      throw Problem.invalid("/old", "is not your password");
    }
    Account _ =
        tables
            .accounts()
            .change(
                account,
                new Accounts.Change(
                    Optional.empty(), Optional.empty(), Optional.of(body.text("password"))),
                call.caller());
    return Reply.done();
  }

  /// @param session the secret of its session, if it has one
  static Map<String, Object> view(Caller caller, Optional<String> session) {
    List<String> rights = new ArrayList<>();
    for (Area area : Area.values()) {
      if (caller.may(area, true)) {
        rights.add(new Scope(area, true).toString());
      } else if (caller.may(area, false)) {
        rights.add(new Scope(area, false).toString());
      }
    }
    return Reply.members(
        "name",
        caller.name(),
        "role",
        caller.role(),
        "tenantId",
        caller.tenantId(),
        "rights",
        rights,
        "csrf",
        session.filter(_ -> caller.name().startsWith("account:")).map(SignIns::csrf));
  }
}
