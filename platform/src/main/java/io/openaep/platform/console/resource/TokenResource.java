package io.openaep.platform.console.resource;

import io.openaep.platform.account.Area;
import io.openaep.platform.account.Role;
import io.openaep.platform.account.Scope;
import io.openaep.platform.account.Token;
import io.openaep.platform.account.Tokens;
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
import java.util.stream.Collectors;

/// `/api/tokens`: bearer tokens for programs. The secret is in the answer that makes one and
/// nowhere else. Nobody can give more rights than they have.
public final class TokenResource implements Resource {
  private static final int SCOPES = 32;

  private static final Shape.Obj TOKEN =
      Shape.object(
          "Token",
          Shape.must("tokenId", Shape.text(1, 64), "Names the token in lists and logs"),
          Shape.must("name", Shape.text(1, 64), "What it is for"),
          Shape.must("role", Shape.choice(Role.class), "What its bearer is"),
          Shape.may("tenantId", Shape.text(1, 20), "The tenant it sees; administrators see all"),
          Shape.must(
              "scopes",
              Shape.list(Shape.text(1, 64), 0, SCOPES),
              "Narrow the role; empty: all of it"),
          Shape.must("createdAt", Shape.time(), "When it was made"),
          Shape.must("createdBy", Shape.text(0, 128), "Who made it"),
          Shape.may("expiresAt", Shape.time(), "When it ends; missing: never"),
          Shape.may("lastUsedAt", Shape.time(), "When it was last used, exact to a minute"));

  private static final Shape.Obj ISSUED =
      TOKEN.with(
          "IssuedToken",
          Shape.must("token", Shape.text(1, 100), "The secret; it is never shown again"));

  private static final Shape.Obj NEW_TOKEN =
      Shape.object(
          "NewToken",
          Shape.must("name", Shape.text(1, 64), "What it is for"),
          Shape.must("role", Shape.choice(Role.class), "What its bearer is"),
          Shape.may(
              "scopes",
              Shape.list(Shape.text(1, 64), 0, SCOPES),
              "Narrow the role: devices:read, commands:write, …"),
          Shape.may("expiresAt", Shape.time(), "When it ends; missing: never"));

  private final Tokens tokens;

  public TokenResource(Tokens tokens) {
    this.tokens = tokens;
  }

  @Override
  public List<Route> routes() {
    return List.of(
        Route.get("/tokens", "Lists the tokens of a tenant; for administrators of all.")
            .in(Area.TOKENS)
            .ofTenant()
            .pages(TOKEN)
            .by(this::list),
        Route.post("/tokens", "Makes a token and shows its secret, once.")
            .in(Area.TOKENS)
            .ofTenant()
            .takes(NEW_TOKEN)
            .gives(201, ISSUED)
            .by(this::create),
        Route.get("/tokens/{tokenId}", "Shows a token without its secret.")
            .in(Area.TOKENS)
            .gives(200, TOKEN)
            .by(call -> Reply.ok(view(find(call)))),
        Route.delete("/tokens/{tokenId}", "Revokes a token at once.")
            .in(Area.TOKENS)
            .by(this::revoke));
  }

  private Reply list(Call call) {
    Paging paging = call.paging();
    return paging.page(
        tokens.list(call.tenantIfAny(), paging.after().orElse(""), paging.toRead()),
        Token::tokenId,
        TokenResource::view);
  }

  private Reply create(Call call) {
    Body body = call.body();
    Role role = body.choice("role", Role.class);
    Tokens.Issued issued =
        tokens.issue(
            new Tokens.NewToken(
                body.text("name"),
                role,
                role.ofOneTenant() ? Optional.of(call.tenant()) : Optional.empty(),
                body.texts("scopes").stream().map(Scope::parse).collect(Collectors.toSet()),
                body.optionalTime("expiresAt")),
            call.caller());
    Map<String, Object> members = view(issued.token());
    members.put("token", issued.secret());
    return Reply.created("/api/tokens/" + issued.token().tokenId(), members);
  }

  private Reply revoke(Call call) {
    if (!tokens.revoke(find(call).tokenId())) {
      throw unknown(call);
    }
    return Reply.done();
  }

  private Token find(Call call) {
    return tokens
        .find(call.path("tokenId"))
        .filter(
            token -> token.tenantId().map(call::sees).orElse(call.caller().tenantId().isEmpty()))
        .orElseThrow(() -> unknown(call));
  }

  private static Problem unknown(Call call) {
    return Problem.notFound("There is no token %s.".formatted(call.path("tokenId")));
  }

  private static Map<String, Object> view(Token token) {
    return Reply.members(
        "tokenId",
        token.tokenId(),
        "name",
        token.name(),
        "role",
        token.role(),
        "tenantId",
        token.tenantId(),
        "scopes",
        token.scopes().stream().sorted().map(Scope::toString).toList(),
        "createdAt",
        token.createdAt(),
        "createdBy",
        token.createdBy(),
        "expiresAt",
        token.expiresAt(),
        "lastUsedAt",
        token.lastUsedAt());
  }
}
