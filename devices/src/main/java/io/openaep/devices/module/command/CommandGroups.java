package io.openaep.devices.module.command;

import io.openaep.devices.at.CommandGroup;
import io.openaep.devices.module.baseband.Baseband;
import io.openaep.devices.module.lwm2m.Lwm2mCommands;
import io.openaep.devices.module.mqtt.MqttCommands;
import io.openaep.devices.module.socket.SocketCommands;
import io.openaep.devices.module.tls.TlsContexts;
import java.util.List;

/// Every group of commands that an EC800E has. A new group is one line here.
public final class CommandGroups {
  private CommandGroups() {}

  /// New groups for one run of a module, in the order in which they hear of changes.
  public static List<CommandGroup> of(Baseband module) {
    TlsContexts tls = new TlsContexts();
    return List.of(
        new IdentityCommands(module),
        new SerialCommands(module),
        new ConfigurationCommands(module),
        new MessageCommands(module),
        new SleepCommands(module),
        new PagingCommands(module),
        new RegistrationCommands(module),
        new SignalCommands(module),
        new OperatorCommands(module),
        new ClockCommands(module),
        new SimCommands(module),
        new PowerCommands(module),
        new BearerCommands(module),
        new ContextCommands(module),
        new InternetCommands(module),
        new Lwm2mCommands(module),
        new SocketCommands(module),
        tls,
        new MqttCommands(module, tls));
  }
}
