/// A Quectel EC800E in software: start at {@link io.openaep.devices.module.VirtualModule}, which
/// puts together the AT interpreter, the baseband ({@code baseband}) and the commands ({@code
/// command}); {@code port} is where its bytes go.
@NullMarked
package io.openaep.devices.module;

import org.jspecify.annotations.NullMarked;
