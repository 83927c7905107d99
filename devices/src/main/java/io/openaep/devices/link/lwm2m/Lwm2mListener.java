package io.openaep.devices.link.lwm2m;

/// Who owns the objects that are not built in: the module's AT port. Called on the lane.
public interface Lwm2mListener {
  /// To be answered by {@link Lwm2mClient#answer}, now or later. The client acknowledges by itself
  /// after 2 s and refuses after 60 s.
  void requested(Lwm2mRequest request);

  void changed(ServerChange change);
}
