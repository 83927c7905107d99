package io.openaep.platform.registry;

import io.openaep.platform.registry.Refused.Kind;
import io.openaep.wire.model.InvalidModel;
import io.openaep.wire.model.ThingModel;
import io.openaep.wire.payload.ModelJson;
import java.util.Optional;

/// A product's thing model as its row has it. One that another edition of the program has written,
/// or somebody by hand, may be unreadable: it keeps its number, so that it can be replaced, and
/// harms nothing but itself.
///
/// @param model empty if it cannot be read
/// @param problem why not; empty if it can
/// @param revision grows with each change
record StoredModel(Optional<ThingModel> model, String problem, long revision) {
  static final StoredModel NONE = new StoredModel(Optional.of(ThingModel.EMPTY), "", 0);

  static StoredModel read(String json, long revision) {
    try {
      return new StoredModel(Optional.of(ModelJson.read(json)), "", revision);
    } catch (InvalidModel unreadable) {
      return new StoredModel(Optional.empty(), String.valueOf(unreadable.getMessage()), revision);
    }
  }

  /// @throws Refused {@link Kind#MODEL_UNREADABLE}
  ThingModel readable(long productId) {
    return model.orElseThrow(() ->
        new Refused(
            Kind.MODEL_UNREADABLE,
            "the stored thing model of product %d cannot be read (%s); replace it as a whole"
                .formatted(productId, problem)));
  }
}
