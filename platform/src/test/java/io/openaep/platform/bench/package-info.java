/// Measurements run by hand, each a `main`: no test waits for them, none fails because a machine is
/// busy.
@NullMarked
package io.openaep.platform.bench;

import org.jspecify.annotations.NullMarked;
