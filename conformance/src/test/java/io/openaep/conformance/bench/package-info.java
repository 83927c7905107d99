/// Throughput, CPU and latency of each path: the fleet on one core against the started program on
/// the other. Not a test; run by `make bench`.
///
/// Start at {@link io.openaep.conformance.bench.BenchMain}.
@NullMarked
package io.openaep.conformance.bench;

import org.jspecify.annotations.NullMarked;
