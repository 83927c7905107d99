package io.openaep.platform.config;

import java.util.OptionalInt;

/// The port of a door: a number, 0 for any free one, or closed.
///
/// @param number empty when the door stays closed
public record DoorPort(OptionalInt number) {
  public static final DoorPort OFF = new DoorPort(OptionalInt.empty());

  public DoorPort {
    number.ifPresent(it -> {
      if (it < 0 || it > 65_535) {
        throw new ConfigException(it + " is not a port; write 0 to 65535 or off");
      }
    });
  }

  public static DoorPort of(int number) {
    return new DoorPort(OptionalInt.of(number));
  }

  @Override
  public String toString() {
    return number.isPresent() ? Integer.toString(number.getAsInt()) : "off";
  }
}
