/// The one HTTP server: listeners on a list of addresses, limits, the error catalogue, health,
/// metrics and `/api/info`. It knows no feature: `northbound` and `console` hand it their routes.
///
/// Start at {@link io.openaep.platform.http.HttpServer}; every error a peer can see is a row of
/// {@link io.openaep.platform.http.ApiError}.
@NullMarked
package io.openaep.platform.http;

import org.jspecify.annotations.NullMarked;
