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

  /// More than a double has.
  private static final int DIGITS = 40;

  /// A double's exponent goes from -324 to 308.
  private static final int SCALE = 400;

  /// Longer ones are written with an exponent.
  private static final int PLAIN_CHARACTERS = 60;

  /// @throws InvalidModel if a number is longer than people write, the least is above the most, or
  ///   the step is not above 0
  public Bounds {
    least = least.map(Bounds::canonical);
    most = most.map(Bounds::canonical);
    step = step.map(Bounds::canonical);
    InvalidModel.unless(
        least.isEmpty() || most.isEmpty() || least.get().compareTo(most.get()) <= 0,
        "the minimum %s is above the maximum %s".formatted(word(least), word(most)));
    InvalidModel.unless(
        step.isEmpty() || step.get().signum() > 0,
        "the step %s is not above 0".formatted(word(step)));
  }

  /// One form for each number, so that a model that was written and read again equals itself: zeros
  /// before the point as digits where there is room for them.
  ///
  /// @throws InvalidModel if it has more digits or zeros than a number that people write
  private static BigDecimal canonical(BigDecimal number) {
    BigDecimal concise = number.precision() > DIGITS ? number.stripTrailingZeros() : number;
    InvalidModel.unless(
        concise.precision() <= DIGITS && concise.scale() <= SCALE && concise.scale() >= -SCALE,
        "a number has at most %d digits and %d zeros".formatted(DIGITS, SCALE));
    boolean roomForZeros = concise.signum() == 0 || concise.precision() - concise.scale() <= DIGITS;
    if (concise.scale() >= 0) {
      return concise;
    }
    return roomForZeros ? concise.setScale(0) : concise.stripTrailingZeros();
  }

  /// A number as it is written in a model: as plain digits, or with an exponent where that would be
  /// a long row of zeros. {@link BigDecimal} reads both.
  public static String text(BigDecimal number) {
    String plain = number.toPlainString();
    return plain.length() <= PLAIN_CHARACTERS ? plain : number.toString();
  }

  /// What is wrong with a number, such as `120 is above its maximum 100`.
  Optional<String> oddity(BigDecimal number) {
    if (least.isPresent() && number.compareTo(least.get()) < 0) {
      return Optional.of(text(number) + " is below its minimum " + text(least.get()));
    }
    if (most.isPresent() && number.compareTo(most.get()) > 0) {
      return Optional.of(text(number) + " is above its maximum " + text(most.get()));
    }
    return Optional.empty();
  }

  private static String word(Optional<BigDecimal> number) {
    return number.map(Bounds::text).orElse("");
  }
}
