/// Commands to devices: saved, decided, sent, answered. The rules are the pure {@link
/// io.openaep.platform.command.DeliveryPolicy}; one lane a device keeps at most one command in
/// flight.
///
/// Start at {@link io.openaep.platform.command.Commands}.
@NullMarked
package io.openaep.platform.command;

import org.jspecify.annotations.NullMarked;
