/// The started program, black box, against foreign programs and raw sockets with literal bytes.
/// Nothing here may import the project's own packages: a mistake of a shared codec must show.
///
/// Start at {@link io.openaep.conformance.PlatformProcess}.
@NullMarked
package io.openaep.conformance;

import org.jspecify.annotations.NullMarked;
