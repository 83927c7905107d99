package io.openaep.devices.fleet;

/// How many devices of one lane are awake, each with a socket of its own, and how many may be: a
/// process has descriptors for some of a large fleet only. On the lane.
final class Awake {
  private final int limit;
  private int count;

  Awake(int limit) {
    this.limit = limit;
  }

  boolean hasRoom() {
    return count < limit;
  }

  void wakes() {
    count++;
  }

  void sleeps() {
    count--;
  }
}
