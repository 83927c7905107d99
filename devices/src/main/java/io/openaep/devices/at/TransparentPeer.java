package io.openaep.devices.at;

/// The far end of a connection in transparent mode. All methods are called on the loop.
public interface TransparentPeer {
  /// The host and the far end are joined now.
  void joined(Host host);

  /// Bytes of the host for the far end.
  void send(byte[] bytes);

  /// The host went back to command mode; the connection stays, and `ATO` joins again.
  void parted();

  /// The host's side, for what comes from the far end. Called on the loop.
  interface Host {
    void write(byte[] bytes);

    /// The connection is over: prints `NO CARRIER` and goes back to command mode.
    void ended();
  }
}
