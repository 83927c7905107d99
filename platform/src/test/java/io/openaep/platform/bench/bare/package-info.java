/// Servers on the platform's own libraries that do nothing but decode what a device sends and
/// acknowledge it: nothing is stored, nobody is asked. What the platform's figures are compared
/// with, in `make bench`. Start at {@link io.openaep.platform.bench.bare.BareServer}.
@NullMarked
package io.openaep.platform.bench.bare;

import org.jspecify.annotations.NullMarked;
