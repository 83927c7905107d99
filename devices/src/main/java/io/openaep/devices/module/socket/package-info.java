/// The `QI…` socket commands: TCP and UDP behind the AT port, in push, buffer and transparent mode
/// (AT reference, 9). Start at {@link io.openaep.devices.module.socket.SocketCommands}.
@NullMarked
package io.openaep.devices.module.socket;

import org.jspecify.annotations.NullMarked;
