/// The reference text of each AT command, for the person at the prompt and for the reference page.
/// Start at {@link io.openaep.devices.module.manual.Manual}.
@NullMarked
package io.openaep.devices.module.manual;

import org.jspecify.annotations.NullMarked;
