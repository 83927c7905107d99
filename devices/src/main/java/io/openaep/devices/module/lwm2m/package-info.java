/// The `QLW…` commands: one LwM2M client behind the AT port (AT reference, 7). The host owns all
/// objects but the built-in ones: what the server asks of them is printed, and the host answers by
/// message id. Start at {@link io.openaep.devices.module.lwm2m.Lwm2mCommands}.
@NullMarked
package io.openaep.devices.module.lwm2m;

import org.jspecify.annotations.NullMarked;
