package io.openaep.wire.model;

import java.time.Instant;

/// One value of a property or parameter. Which kind goes with which {@link DataType} is that type's
/// to say.
public sealed interface Value {
  record Whole(long number) implements Value {}

  /// May be NaN or infinite, as a broken sensor reports it.
  record Single(float number) implements Value {}

  /// May be NaN or infinite, as a broken sensor reports it.
  record Real(double number) implements Value {}

  record Choice(int number) implements Value {}

  record Flag(boolean set) implements Value {}

  /// A time in whole milliseconds, from 1970 to the end of the year 9999.
  record Moment(Instant at) implements Value {
    /// What people and databases can still write.
    public static final long LIMIT_MILLISECONDS = 253_402_300_799_999L;

    /// @throws IllegalArgumentException if it is out of range or finer than a millisecond
    public Moment {
      long milliseconds = at.toEpochMilli();
      if (milliseconds < 0
          || milliseconds > LIMIT_MILLISECONDS
          || !Instant.ofEpochMilli(milliseconds).equals(at)) {
        throw new IllegalArgumentException(at + " is no time of a thing model");
      }
    }

    public static Moment ofMilliseconds(long milliseconds) {
      return new Moment(Instant.ofEpochMilli(milliseconds));
    }
  }

  record Text(String text) implements Value {}
}
