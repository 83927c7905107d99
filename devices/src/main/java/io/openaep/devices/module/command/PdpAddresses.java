package io.openaep.devices.module.command;

import java.net.InetAddress;
import java.util.HexFormat;

/// The addresses that the module says it has. The network is virtual: real packets leave by the
/// computer's own. Pure.
///
/// @param v4 as configured
record PdpAddresses(String v4) {
  /// An address of the same module in the operator's IPv6 range.
  String v6() {
    String hex = HexFormat.of().withUpperCase().formatHex(InetAddress.ofLiteral(v4).getAddress());
    return "240E:46C:8910:1::" + hex.substring(0, 4) + ":" + hex.substring(4);
  }
}
