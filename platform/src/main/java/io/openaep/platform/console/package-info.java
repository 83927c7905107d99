/// The console's REST API under `/api/`: what the web console is built on, and whatever AEP's own
/// API has no call for. The frame (routes as a table, rights, strict bodies, problem answers,
/// OpenAPI) is in `rest`, one file a resource in `resource`.
///
/// Start at {@link io.openaep.platform.console.Console}, then {@link
/// io.openaep.platform.console.rest.Route}.
@NullMarked
package io.openaep.platform.console;

import org.jspecify.annotations.NullMarked;
