package io.openaep.devices.module.port;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Optional;

/// What `--port` names: `stdio`, `tcp:[HOST:]N`, `pty[:LINK]` or `serial:DEVICE[@BAUD]`. Immutable.
public sealed interface PortSpec {
  /// Standard input and output.
  record Stdio() implements PortSpec {}

  /// @param host a name or an address
  /// @param port 0 takes a free one
  record Tcp(String host, int port) implements PortSpec {}

  /// @param link a symbolic link to make, because the terminal's own name is another one each time
  record Pty(Optional<Path> link) implements PortSpec {}

  /// @param bitsPerSecond 115200 unless told otherwise, as a new module has it
  record Serial(Path device, int bitsPerSecond) implements PortSpec {}

  /// @throws IllegalArgumentException with a sentence for the user
  static PortSpec parse(String text) {
    if (text.equals("stdio")) {
      return new Stdio();
    }
    if (text.equals("pty")) {
      return new Pty(Optional.empty());
    }
    if (text.startsWith("pty:") && text.length() > 4) {
      return new Pty(Optional.of(Path.of(text.substring(4))));
    }
    if (text.startsWith("tcp:")) {
      return tcp(text.substring(4));
    }
    if (text.startsWith("serial:") && text.length() > 7) {
      return serial(text.substring(7));
    }
    throw new IllegalArgumentException(
        "A port is stdio, tcp:[HOST:]N, pty[:LINK] or serial:DEVICE[@BAUD], not \"" + text + "\".");
  }

  /// `N` on the loopback address, or `HOST:N`; an IPv6 address may stand in brackets.
  private static Tcp tcp(String text) {
    int colon = text.lastIndexOf(':');
    String host = colon < 0 ? "127.0.0.1" : text.substring(0, colon);
    String digits = text.substring(colon + 1);
    if (host.isEmpty() || !digits.matches("[0-9]{1,5}") || Integer.parseInt(digits) > 65535) {
      throw new IllegalArgumentException(
          "A TCP port is tcp:N or tcp:HOST:N with N up to 65535, not \"tcp:" + text + "\".");
    }
    boolean bracketed = host.startsWith("[") && host.endsWith("]");
    return new Tcp(
        bracketed ? host.substring(1, host.length() - 1) : host, Integer.parseInt(digits));
  }

  private static Serial serial(String text) {
    int at = text.lastIndexOf('@');
    String device = at < 0 ? text : text.substring(0, at);
    String speed = at < 0 ? "115200" : text.substring(at + 1);
    if (device.isEmpty() || !speed.matches("[0-9]{1,7}")) {
      throw new IllegalArgumentException(
          "A serial port is serial:DEVICE or serial:DEVICE@BAUD with BAUD in bit/s, not \"serial:"
              + text
              + "\".");
    }
    return new Serial(Path.of(device), Integer.parseInt(speed));
  }

  /// `HOST:N` as {@link #parse} reads it.
  static String text(InetSocketAddress address) {
    InetAddress host = address.getAddress();
    String text = host.getHostAddress();
    return (host instanceof Inet6Address ? "[" + text + "]" : text) + ":" + address.getPort();
  }

  /// Opens the port. It does not listen before it is started.
  default AtPort open() throws IOException {
    return switch (this) {
      case Stdio _ -> new StdioPort(System.in, System.out);
      case Tcp tcp -> new TcpPort(InetAddress.getByName(tcp.host()), tcp.port());
      case Pty pty -> TerminalPort.pseudo(pty.link());
      case Serial serial -> TerminalPort.serial(serial.device(), serial.bitsPerSecond());
    };
  }
}
