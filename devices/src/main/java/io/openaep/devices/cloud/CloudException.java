package io.openaep.devices.cloud;

/// A northbound call that did not do what was asked: refused by the platform, or not answered. The
/// message names the call and the platform's own words.
public final class CloudException extends Exception {
  private static final long serialVersionUID = 1L;

  public CloudException(String message) {
    super(message);
  }

  public CloudException(String message, Throwable cause) {
    super(message, cause);
  }
}
