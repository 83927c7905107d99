package io.openaep.platform.push.post;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// A range of addresses, written `10.0.0.0/8`, `fd00::/8`, or a single address.
///
/// @param prefix 4 or 16 bytes
/// @param bits how many of them count
record Network(List<Byte> prefix, int bits) {
  Network {
    prefix = List.copyOf(prefix);
  }

  /// @throws IllegalArgumentException with a sentence
  static Network parse(String text) {
    int slash = text.indexOf('/');
    String address = slash < 0 ? text : text.substring(0, slash);
    try {
      byte[] bytes = InetAddress.ofLiteral(address.strip()).getAddress();
      int bits = slash < 0 ? bytes.length * 8 : Integer.parseInt(text.substring(slash + 1).strip());
      if (bits < 0 || bits > bytes.length * 8) {
        throw new IllegalArgumentException("too many bits");
      }
      List<Byte> prefix = new ArrayList<>();
      for (byte each : bytes) {
        prefix.add(each);
      }
      return new Network(prefix, bits);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "'" + text + "' is not a network; write 127.0.0.0/8 or fd00::/8", e);
    }
  }

  /// Networks with commas between them; none for an empty text.
  static List<Network> parseAll(String text) {
    return text.isBlank()
        ? List.of()
        : Arrays.stream(text.split(",", -1)).map(String::strip).map(Network::parse).toList();
  }

  boolean contains(byte[] address) {
    if (address.length != prefix.size()) {
      return false;
    }
    for (int bit = 0; bit < bits; bit++) {
      int mask = 0x80 >> (bit % 8);
      if ((address[bit / 8] & mask) != (prefix.get(bit / 8) & mask)) {
        return false;
      }
    }
    return true;
  }
}
