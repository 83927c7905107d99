/// Counts by tenant and day: reports, commands, and which devices were heard. What the statistics
/// of the northbound API are made of.
///
/// Start at {@link io.openaep.platform.tally.Tally}.
@NullMarked
package io.openaep.platform.tally;

import org.jspecify.annotations.NullMarked;
