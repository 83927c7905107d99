package io.openaep.platform.console;

import io.openaep.platform.account.Account;
import io.openaep.platform.account.AccountTables;
import io.openaep.platform.account.Area;
import io.openaep.platform.account.Caller;
import io.openaep.platform.account.Role;
import io.openaep.platform.account.SignIns;
import io.openaep.platform.account.Token;
import io.openaep.platform.account.Tokens;
import io.openaep.platform.console.rest.Call;
import io.openaep.platform.console.rest.Problem;
import io.openaep.platform.console.rest.ProblemKind;
import io.openaep.platform.console.rest.Route.Access;
import java.util.Optional;
import java.util.Set;

/// Finds out who calls and whether they may. Thread-safe.
final class Doorkeeper {
  /// For routes that ask nobody's name; it may do nothing.
  private static final Caller NOBODY = new Caller("nobody", Role.VIEWER, Optional.of(""), Set.of());

  private final Tokens tokens;
  private final SignIns signIns;

  Doorkeeper(AccountTables accounts) {
    this.tokens = accounts.tokens();
    this.signIns = accounts.signIns();
  }

  /// @throws Problem 401 if the caller is not known, 403 if it may not do this
  Caller admit(Access access, Call.Request request) {
    return switch (access) {
      case Access.Open() -> NOBODY;
      case Access.Known() -> known(request);
      case Access.Needs(Area area, boolean write) -> {
        Caller caller = known(request);
        if (!caller.may(area, write)) {
          throw new Problem(
              ProblemKind.FORBIDDEN,
              "This needs the right %s:%s, which %s (%s) does not have."
                  .formatted(
                      area.word(), write ? "write" : "read", caller.name(), caller.role().word()));
        }
        yield caller;
      }
    };
  }

  private Caller known(Call.Request request) {
    Optional<String> bearer = bearer(request);
    Optional<String> session = request.session();
    if (bearer.isEmpty() && session.isPresent()) {
      return person(session.get(), request);
    }
    String secret =
        bearer.orElseThrow(() ->
            unauthenticated(
                "Sign in, or send Authorization: Bearer and a token; openaep admin token makes"
                    + " one."));
    return tokens
        .bearer(secret)
        .map(Token::caller)
        .orElseThrow(
            () -> unauthenticated("Nobody has this token, or it has expired or was revoked."));
  }

  /// A browser sends the cookie whoever wrote the page, so a change needs also what only our own
  /// pages can read.
  private Caller person(String secret, Call.Request request) {
    Account account =
        signIns
            .session(secret)
            .orElseThrow(() -> unauthenticated("Your session is over; sign in again."));
    boolean ours =
        request.method().equals("GET")
            || SignIns.csrfFits(secret, request.header("x-csrf-token").orElse(""));
    if (!ours) {
      throw new Problem(
          ProblemKind.FORBIDDEN,
          "The header X-CSRF-Token is missing or is not this session's; /api/me has it.");
    }
    return account.caller();
  }

  private static Optional<String> bearer(Call.Request request) {
    return request
        .header("authorization")
        .filter(it -> it.regionMatches(true, 0, "Bearer ", 0, "Bearer ".length()))
        .map(it -> it.substring("Bearer ".length()).strip());
  }

  private static Problem unauthenticated(String sentence) {
    return new Problem(ProblemKind.UNAUTHENTICATED, sentence);
  }
}
