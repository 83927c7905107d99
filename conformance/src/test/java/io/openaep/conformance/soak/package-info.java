/// The platform under what it was not made for: overload, kills, a full disk, a clock that jumps,
/// floods. One row a part: what was acknowledged, stored and lost, the peak of memory, and what
/// well-behaved devices beside it felt. Not a test; run by `make soak`.
///
/// Start at {@link io.openaep.conformance.soak.SoakMain}.
@NullMarked
package io.openaep.conformance.soak;

import org.jspecify.annotations.NullMarked;
