/// The administration of a running platform by the one who runs it: a Unix socket in the data
/// directory, open to its owner alone, that speaks the REST API with an administrator's rights.
/// Whoever can open the socket could as well open the files beside it, so it asks for no token.
///
/// Start at {@link io.openaep.platform.admin.AdminSocket}; {@link
/// io.openaep.platform.admin.AdminClient} is the other end.
@NullMarked
package io.openaep.platform.admin;

import org.jspecify.annotations.NullMarked;
