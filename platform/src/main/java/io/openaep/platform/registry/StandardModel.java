package io.openaep.platform.registry;

import io.openaep.wire.model.ThingModel;

/// The model that products of a classification begin with (标准物模型).
///
/// @param thirdType the number of the third-level classification
/// @param version such as `V0.1`
/// @param name of the classification, such as 智能水表; products may name it in place of the number
public record StandardModel(long thirdType, String version, String name, ThingModel model) {}
