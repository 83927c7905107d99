package io.openaep.platform.registry;

/// The caller asked for something the registry cannot do. The message is a sentence that says what
/// to change.
public final class Refused extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /// Lets each API pick its own code.
  public enum Kind {
    /// A value is out of range or missing.
    INVALID,
    TENANT_UNKNOWN,
    APPLICATION_UNKNOWN,
    ACCOUNT_UNKNOWN,
    /// It cannot be deleted while others need it.
    IN_USE,
    PRODUCT_UNKNOWN,
    PRODUCT_NAME_TAKEN,
    PRODUCT_HAS_DEVICES,
    DEVICE_UNKNOWN,
    DEVICE_NUMBER_TAKEN,
    IMEI_TAKEN,
    GROUP_UNKNOWN,
    GROUP_NAME_TAKEN,
    /// It has as many devices as one may have.
    PRODUCT_FULL,
    LIMIT_REACHED,
    /// What is stored as a product's thing model is none; it can be replaced as a whole.
    MODEL_UNREADABLE,
    /// Someone else has changed it since the caller looked.
    CHANGED,
    /// The caller may not do this.
    FORBIDDEN
  }

  private final Kind kind;

  public Refused(Kind kind, String reason) {
    super(reason);
    this.kind = kind;
  }

  public Kind kind() {
    return kind;
  }
}
