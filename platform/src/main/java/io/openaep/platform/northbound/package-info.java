/// The northbound API: what applications call, exactly as CTWING AEP serves it. `gateway` checks
/// and dispatches, `module` has one class a module of the API; this package puts both on the HTTP
/// server.
///
/// Start at {@link io.openaep.platform.northbound.Northbound}.
@NullMarked
package io.openaep.platform.northbound;

import org.jspecify.annotations.NullMarked;
