package io.openaep.platform.access.tcp;

import io.netty.channel.Channel;
import io.netty.handler.flush.FlushConsolidationHandler;
import io.openaep.platform.access.Door;
import io.openaep.platform.access.socket.DeviceConnection;
import io.openaep.platform.access.socket.EventLoops;
import io.openaep.platform.access.socket.Listener;
import io.openaep.platform.access.socket.OpenDoor;
import io.openaep.platform.access.socket.Ports;
import java.io.IOException;

/// Opens the TCP door.
public final class TcpServer {
  private TcpServer() {}

  /// @throws IOException with a sentence if an address cannot be listened on
  public static Listener open(TcpConfig config, EventLoops loops, Ports ports) throws IOException {
    return Listener.open(
        Door.TCP, config.socket(), loops, ports, (channel, door) -> install(channel, door, config));
  }

  private static DeviceConnection install(Channel channel, OpenDoor door, TcpConfig config) {
    DeviceConnection connection =
        new DeviceConnection(channel, door, it -> new TcpConversation(it, config));
    // Answers of one round of the event loop leave together: the system call is what costs.
    channel.pipeline().addLast(new FlushConsolidationHandler(256, true), connection.handler());
    return connection;
  }
}
