package io.openaep.devices.at;

/// Where unsolicited result codes go: what the module says without having been asked. Called on the
/// loop.
@FunctionalInterface
public interface Urcs {
  /// Prints `text` as a line of its own, at once or, while a command or a data prompt is open,
  /// right after its final result. Codes keep their order.
  ///
  /// @param text a byte string without the framing, e.g. `+CSCON: 1`; line ends inside are kept
  void send(String text);
}
