package io.openaep.platform.access;

import java.util.concurrent.CompletionStage;

/// One live connection or registration. It owns its connection and is the only one that writes to
/// it.
public interface DeviceSession {
  Source source();

  /// Sends one command; never fails exceptionally. The caller keeps at most one in flight per
  /// device. The stage may complete on any thread. An uplink of this device that came earlier is
  /// answered first.
  CompletionStage<SendOutcome> send(Downlink downlink);

  /// Ends it from the platform's side (device deleted, taken over, stop). Does not wait.
  void close(GoneCause cause);
}
