package io.openaep.devices.link.lwm2m;

import io.openaep.wire.Bytes;

/// What the server asks of an object that the module's host owns. Each is answered by {@link
/// Lwm2mClient#answer}, under its message id.
public sealed interface Lwm2mRequest {
  /// The CoAP message id of the request.
  int mid();

  Lwm2mPath path();

  /// Tell the value now, and again whenever it changes.
  record Observe(int mid, Lwm2mPath path) implements Lwm2mRequest {}

  /// Tell the value once more and then no longer.
  record CancelObserve(int mid, Lwm2mPath path) implements Lwm2mRequest {}

  record Read(int mid, Lwm2mPath path) implements Lwm2mRequest {}

  /// @param payload the value itself where the server wrapped one resource in TLV
  record Write(int mid, Lwm2mPath path, Bytes payload) implements Lwm2mRequest {}

  record Execute(int mid, Lwm2mPath path, String arguments) implements Lwm2mRequest {}
}
