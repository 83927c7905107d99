package io.openaep.platform.access.tcp;

import io.micrometer.core.instrument.Gauge;
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
    FrameMemory memory = new FrameMemory(config.unfinishedLimitBytes());
    Gauge.builder("openaep.tcp.unfinished", memory, FrameMemory::heldBytes)
        .baseUnit("bytes")
        .description("Bytes that TCP connections have sent and that are not handled yet")
        .register(ports.meters());
    return Listener.open(
        Door.TCP,
        config.socket(),
        loops,
        ports,
        (channel, door) -> install(channel, door, config, memory));
  }

  private static DeviceConnection install(
      Channel channel, OpenDoor door, TcpConfig config, FrameMemory memory) {
    DeviceConnection connection =
        new DeviceConnection(channel, door, it -> new TcpConversation(it, config, memory));
    // Answers of one round of the event loop leave together: the system call is what costs.
    channel.pipeline().addLast(new FlushConsolidationHandler(256, true), connection.handler());
    return connection;
  }
}
