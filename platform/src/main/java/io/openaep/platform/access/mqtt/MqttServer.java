package io.openaep.platform.access.mqtt;

import io.netty.channel.Channel;
import io.netty.handler.codec.mqtt.MqttDecoder;
import io.netty.handler.codec.mqtt.MqttEncoder;
import io.netty.handler.flush.FlushConsolidationHandler;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.IdentityCipherSuiteFilter;
import io.netty.handler.ssl.JdkSslContext;
import io.netty.handler.ssl.SslContext;
import io.openaep.platform.access.Door;
import io.openaep.platform.access.socket.DeviceConnection;
import io.openaep.platform.access.socket.EventLoops;
import io.openaep.platform.access.socket.Listener;
import io.openaep.platform.access.socket.OpenDoor;
import io.openaep.platform.access.socket.Ports;
import java.io.IOException;
import javax.net.ssl.SSLContext;

/// Opens the MQTT doors, plain and over TLS.
public final class MqttServer {
  private MqttServer() {}

  /// The plain door.
  ///
  /// @throws IOException with a sentence if an address cannot be listened on
  public static Listener open(MqttConfig config, EventLoops loops, Ports ports) throws IOException {
    return Listener.open(
        Door.MQTT,
        config.socket(),
        loops,
        ports,
        (channel, door) -> install(channel, door, config));
  }

  /// The door over TLS 1.2 or 1.3; the server alone shows a certificate (AEP device protocols,
  /// 2.1).
  ///
  /// @throws IOException with a sentence if an address cannot be listened on
  public static Listener openTls(
      MqttConfig config, EventLoops loops, Ports ports, SSLContext certificate) throws IOException {
    SslContext tls =
        new JdkSslContext(
            certificate,
            false,
            null,
            IdentityCipherSuiteFilter.INSTANCE,
            ApplicationProtocolConfig.DISABLED,
            ClientAuth.NONE,
            new String[] {"TLSv1.3", "TLSv1.2"},
            false);
    return Listener.open(
        Door.MQTTS,
        config.socket(),
        loops,
        ports,
        (channel, door) -> {
          channel.pipeline().addLast(tls.newHandler(channel.alloc()));
          return install(channel, door, config);
        });
  }

  private static DeviceConnection install(Channel channel, OpenDoor door, MqttConfig config) {
    DeviceConnection connection =
        new DeviceConnection(channel, door, it -> new MqttConversation(it, config));
    // Answers of one round of the event loop leave together: the system call is what costs.
    // UTF-8 is checked strictly (MQTT 3.1.1, 1.5.3): a replaced character would make two topics
    // one.
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
