/// Many devices from one process: connects them, has them report at a rate or as fast as the
/// platform takes it, and checks through the northbound API that every acknowledged message is
/// stored exactly once. Event loops are shared; a device costs a socket and a little memory. Start
/// at {@link io.openaep.devices.fleet.Fleet}.
@NullMarked
package io.openaep.devices.fleet;

import org.jspecify.annotations.NullMarked;
