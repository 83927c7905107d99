package io.openaep.platform.console.rest;

import io.openaep.platform.account.Caller;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/// One admitted call: its parameters and body fit what the route declares. Used by the request's
/// thread alone.
public final class Call {
  public static final String SESSION_COOKIE = "openaep_session";

  private final Caller caller;
  private final Request request;
  private final Map<String, String> path;
  private final Map<String, String> query;
  private final Body body;
  private final Tenants tenants;
  private Optional<String> concerned = Optional.empty();

  /// Which tenants there are, for administrators, who have none of their own.
  public interface Tenants {
    boolean exists(String tenantId);

    /// The one tenant, if there is only one.
    Optional<String> only();
  }

  /// What a handler may need of the request beside parameters and body.
  ///
  /// @param remote the peer's address without its port
  /// @param secure over TLS
  /// @param headers by lower-case name
  public record Request(
      String method, String path, String remote, boolean secure, Map<String, String> headers) {
    public Request {
      headers = Map.copyOf(headers);
    }

    public Optional<String> header(String lowerCaseName) {
      return Optional.ofNullable(headers.get(lowerCaseName));
    }

    /// The secret of a signed-in person's session, if the browser sent one.
    public Optional<String> session() {
      return header("cookie").stream()
          .flatMap(line -> Arrays.stream(line.split(";", -1)))
          .map(String::strip)
          .filter(each -> each.startsWith(SESSION_COOKIE + "="))
          .map(each -> each.substring(SESSION_COOKIE.length() + 1))
          .findFirst();
    }
  }

  /// @param path decoded path parameters
  /// @param query decoded query parameters, each at most once
  public Call(
      Caller caller,
      Request request,
      Map<String, String> path,
      Map<String, String> query,
      Body body,
      Tenants tenants) {
    this.caller = caller;
    this.request = request;
    this.path = Map.copyOf(path);
    this.query = Map.copyOf(query);
    this.body = body;
    this.tenants = tenants;
  }

  public Caller caller() {
    return caller;
  }

  public Request request() {
    return request;
  }

  /// A parameter of the path.
  public String path(String name) {
    String value = path.get(name);
    if (value == null) {
      throw new IllegalStateException("the path of this route has no " + name);
    }
    return value;
  }

  /// A parameter of the path that is a number where it names anything.
  ///
  /// @throws Problem not found
  public long number(String name) {
    String text = path(name);
    if (!text.matches("\\d{1,18}")) {
      throw Problem.notFound("There is nothing with the number %s.".formatted(text));
    }
    return Long.parseLong(text);
  }

  public Optional<String> query(String name) {
    return Optional.ofNullable(query.get(name));
  }

  public Optional<Long> whole(String name) {
    return query(name).map(Long::valueOf);
  }

  public Optional<Instant> time(String name) {
    return query(name).flatMap(ShapeCheck::instant);
  }

  public boolean flag(String name, boolean otherwise) {
    return query(name).map(Boolean::valueOf).orElse(otherwise);
  }

  public <E extends Enum<E>> Optional<E> choice(String name, Class<E> type) {
    return query(name).map(word -> Words.constant(type, word));
  }

  public Body body() {
    return body;
  }

  /// The rows of a list that are asked for.
  public Paging paging() {
    return Paging.of(this);
  }

  /// The tenant that this call is about: the caller's own; for administrators the parameter
  /// `tenant`, which they may leave out while there is only one.
  ///
  /// @throws Problem if it is missing or there is none
  public String tenant() {
    Optional<String> wanted = query("tenant");
    String tenant =
        caller
            .tenantId()
            .or(() -> wanted)
            .or(tenants::only)
            .orElseThrow(() ->
                Problem.invalid(
                    "?tenant", "is missing; an administrator says which tenant is meant"));
    if (wanted.isPresent() && !tenant.equals(wanted.get()) || !tenants.exists(tenant)) {
      throw Problem.invalid("?tenant", "is no tenant that you can see");
    }
    concerns(tenant);
    return tenant;
  }

  /// The tenant of a list that administrators may see over all tenants.
  public Optional<String> tenantIfAny() {
    return caller.tenantId().isPresent() || query("tenant").isPresent()
        ? Optional.of(tenant())
        : Optional.empty();
  }

  /// Whether what belongs to this tenant exists for the caller; if so, the call is about it.
  public boolean sees(String tenantId) {
    boolean seen = caller.sees(tenantId) && query("tenant").map(tenantId::equals).orElse(true);
    if (seen) {
      concerns(tenantId);
    }
    return seen;
  }

  /// Whose audit log this call belongs to.
  public void concerns(String tenantId) {
    concerned = Optional.of(tenantId);
  }

  public Optional<String> concerned() {
    return concerned;
  }

  /// Whether `If-Match`, if it was sent, names this state; for those who ask again within their
  /// change, where nobody can come between.
  public boolean matches(String tag) {
    return request
        .header("if-match")
        .map(sent -> sent.equals("*") || sent.equals(tag))
        .orElse(true);
  }

  /// Checks `If-Match` against the state that is about to be changed.
  ///
  /// @param tag as the answer that showed it had in `ETag`
  /// @throws Problem 412 if the caller has seen another state
  public void requireMatch(String tag) {
    if (!matches(tag)) {
      throw new Problem(
          ProblemKind.CHANGED_MEANWHILE,
          "It was changed since you read it; read it again and repeat your change.");
    }
  }
}
