package io.openaep.platform.console.rest;

import io.openaep.platform.account.Caller;
import java.util.Map;

/// From a matched request to a call: parameters and body are checked here, in one place.
public final class Exchange {
  private Exchange() {}

  /// @param bytes the body as sent
  /// @throws Problem for whatever does not fit the route
  public static Call call(
      RouteTable.Found.Match match,
      Caller caller,
      Call.Request request,
      String rawQuery,
      byte[] bytes,
      Call.Tenants tenants) {
    Route route = match.route();
    Map<String, String> query = QueryCheck.check(route, rawQuery);
    Body body = Body.NONE;
    if (route.body().isPresent()) {
      requireJson(request);
      body = Body.parse(bytes, route.body().get());
    } else if (bytes.length > 0) {
      throw new Problem(
          ProblemKind.INVALID, "%s %s takes no body.".formatted(request.method(), request.path()));
    }
    return new Call(caller, request, match.path(), query, body, tenants);
  }

  /// Also keeps out what a web form of another site can send.
  private static void requireJson(Call.Request request) {
    String type = request.header("content-type").orElse("");
    String media = type.split(";", 2)[0].strip();
    if (!media.equalsIgnoreCase(Route.JSON)) {
      throw new Problem(
          ProblemKind.MEDIA_TYPE,
          "Send the body as %s, not as %s."
              .formatted(Route.JSON, media.isEmpty() ? "nothing" : media));
    }
  }

  /// A handler's members as JSON text.
  public static byte[] json(Object members) {
    return Body.MAPPER.writeValueAsBytes(members);
  }
}
