/// Thing models (物模型): what a product's devices report and what they can be told. Properties have a
/// data type; services are messages made of properties and parameters. Pure facts and their rules;
/// how they look on the wire is {@link io.openaep.wire.payload}'s.
///
/// Start at {@link io.openaep.wire.model.ThingModel}, then {@link io.openaep.wire.model.DataType}.
@NullMarked
package io.openaep.wire.model;

import org.jspecify.annotations.NullMarked;
