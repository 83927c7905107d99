package io.openaep.platform.access.socket;

/// What the MQTT and TCP doors share.
///
/// @param pendingAppends messages of all their connections that may wait for the journal; with that
///   many they stop reading. Below the journal's own bound, so that nobody is refused
/// @param unfinishedLimitBytes of frames and packets that have begun and not ended, over all
///   connections; beyond it a connection that wants more than a login needs is closed
public record StreamSettings(int pendingAppends, int unfinishedLimitBytes) {
  public static final StreamSettings STANDARD = new StreamSettings(50_000, 64 << 20);

  public StreamSettings {
    if (pendingAppends < 1) {
      throw new IllegalArgumentException(
          "pendingAppends must be at least 1, not " + pendingAppends);
    }
  }
}
