/// From the registry to the journal: what the registry changed and others must hear of is written
/// to its outbox in the same transaction, and brought from there into the journal, exactly once.
///
/// Start at {@link io.openaep.platform.outbox.OutboxRelay}; those who delete devices call {@link
/// io.openaep.platform.outbox.DeviceRemoval}.
@NullMarked
package io.openaep.platform.outbox;

import org.jspecify.annotations.NullMarked;
