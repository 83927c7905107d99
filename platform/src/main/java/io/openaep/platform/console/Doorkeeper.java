package io.openaep.platform.console;

import io.openaep.platform.account.Area;
import io.openaep.platform.account.Caller;
import io.openaep.platform.account.Role;
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

  Doorkeeper(Tokens tokens) {
    this.tokens = tokens;
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
    String secret =
        bearer(request)
            .orElseThrow(() ->
                unauthenticated(
                    "Send Authorization: Bearer and a token; openaep admin token makes one."));
    return tokens
        .bearer(secret)
        .map(Token::caller)
        .orElseThrow(
            () -> unauthenticated("Nobody has this token, or it has expired or was revoked."));
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
