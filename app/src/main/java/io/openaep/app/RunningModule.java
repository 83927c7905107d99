package io.openaep.app;

import io.openaep.devices.module.VirtualModule;
import io.openaep.devices.module.baseband.ModuleSettings;
import io.openaep.devices.module.baseband.ThreadLoop;
import io.openaep.devices.module.port.AtPort;
import io.openaep.devices.module.port.ControlPort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.Optional;

/// A virtual module with its AT port and its control channel, put together and switched on.
final class RunningModule implements AutoCloseable {
  private final ThreadLoop loop;
  private final AtPort port;
  private final VirtualModule module;
  private final Optional<ControlPort> control;

  private RunningModule(
      ThreadLoop loop, AtPort port, VirtualModule module, Optional<ControlPort> control) {
    this.loop = loop;
    this.port = port;
    this.module = module;
    this.control = control;
  }

  /// @param port open and not started
  /// @param control where the control channel listens; empty for none
  static RunningModule start(
      ModuleSettings settings, AtPort port, Optional<InetSocketAddress> control)
      throws IOException {
    ThreadLoop loop = new ThreadLoop(settings.imei(), InstantSource.system());
    VirtualModule module = new VirtualModule(settings, loop, port::write);
    port.start(module);
    Optional<ControlPort> channel = Optional.empty();
    if (control.isPresent()) {
      InetAddress address = control.get().getAddress();
      ControlPort opened = new ControlPort(address, control.get().getPort(), module);
      opened.start();
      channel = Optional.of(opened);
    }
    module.powerOn();
    return new RunningModule(loop, port, module, channel);
  }

  AtPort port() {
    return port;
  }

  Optional<InetSocketAddress> control() {
    return control.map(ControlPort::address);
  }

  @Override
  public void close() {
    module.close();
    port.close();
    control.ifPresent(ControlPort::close);
    loop.close();
  }
}
