/// A first measure of throughput: raw clients on one core against the started program on the other.
/// Not a test; run by `make bench`.
///
/// Start at {@link io.openaep.conformance.bench.Throughput}.
@NullMarked
package io.openaep.conformance.bench;

import org.jspecify.annotations.NullMarked;
