package io.openaep.platform.registry;

import java.math.BigInteger;
import java.net.InetAddress;
import java.util.Optional;

/// One address, or a network of addresses, that an application may call from. Pure: names are never
/// looked up.
///
/// @param bits how many leading bits count
record SourceRange(InetAddress network, int bits) {
  /// @param text such as `10.1.2.3`, `10.1.0.0/16` or `2001:db8::/32`
  /// @return empty if it is none of these
  static Optional<SourceRange> parse(String text) {
    int slash = text.indexOf('/');
    Optional<InetAddress> address = address(slash < 0 ? text : text.substring(0, slash));
    if (address.isEmpty()) {
      return Optional.empty();
    }
    int most = address.get().getAddress().length * 8;
    if (slash < 0) {
      return Optional.of(new SourceRange(address.get(), most));
    }
    String length = text.substring(slash + 1);
    if (!length.matches("\\d{1,3}") || Integer.parseInt(length) > most) {
      return Optional.empty();
    }
    return Optional.of(new SourceRange(address.get(), Integer.parseInt(length)));
  }

  boolean contains(String text) {
    return address(text)
        .filter(it -> it.getAddress().length == network.getAddress().length)
        .map(it -> prefix(it).equals(prefix(network)))
        .orElse(false);
  }

  private BigInteger prefix(InetAddress address) {
    byte[] bytes = address.getAddress();
    return new BigInteger(1, bytes).shiftRight(bytes.length * 8 - bits);
  }

  private static Optional<InetAddress> address(String text) {
    // InetAddress also reads 10.1 as 10.0.0.1, which nobody means here
    if (text.indexOf(':') < 0 && text.chars().filter(it -> it == '.').count() != 3) {
      return Optional.empty();
    }
    try {
      return Optional.of(InetAddress.ofLiteral(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
