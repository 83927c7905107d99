/// The gateway of the northbound API: finds the function, checks signature, version, parameters and
/// MasterKey, recognises a repeated write, and puts the answer into the module's envelope. It knows
/// no product and no device beyond what those checks need.
///
/// Start at {@link io.openaep.platform.northbound.gateway.Gateway}; what exists is the table {@code
/// functions.txt} beside {@link io.openaep.platform.northbound.gateway.FunctionTable}.
@NullMarked
package io.openaep.platform.northbound.gateway;

import org.jspecify.annotations.NullMarked;
