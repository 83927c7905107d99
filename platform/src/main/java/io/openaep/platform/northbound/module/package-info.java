/// The served modules of the northbound API, one class each, named after AEP's modules: what each
/// function checks, does and answers. AEP's numbers and texts live here and nowhere else.
///
/// Start at {@link io.openaep.platform.northbound.module.ProductManagement}.
@NullMarked
package io.openaep.platform.northbound.module;

import org.jspecify.annotations.NullMarked;
