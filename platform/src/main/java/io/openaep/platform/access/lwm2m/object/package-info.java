/// The objects of LwM2M devices: models, content formats, values. The one place that knows Leshan's
/// codecs (and with them Jackson 2). Pure and stateless: bytes to values as JSON text and back.
///
/// Start at {@link io.openaep.platform.access.lwm2m.object.ObjectDecoder}.
@NullMarked
package io.openaep.platform.access.lwm2m.object;

import org.jspecify.annotations.NullMarked;
