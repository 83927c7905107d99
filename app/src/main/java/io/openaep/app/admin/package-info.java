/// `openaep admin`: the administration of a running platform over the socket in its data directory.
/// Each command is one or two calls of the REST API, whose sentences it shows.
///
/// Start at {@link io.openaep.app.admin.AdminCommand}.
@NullMarked
package io.openaep.app.admin;

import org.jspecify.annotations.NullMarked;
