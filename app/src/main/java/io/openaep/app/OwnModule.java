package io.openaep.app;

import io.openaep.devices.module.baseband.Destinations;
import io.openaep.devices.module.baseband.ModuleSettings;
import io.openaep.devices.module.baseband.Timing;
import io.openaep.devices.module.port.TcpPort;
import io.openaep.devices.replay.ModuleUnderTest;
import io.openaep.devices.replay.RemoteModule;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// A factory-new virtual module of this process, reached over TCP like any other.
record OwnModule(RunningModule module, TcpPort port) implements AutoCloseable {
  /// @param fixtures of the transcript: its identity becomes the module's
  /// @param set values that replace fixtures
  static OwnModule start(
      Destinations destinations, Map<String, String> fixtures, Map<String, String> set)
      throws IOException {
    Map<String, String> values = new HashMap<>(fixtures);
    values.putAll(set);
    ModuleSettings guide = ModuleSettings.ec800e();
    ModuleSettings settings =
        guide
            .withIdentity(
                values.getOrDefault("imei", guide.imei()),
                values.getOrDefault("imsi", guide.imsi()),
                values.getOrDefault("iccid", guide.iccid()))
            .withTiming(Timing.fast())
            .withDestinations(destinations);
    InetAddress loopback = InetAddress.getLoopbackAddress();
    TcpPort port = new TcpPort(loopback, 0);
    return new OwnModule(
        RunningModule.start(settings, port, Optional.of(new InetSocketAddress(loopback, 0))), port);
  }

  ModuleUnderTest connect() throws IOException {
    return RemoteModule.tcp(port.address(), module.control());
  }

  @Override
  public void close() {
    module.close();
  }
}
