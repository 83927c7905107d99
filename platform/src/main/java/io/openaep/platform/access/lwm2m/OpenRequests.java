package io.openaep.platform.access.lwm2m;

import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// The platform's requests on plain CoAP that are open, by the address they go to: whose they are
/// does not depend on who is there now, or where their device is. Two of one device are open while
/// it registers anew; of two devices never ({@link Registrations}). On the protocol thread.
final class OpenRequests {
  private final Map<InetSocketAddress, List<OutgoingRequest>> byAddress = new HashMap<>();

  void add(InetSocketAddress address, OutgoingRequest request) {
    byAddress.merge(
        address,
        List.of(request),
        (before, one) -> Stream.concat(before.stream(), one.stream()).toList());
  }

  void remove(InetSocketAddress address, OutgoingRequest request) {
    byAddress.computeIfPresent(
        address,
        (_, before) -> {
          List<OutgoingRequest> rest = before.stream().filter(it -> !it.equals(request)).toList();
          return rest.isEmpty() ? null : rest;
        });
  }

  List<OutgoingRequest> at(InetSocketAddress address) {
    return byAddress.getOrDefault(address, List.of());
  }
}
