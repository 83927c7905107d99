package io.openaep.devices.link;

import io.openaep.wire.Bytes;

/// Told what comes over a {@link StreamConnection}. Called on the lane.
public interface StreamListener {
  /// @param data 1 to 1460 bytes, as they came
  void received(Bytes data);

  /// The peer or the network ended the connection; it is closed already. Told once, after
  /// everything that was received, and not where the device closed it.
  void closed();
}
