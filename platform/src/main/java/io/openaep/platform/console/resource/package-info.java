/// The resources of the REST API, one file each: its routes, the shapes of what it takes and gives,
/// and what it asks of the rest of the platform.
///
/// Start at any {@link io.openaep.platform.console.rest.Resource}.
@NullMarked
package io.openaep.platform.console.resource;

import org.jspecify.annotations.NullMarked;
