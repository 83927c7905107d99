package io.openaep.wire.topic;

/// The topics that AEP itself gives a meaning (AEP device protocols, 2.1 and 2.2).
public final class AepTopics {
  /// Where a transparent product's commands are published; every device is subscribed to it by the
  /// platform, without a SUBSCRIBE (2.1, 2.2).
  public static final TopicName DEVICE_CONTROL = new TopicName("device_control");

  private AepTopics() {}

  /// `mqtt/{tenantId}/{productId}/{deviceId}/dn/device_control`: what AEP calls the same topic
  /// inside; some clients subscribe to this form (2.1).
  ///
  /// @throws IllegalArgumentException if a part holds `/`, a wildcard or nothing
  public static TopicName internalDeviceControl(
      String tenantId, String productId, String deviceId) {
    return new TopicName(
        "mqtt/"
            + level(tenantId, "tenant id")
            + "/"
            + level(productId, "product id")
            + "/"
            + level(deviceId, "device id")
            + "/dn/"
            + DEVICE_CONTROL.text());
  }

  private static String level(String id, String what) {
    if (id.isEmpty() || id.indexOf('/') >= 0) {
      throw new IllegalArgumentException(what + " is no topic level: \"" + id + "\"");
    }
    return id;
  }
}
