package io.openaep.platform.access;

/// The answer to "may this device in?". A refusal carries the reason in plain words for log and
/// trace; what the peer is told is the protocol's business.
public sealed interface Admission {
  record Granted(DeviceProfile profile) implements Admission {}

  /// @param reason a sentence that names what was wrong and never contains a secret
  record Refused(Cause cause, String reason) implements Admission {}

  /// Causes that protocols answer differently.
  enum Cause {
    /// No such device, or no such product.
    UNKNOWN_DEVICE,
    /// The device was cancelled (deviceStatus 2).
    CANCELLED,
    /// Password, key or identity does not match.
    BAD_CREDENTIALS,
    /// The product belongs to another protocol, or demands (or forbids) encryption.
    WRONG_DOOR,
    /// The endpoint name is not in the form that the product expects.
    WRONG_ENDPOINT_FORM
  }
}
