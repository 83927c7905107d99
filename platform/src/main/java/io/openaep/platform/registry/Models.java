package io.openaep.platform.registry;

import io.openaep.wire.model.ThingModel;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// The thing models of non-transparent products, and the standard models from which they begin. As
/// the {@link Registry}: every change is on disk when the call returns and is seen by the next
/// call, wrong callers get a {@link Refused}. Blocking; thread-safe.
public interface Models {
  /// A product's model, in memory after the first question; empty without services for a product
  /// that has none.
  ///
  /// @throws Refused if what is stored cannot be read ({@link Refused.Kind#MODEL_UNREADABLE})
  ThingModel of(long productId);

  /// A product's model with the number of its last change, for editors.
  ///
  /// @throws Refused if there is no such product, it is transparent, or its model cannot be read
  Revised<ThingModel> of(String tenantId, long productId);

  /// The number of the last change of a product's model, whether it can be read or not.
  ///
  /// @throws Refused if there is no such product or it is transparent
  long revision(String tenantId, long productId);

  /// Replaces a product's model. Reports that are stored keep the values that they were understood
  /// to have.
  ///
  /// @param expected the revision that the caller has seen; empty to replace whatever is there
  /// @throws Refused if there is no such product, it is transparent, its protocol cannot carry the
  ///   model, or somebody else has changed it meanwhile ({@link Refused.Kind#CHANGED})
  Revised<ThingModel> replace(
      String tenantId, long productId, ThingModel model, OptionalLong expected);

  /// Every standard model, by classification and version.
  List<StandardModel> standards();

  /// The standard model of a third-level classification (三级分类).
  ///
  /// @param version such as `V0.1`; empty for the newest
  Optional<StandardModel> standard(long thirdType, Optional<String> version);

  /// Adds a standard model, or replaces the one with its classification and version.
  void saveStandard(StandardModel model);

  /// @return false if there was none
  boolean deleteStandard(long thirdType, String version);

  /// @param revision grows with each change
  record Revised<T>(T value, long revision) {}
}
