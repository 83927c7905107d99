package io.openaep.platform.access.socket;

/// What the MQTT and TCP doors share.
///
/// @param pendingAppends messages of all their connections that may wait for the journal; with that
///   many they stop reading. Below the journal's own bound, so that nobody is refused
public record StreamSettings(int pendingAppends) {
  public static final StreamSettings STANDARD = new StreamSettings(50_000);

  public StreamSettings {
    if (pendingAppends < 1) {
      throw new IllegalArgumentException(
          "pendingAppends must be at least 1, not " + pendingAppends);
    }
  }
}
