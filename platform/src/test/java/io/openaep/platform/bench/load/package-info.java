/// Fills a data directory with many devices and many reports by the stores' own code, so that
/// growth can be measured without waiting for it. Start at {@link
/// io.openaep.platform.bench.load.FillMain}.
@NullMarked
package io.openaep.platform.bench.load;

import org.jspecify.annotations.NullMarked;
