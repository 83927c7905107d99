/// The platform as a whole: its configuration and its object graph, built by hand in dependency
/// order.
///
/// Start at {@link io.openaep.platform.Platform}.
@NullMarked
package io.openaep.platform;

import org.jspecify.annotations.NullMarked;
