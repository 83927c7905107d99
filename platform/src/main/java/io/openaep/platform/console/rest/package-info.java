/// The frame of the REST API: a {@link io.openaep.platform.console.rest.Route} declares path,
/// rights, parameters, body and answers once, and routing, checks and the OpenAPI document come
/// from that. Knows no feature.
///
/// Start at {@link io.openaep.platform.console.rest.Route}.
@NullMarked
package io.openaep.platform.console.rest;

import org.jspecify.annotations.NullMarked;
