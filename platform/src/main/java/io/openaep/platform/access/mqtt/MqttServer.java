package io.openaep.platform.access.mqtt;

import io.netty.channel.Channel;
import io.netty.handler.codec.mqtt.MqttDecoder;
import io.netty.handler.codec.mqtt.MqttEncoder;
import io.netty.handler.flush.FlushConsolidationHandler;
import io.openaep.platform.access.Door;
import io.openaep.platform.access.socket.DeviceConnection;
import io.openaep.platform.access.socket.EventLoops;
import io.openaep.platform.access.socket.Listener;
import io.openaep.platform.access.socket.OpenDoor;
import io.openaep.platform.access.socket.Ports;
import java.io.IOException;

/// Opens the MQTT door.
public final class MqttServer {
  private MqttServer() {}

  /// @throws IOException with a sentence if an address cannot be listened on
  public static Listener open(MqttConfig config, EventLoops loops, Ports ports) throws IOException {
    return Listener.open(
        Door.MQTT,
        config.socket(),
        loops,
        ports,
        (channel, door) -> install(channel, door, config));
  }

  private static DeviceConnection install(Channel channel, OpenDoor door, MqttConfig config) {
    DeviceConnection connection =
        new DeviceConnection(channel, door, it -> new MqttConversation(it, config));
    // Answers of one round of the event loop leave together: the system call is what costs. UTF-8
    // is
    // checked strictly (MQTT 3.1.1, 1.5.3): a replaced character would make two topics one.
    channel
        .pipeline()
        .addLast(
            new FlushConsolidationHandler(256, true),
            new ConnectLimit(connection, config.connectLimitBytes()),
            new MqttDecoder(config.packetLimitBytes(), config.clientIdLimitChars(), true),
            MqttEncoder.INSTANCE,
            connection.handler());
    return connection;
  }
}
