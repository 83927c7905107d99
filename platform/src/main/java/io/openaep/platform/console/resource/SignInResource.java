package io.openaep.platform.console.resource;

import io.openaep.platform.account.AccountTables;
import io.openaep.platform.account.Caller;
import io.openaep.platform.account.SignIns;
import io.openaep.platform.console.rest.Body;
import io.openaep.platform.console.rest.Call;
import io.openaep.platform.console.rest.Problem;
import io.openaep.platform.console.rest.ProblemKind;
import io.openaep.platform.console.rest.Reply;
import io.openaep.platform.console.rest.Resource;
import io.openaep.platform.console.rest.Route;
import io.openaep.platform.console.rest.Shape;
import io.openaep.platform.registry.Refused;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/// Signing in and out, for people with a browser: the session is a cookie that no script can read
/// and no other site can send.
public final class SignInResource implements Resource {
  private static final Shape SECRET = Shape.text(1, 128);
  private static final Shape.Obj SIGN_IN =
      Shape.object(
          "SignIn",
          Shape.must("name", Shape.text(1, 64), "Of the account"),
          Shape.must("password", SECRET, "Its password"));

  private static final Shape.Obj FIRST =
      Shape.object(
          "FirstSignIn",
          Shape.must("code", SECRET, "From the file first-sign-in in the data directory"),
          Shape.must("name", Shape.text(1, 64), "What the administrator shall be called"),
          Shape.must("password", SECRET, "At least 10 characters"));

  private final AccountTables accounts;
  private final Runnable claimed;

  /// @param claimed called when the first administrator exists, so that the code's file can go
  public SignInResource(AccountTables accounts, Runnable claimed) {
    this.accounts = accounts;
    this.claimed = claimed;
  }

  @Override
  public List<Route> routes() {
    return List.of(
        Route.post("/sign-in", "Opens a session with name and password.")
            .open()
            .takes(SIGN_IN)
            .gives(200, MeResource.ME)
            .by(this::signIn),
        Route.post("/first-sign-in", "Makes the first administrator with the one-time code.")
            .open()
            .takes(FIRST)
            .gives(200, MeResource.ME)
            .by(this::first),
        Route.post("/sign-out", "Ends your session.").gives(204).by(this::signOut));
  }

  private Reply signIn(Call call) {
    Body body = call.body();
    return opened(
        call,
        () ->
            accounts
                .signIns()
                .withPassword(body.text("name"), body.text("password"), call.request().remote()));
  }

  private Reply first(Call call) {
    Body body = call.body();
    Reply reply =
        opened(
            call,
            () ->
                accounts
                    .signIns()
                    .withCode(
                        body.text("code"),
                        body.text("name"),
                        body.text("password"),
                        call.request().remote()));
    claimed.run();
    return reply;
  }

  private Reply opened(Call call, Supplier<SignIns.Opened> signIn) {
    SignIns.Opened opened;
    try {
      opened = signIn.get();
    } catch (Refused refused) {
      throw switch (refused.kind()) {
        case FORBIDDEN -> new Problem(ProblemKind.UNAUTHENTICATED, sentence(refused));
        case LIMIT_REACHED -> new Problem(ProblemKind.TOO_MANY, sentence(refused));
        default -> refused;
      };
    }
    Caller caller = opened.account().caller();
    long line =
        accounts
            .audit()
            .begin(
                caller,
                call.request().remote(),
                call.request().method() + " " + call.request().path(),
                call.request().path());
    accounts.audit().ended(line, 200, caller.tenantId());
    Map<String, Object> me = MeResource.view(caller, java.util.Optional.of(opened.secret()));
    return Reply.ok(me)
        .with("Set-Cookie", cookie(call, opened.secret(), accounts.signIns().life().toSeconds()));
  }

  private Reply signOut(Call call) {
    call.request().session().ifPresent(accounts.signIns()::close);
    return Reply.done("Set-Cookie", cookie(call, "", 0));
  }

  private static String cookie(Call call, String secret, long lifeSeconds) {
    return "%s=%s; Path=/api; HttpOnly; SameSite=Strict; Max-Age=%d%s"
        .formatted(
            Call.SESSION_COOKIE, secret, lifeSeconds, call.request().secure() ? "; Secure" : "");
  }

  private static String sentence(Refused refused) {
    String reason = String.valueOf(refused.getMessage());
    return Character.toUpperCase(reason.charAt(0)) + reason.substring(1) + ".";
  }
}
