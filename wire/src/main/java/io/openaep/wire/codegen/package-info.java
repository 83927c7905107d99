/// C source of a product's codec, for firmware engineers: encodes and decodes the compact binary of
/// its thing model. Pure: a model in, the text of two files out, always the same for the same
/// model.
///
/// Start at {@link io.openaep.wire.codegen.CCodec}.
@NullMarked
package io.openaep.wire.codegen;

import org.jspecify.annotations.NullMarked;
