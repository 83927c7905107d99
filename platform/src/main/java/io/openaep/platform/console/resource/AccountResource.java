package io.openaep.platform.console.resource;

import io.openaep.platform.account.Account;
import io.openaep.platform.account.Accounts;
import io.openaep.platform.account.Area;
import io.openaep.platform.account.Role;
import io.openaep.platform.console.rest.Body;
import io.openaep.platform.console.rest.Call;
import io.openaep.platform.console.rest.Paging;
import io.openaep.platform.console.rest.Problem;
import io.openaep.platform.console.rest.Reply;
import io.openaep.platform.console.rest.Resource;
import io.openaep.platform.console.rest.Route;
import io.openaep.platform.console.rest.Shape;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// `/api/accounts`: the people who may sign in.
public final class AccountResource implements Resource {
  private static final Shape PASSWORD = Shape.text(1, 128);

  private static final Shape.Obj ACCOUNT =
      Shape.object(
          "Account",
          Shape.must("accountId", Shape.text(1, 64), "Names it in paths"),
          Shape.must("name", Shape.text(1, 64), "Typed at sign-in; unique on the platform"),
          Shape.must("role", Shape.choice(Role.class), "What this person is"),
          Shape.may("tenantId", Shape.text(1, 20), "The tenant it sees; administrators see all"),
          Shape.must("enabled", Shape.flag(), "A disabled one cannot sign in"),
          Shape.must("createdAt", Shape.time(), "When it was made"),
          Shape.must("createdBy", Shape.text(0, 128), "Who made it"),
          Shape.may("signedInAt", Shape.time(), "When this person last signed in"));

  private static final Shape.Obj NEW_ACCOUNT =
      Shape.object(
          "NewAccount",
          Shape.must("name", Shape.text(1, 64), "Letters, digits and . _ @ + -"),
          Shape.must("role", Shape.choice(Role.class), "What this person is"),
          Shape.must("password", PASSWORD, "At least 10 characters"));

  private static final Shape.Obj CHANGE =
      Shape.object(
          "AccountChange",
          Shape.may("role", Shape.choice(Role.class), "Not from or to administrator"),
          Shape.may("enabled", Shape.flag(), "Whether it may sign in"),
          Shape.may("password", PASSWORD, "At least 10 characters"));

  private final Accounts accounts;

  public AccountResource(Accounts accounts) {
    this.accounts = accounts;
  }

  @Override
  public List<Route> routes() {
    return List.of(
        Route.get("/accounts", "Lists the accounts of a tenant; for administrators of all.")
            .in(Area.ACCOUNTS)
            .ofTenant()
            .pages(ACCOUNT)
            .by(this::list),
        Route.post("/accounts", "Makes an account.")
            .in(Area.ACCOUNTS)
            .ofTenant()
            .takes(NEW_ACCOUNT)
            .gives(201, ACCOUNT)
            .by(this::create),
        Route.get("/accounts/{accountId}", "Shows an account.")
            .in(Area.ACCOUNTS)
            .gives(200, ACCOUNT)
            .by(call -> Reply.ok(view(find(call)))),
        Route.patch("/accounts/{accountId}", "Changes an account and ends its sessions.")
            .in(Area.ACCOUNTS)
            .takes(CHANGE)
            .gives(200, ACCOUNT)
            .by(this::change),
        Route.delete("/accounts/{accountId}", "Deletes an account; its sessions end at once.")
            .in(Area.ACCOUNTS)
            .by(this::delete));
  }

  private Reply list(Call call) {
    Paging paging = call.paging();
    return paging.page(
        accounts.list(call.tenantIfAny(), paging.after().orElse(""), paging.toRead()),
        Account::accountId,
        AccountResource::view);
  }

  private Reply create(Call call) {
    Body body = call.body();
    Role role = body.choice("role", Role.class);
    Account made =
        accounts.create(
            new Accounts.NewAccount(
                body.text("name"),
                role,
                role.ofOneTenant() ? Optional.of(call.tenant()) : Optional.empty(),
                body.text("password")),
            call.caller());
    return Reply.created("/api/accounts/" + made.accountId(), view(made));
  }

  private Reply change(Call call) {
    Body body = call.body();
    return Reply.ok(
        view(
            accounts.change(
                find(call),
                new Accounts.Change(
                    body.optionalChoice("role", Role.class),
                    body.optionalFlag("enabled"),
                    body.optionalText("password")),
                call.caller())));
  }

  private Reply delete(Call call) {
    accounts.delete(find(call), call.caller());
    return Reply.done();
  }

  private Account find(Call call) {
    String accountId = call.path("accountId");
    return accounts
        .find(accountId)
        .filter(account ->
            account.tenantId().map(call::sees).orElse(call.caller().tenantId().isEmpty()))
        .orElseThrow(() -> Problem.notFound("There is no account %s.".formatted(accountId)));
  }

  private static Map<String, Object> view(Account account) {
    return Reply.members(
        "accountId",
        account.accountId(),
        "name",
        account.name(),
        "role",
        account.role(),
        "tenantId",
        account.tenantId(),
        "enabled",
        account.enabled(),
        "createdAt",
        account.createdAt(),
        "createdBy",
        account.createdBy(),
        "signedInAt",
        account.signedInAt());
  }
}
