/// Where the bytes of a virtual module's AT port go, chosen at the edge: standard input and output,
/// a TCP port, a pseudo-terminal. Start at {@link io.openaep.devices.module.port.PortSpec}, which
/// opens what a command line names; {@link io.openaep.devices.module.port.ControlPort} is the
/// channel beside it for pins and power.
@NullMarked
package io.openaep.devices.module.port;

import org.jspecify.annotations.NullMarked;
