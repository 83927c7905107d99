package io.openaep.platform.tls;

/// A certificate or its key cannot be read, written or used. The message is a sentence that says
/// what to change.
public final class UnusableCertificate extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UnusableCertificate(String reason) {
    super(reason);
  }

  UnusableCertificate(String reason, Throwable cause) {
    super(reason, cause);
  }
}
