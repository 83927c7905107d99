/// The `openaep` command line: parses, puts platform and devices together, prints results. One file
/// a command.
///
/// Start at {@link io.openaep.app.Main}.
@NullMarked
package io.openaep.app;

import org.jspecify.annotations.NullMarked;
