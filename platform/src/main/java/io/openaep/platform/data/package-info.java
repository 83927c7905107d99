/// What can be asked about devices: latest values, history, online state: folded from the journal.
///
/// Start at {@link io.openaep.platform.data.DeviceData}.
@NullMarked
package io.openaep.platform.data;

import org.jspecify.annotations.NullMarked;
