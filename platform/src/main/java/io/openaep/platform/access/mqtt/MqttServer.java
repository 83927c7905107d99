package io.openaep.platform.access.mqtt;

import io.netty.channel.Channel;
import io.netty.handler.flush.FlushConsolidationHandler;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.IdentityCipherSuiteFilter;
import io.netty.handler.ssl.JdkSslContext;
import io.netty.handler.ssl.SslContext;
import io.openaep.platform.access.Door;
import io.openaep.platform.access.socket.CountedTls;
import io.openaep.platform.access.socket.DeviceConnection;
import io.openaep.platform.access.socket.EventLoops;
import io.openaep.platform.access.socket.Listener;
import io.openaep.platform.access.socket.OpenDoor;
import io.openaep.platform.access.socket.Ports;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/// Opens the MQTT doors, plain and over TLS.
public final class MqttServer {
  private MqttServer() {}

  /// The plain door.
  ///
  /// @param sessions shared by both doors
  /// @throws IOException with a sentence if an address cannot be listened on
  public static Listener open(
      MqttConfig config, EventLoops loops, Ports ports, MqttSessions sessions) throws IOException {
    Pipeline pipeline = new Pipeline(config, sessions, Optional.empty());
    return Listener.open(Door.MQTT, config.socket(), loops, ports, pipeline);
  }

  /// The door over TLS 1.2 or 1.3; the server alone shows a certificate (AEP device protocols,
  /// 2.1).
  ///
  /// @param sessions shared by both doors
  /// @throws IOException with a sentence if an address cannot be listened on
  public static Listener openTls(
      MqttConfig config,
      EventLoops loops,
      Ports ports,
      MqttSessions sessions,
      SSLContext certificate)
      throws IOException {
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
    Pipeline pipeline = new Pipeline(config, sessions, Optional.of(tls));
    return Listener.open(Door.MQTTS, config.socket(), loops, ports, pipeline);
  }

  private record Pipeline(MqttConfig config, MqttSessions sessions, Optional<SslContext> tls)
      implements Listener.Pipeline {
    @Override
    public DeviceConnection install(Channel channel, OpenDoor door) {
      DeviceConnection connection =
          new DeviceConnection(channel, door, it -> new MqttConversation(it, config, sessions));
      tls.ifPresent(it ->
          channel.pipeline().addLast(new CountedTls(it.newEngine(channel.alloc()), connection)));
      // Answers of one round of the event loop leave together: the system call is what costs.
      channel.pipeline().addLast(new FlushConsolidationHandler(256, true), connection.handler());
      return connection;
    }

    @Override
    public void sweep(OpenDoor door, Instant now) {
      sessions.wills().sweep(now, door.ports());
      sessions.expire(now);
    }
  }
}
