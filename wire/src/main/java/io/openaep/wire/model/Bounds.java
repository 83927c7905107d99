package io.openaep.wire.model;

import java.math.BigDecimal;
import java.util.Optional;

/// What a number should lie between. A value outside is stored all the same and marked; only a
/// command is held to it.
///
/// @param step shown to people; values are not checked against it, because floats never lie on one
public record Bounds(
    Optional<BigDecimal> least, Optional<BigDecimal> most, Optional<BigDecimal> step) {
  public static final Bounds NONE =
      new Bounds(Optional.empty(), Optional.empty(), Optional.empty());

  /// @throws InvalidModel if the least is above the most, or the step is not above 0
  public Bounds {
    InvalidModel.unless(
        least.isEmpty() || most.isEmpty() || least.get().compareTo(most.get()) <= 0,
        "the minimum %s is above the maximum %s".formatted(word(least), word(most)));
    InvalidModel.unless(
        step.isEmpty() || step.get().signum() > 0, "the step %s is not above 0".formatted(step));
  }

  /// What is wrong with a number, such as `120 is above its maximum 100`.
  Optional<String> oddity(BigDecimal number) {
    if (least.isPresent() && number.compareTo(least.get()) < 0) {
      return Optional.of(
          number.toPlainString() + " is below its minimum " + least.get().toPlainString());
    }
    if (most.isPresent() && number.compareTo(most.get()) > 0) {
      return Optional.of(
          number.toPlainString() + " is above its maximum " + most.get().toPlainString());
    }
    return Optional.empty();
  }

  private static String word(Optional<BigDecimal> number) {
    return number.map(BigDecimal::toPlainString).orElse("");
  }
}
