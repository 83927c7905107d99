package io.openaep.platform.access;

/// What can be done with an LwM2M object, instance or resource of a device (LwM2M 1.0, 5.4 and
/// 5.5).
public enum ObjectAction {
  /// GET.
  READ,
  /// PUT, or POST for a partial update of an instance.
  WRITE,
  /// POST on a resource.
  EXECUTE,
  /// GET with Observe 0.
  OBSERVE,
  /// GET with Observe 1 on the token of the observation.
  CANCEL,
  /// GET with Accept `application/link-format`.
  DISCOVER
}
