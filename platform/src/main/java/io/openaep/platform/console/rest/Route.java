package io.openaep.platform.console.rest;

import io.openaep.platform.account.Area;
import io.openaep.platform.console.rest.Shape.Member;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// One method of one path: who may call it, what it takes and gives, and what it does. Routing,
/// rights, checks, the audit log and the OpenAPI document all come from here.
///
/// A route is written as `Route.get("/products/{id}", "Shows a product.").in(Area.PRODUCTS)
/// .gives(200, PRODUCT).by(this::show)`.
///
/// @param path below `/api`, with parameters in braces
/// @param summary one sentence for the API's description
/// @param access who may call it
/// @param query the parameters that are known; any other is refused
/// @param body what is sent, if anything
/// @param status of success
/// @param gives the shape of the answer; empty: none, or of another media type
/// @param contentType of the answer
/// @param tenanted takes the query parameter `tenant` from administrators, see {@link Call#tenant}
public record Route(
    String method,
    String path,
    String summary,
    Access access,
    List<Member> query,
    Optional<Shape> body,
    int status,
    Optional<Shape> gives,
    String contentType,
    boolean tenanted,
    Handler handler) {
  static final String JSON = "application/json";

  public Route {
    query = List.copyOf(query);
  }

  /// Who may call a route.
  public sealed interface Access {
    /// Anybody: nothing of it is secret.
    record Open() implements Access {}

    /// Whoever is known, whatever the rights.
    record Known() implements Access {}

    /// Who may read, or change, this area.
    record Needs(Area area, boolean write) implements Access {}
  }

  /// What a route does. Runs on the request's virtual thread and may block.
  @FunctionalInterface
  public interface Handler {
    /// @throws Problem if the caller is wrong; any other exception is our mistake
    Reply handle(Call call);
  }

  public static Draft get(String path, String summary) {
    return new Draft("GET", path, summary, 200);
  }

  /// Creates, or does something.
  public static Draft post(String path, String summary) {
    return new Draft("POST", path, summary, 200);
  }

  /// Replaces as a whole.
  public static Draft put(String path, String summary) {
    return new Draft("PUT", path, summary, 200);
  }

  /// Changes the members that are sent.
  public static Draft patch(String path, String summary) {
    return new Draft("PATCH", path, summary, 200);
  }

  public static Draft delete(String path, String summary) {
    return new Draft("DELETE", path, summary, 204);
  }

  /// Whether it changes something, and so leaves a line in the audit log.
  public boolean writes() {
    return !method.equals("GET");
  }

  /// A route being written down. Not thread-safe.
  public static final class Draft {
    private final String method;
    private final String path;
    private final String summary;
    private final List<Member> query = new ArrayList<>();
    private Access access = new Access.Known();
    private Optional<Shape> body = Optional.empty();
    private int status;
    private Optional<Shape> gives = Optional.empty();
    private String contentType = JSON;
    private boolean tenanted;

    private Draft(String method, String path, String summary, int status) {
      this.method = method;
      this.path = path;
      this.summary = summary;
      this.status = status;
    }

    /// The area that the caller must have a right to: to read it for GET, to change it else.
    public Draft in(Area area) {
      access = new Access.Needs(area, !method.equals("GET"));
      return this;
    }

    /// A GET for those who may change the area, such as one that shows a secret.
    public Draft forWritersOf(Area area) {
      access = new Access.Needs(area, true);
      return this;
    }

    /// A POST that only asks, for those who may read the area.
    public Draft forReadersOf(Area area) {
      access = new Access.Needs(area, false);
      return this;
    }

    public Draft open() {
      access = new Access.Open();
      return this;
    }

    /// Takes `tenant` from administrators; others have their own.
    public Draft ofTenant() {
      tenanted = true;
      return this;
    }

    /// @param shape of the value as JSON would have it: `Shape.whole(…)`, `Shape.flag()`, …
    public Draft query(String name, Shape shape, String says) {
      query.add(Shape.may(name, shape, says));
      return this;
    }

    /// A list in pages: takes `limit` and `cursor`, gives `{"items":[…],"next":"…"}`.
    public Draft pages(Shape.Obj item) {
      query.addAll(Paging.PARAMETERS);
      return gives(200, Paging.page(item));
    }

    public Draft takes(Shape shape) {
      body = Optional.of(shape);
      return this;
    }

    public Draft gives(int successStatus, Shape shape) {
      status = successStatus;
      gives = Optional.of(shape);
      return this;
    }

    /// Success without a body.
    public Draft gives(int successStatus) {
      status = successStatus;
      return this;
    }

    /// An answer that is not JSON.
    public Draft givesFile(String mediaType) {
      contentType = mediaType;
      return this;
    }

    public Route by(Handler handler) {
      return new Route(
          method,
          path,
          summary,
          access,
          query,
          body,
          status,
          gives,
          contentType,
          tenanted,
          handler);
    }
  }
}
