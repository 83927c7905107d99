package io.openaep.devices.replay;

import io.openaep.devices.module.port.PortSpec;
import io.openaep.devices.module.port.SerialStreams;
import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// A module behind a TCP port or a terminal device, with an optional control channel: one line a
/// step, answered by `ok` or `error …`.
public final class RemoteModule implements ModuleUnderTest {
  private static final int CONNECT_MILLIS = 5_000;

  private final InputStream in;
  private final OutputStream out;
  private final Closeable port;
  private final Optional<Control> control;

  private RemoteModule(
      InputStream in, OutputStream out, Closeable port, Optional<Control> control) {
    this.in = in;
    this.out = out;
    this.port = port;
    this.control = control;
  }

  private record Control(Socket socket, BufferedReader answers) {}

  /// An AT port on TCP.
  public static RemoteModule tcp(InetSocketAddress at, Optional<InetSocketAddress> control)
      throws IOException {
    Socket socket = connect(at);
    return new RemoteModule(
        socket.getInputStream(), socket.getOutputStream(), socket, connected(control));
  }

  /// An AT port that is a serial device or a pseudo-terminal; it is put into raw mode.
  public static RemoteModule serial(PortSpec.Serial line, Optional<InetSocketAddress> control)
      throws IOException {
    SerialStreams streams = SerialStreams.open(line);
    return new RemoteModule(streams.in(), streams.out(), streams::close, connected(control));
  }

  private static Optional<Control> connected(Optional<InetSocketAddress> control)
      throws IOException {
    if (control.isEmpty()) {
      return Optional.empty();
    }
    Socket socket = connect(control.get());
    return Optional.of(
        new Control(
            socket,
            new BufferedReader(
                new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))));
  }

  private static Socket connect(InetSocketAddress at) throws IOException {
    Socket socket = new Socket();
    socket.connect(at, CONNECT_MILLIS);
    socket.setTcpNoDelay(true);
    return socket;
  }

  @Override
  public InputStream in() {
    return in;
  }

  @Override
  public OutputStream out() {
    return out;
  }

  @Override
  public void control(String step) throws IOException {
    Control channel =
        control.orElseThrow(
            () -> new IOException("'" + step + "' needs --control: the module's control channel"));
    OutputStream steps = channel.socket().getOutputStream();
    steps.write((step + "\n").getBytes(StandardCharsets.UTF_8));
    steps.flush();
    String answer = channel.answers().readLine();
    if (answer == null || !answer.startsWith("ok")) {
      throw new IOException("'" + step + "': the module's control channel answered " + answer);
    }
  }

  @Override
  public void close() throws IOException {
    port.close();
    out.close();
    if (control.isPresent()) {
      control.get().socket().close();
    }
  }
}
