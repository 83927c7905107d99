package io.openaep.platform.trace;

import java.time.Duration;

/// How much is remembered.
///
/// @param lastMessages of each device, always; 0 remembers only those that are watched
/// @param memoryBytes for the last messages of all devices; the device silent longest is forgotten
///   first
/// @param strangerBytes the same for peers that were not let in
/// @param messageBytes of one message; the rest of a longer one is left out
/// @param watchedMessages of a device that someone watches
/// @param watchedBytes the same in bytes
/// @param watched devices that may be watched at a time
/// @param longestWatch for how long at most
public record TraceSettings(
    int lastMessages,
    int memoryBytes,
    int strangerBytes,
    int messageBytes,
    int watchedMessages,
    int watchedBytes,
    int watched,
    Duration longestWatch) {

  public static final TraceSettings STANDARD =
      new TraceSettings(16, 32 << 20, 4 << 20, 2_048, 1_000, 1 << 20, 50, Duration.ofDays(1));

  public TraceSettings {
    if (lastMessages < 0) {
      throw new IllegalArgumentException("lastMessages must not be negative");
    }
    requirePositive(memoryBytes, "memoryBytes");
    requirePositive(strangerBytes, "strangerBytes");
    requirePositive(messageBytes, "messageBytes");
    requirePositive(watchedMessages, "watchedMessages");
    requirePositive(watchedBytes, "watchedBytes");
    requirePositive(watched, "watched");
    if (longestWatch.isNegative() || longestWatch.isZero()) {
      throw new IllegalArgumentException("longestWatch must be positive");
    }
  }

  private static void requirePositive(int value, String name) {
    if (value < 1) {
      throw new IllegalArgumentException(name + " must be at least 1, not " + value);
    }
  }
}
