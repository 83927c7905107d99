package io.openaep.devices.fleet;

/// The protocol side of one device. Everything runs on the device's lane.
interface FleetDevice extends AutoCloseable {
  /// Begins; {@link Watcher#connected} or {@link Watcher#lost} follows.
  void connect();

  /// Whether it may open a socket now, or has one.
  default boolean mayWake() {
    return true;
  }

  /// Takes one report; what became of it is told by its number. Called only while connected.
  void report(int number, byte[] payload);

  /// Called after the last {@link #report} of a turn.
  void flush();

  @Override
  void close();

  /// Told what happens to a device, on its lane.
  interface Watcher {
    void connected();

    /// Not connected, or not any longer; nothing more is told of the reports that were open.
    void lost(String reason);

    /// The platform has acknowledged it: it must be stored.
    void acknowledged(int number);

    /// Every report up to and with this number is acknowledged.
    void acknowledgedUpTo(int number);

    /// Given up: it may or may not be stored.
    void unanswered(int number);
  }
}
