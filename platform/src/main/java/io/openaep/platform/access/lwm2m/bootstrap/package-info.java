/// The bootstrap server (LwM2M 1.0, 5.2): tells a known device which LwM2M server is its own and
/// with which key. A door of its own, closed unless asked for; it shares nothing with the LwM2M
/// doors but transports and the port that knows the devices, and stores nothing.
///
/// Start at {@link io.openaep.platform.access.lwm2m.bootstrap.BootstrapServer}.
@NullMarked
package io.openaep.platform.access.lwm2m.bootstrap;

import org.jspecify.annotations.NullMarked;
