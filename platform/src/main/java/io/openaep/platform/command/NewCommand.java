package io.openaep.platform.command;

import io.openaep.platform.access.DeviceRef;
import io.openaep.wire.Bytes;
import java.time.Duration;
import java.util.Optional;

/// A command to be saved.
///
/// @param payload what the device gets; of a call with the longest taskId
/// @param ttl 0 = send now or fail; at most 864,000 s
/// @param call of a product with a thing model: what makes the payload once the taskId is known
public record NewCommand(
    DeviceRef device,
    Bytes payload,
    String content,
    Duration ttl,
    String createdBy,
    Optional<ServiceCall> call) {
  /// Of a transparent product.
  public NewCommand(
      DeviceRef device, Bytes payload, String content, Duration ttl, String createdBy) {
    this(device, payload, content, ttl, createdBy, Optional.empty());
  }

  /// Of a product with a thing model.
  public static NewCommand calling(
      DeviceRef device, ServiceCall call, String content, Duration ttl, String createdBy) {
    return new NewCommand(
        device, call.payload(ServiceCall.LAST_TASK_ID), content, ttl, createdBy, Optional.of(call));
  }
}
