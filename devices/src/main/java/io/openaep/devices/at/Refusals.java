package io.openaep.devices.at;

/// Told about each command that is refused because the host sent something wrong, with the reason
/// that the host does not see. Called on the loop.
@FunctionalInterface
public interface Refusals {
  void refused(AtLine line, String reason);
}
