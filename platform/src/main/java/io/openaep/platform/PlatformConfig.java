package io.openaep.platform;

import io.openaep.platform.access.lwm2m.Lwm2mConfig;
import io.openaep.platform.access.lwm2m.bootstrap.BootstrapConfig;
import io.openaep.platform.access.mqtt.MqttConfig;
import io.openaep.platform.access.socket.SocketConfig;
import io.openaep.platform.access.socket.StreamSettings;
import io.openaep.platform.access.tcp.TcpConfig;
import io.openaep.platform.account.AccountSettings;
import io.openaep.platform.command.CommandBounds;
import io.openaep.platform.config.ConfigException;
import io.openaep.platform.config.DoorPort;
import io.openaep.platform.config.SettingsTree;
import io.openaep.platform.data.SqlDataStore;
import io.openaep.platform.http.HttpSettings;
import io.openaep.platform.ingest.IngestSettings;
import io.openaep.platform.journal.JournalSettings;
import io.openaep.platform.journal.TailSettings;
import io.openaep.platform.northbound.gateway.GatewaySettings;
import io.openaep.platform.push.PushSettings;
import io.openaep.platform.trace.TraceSettings;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Everything that can be set, with its defaults in code. Keys are the record components, dashed:
/// `journal.queue-events`. The reference page is made from here.
///
/// @param data the directory that holds everything
/// @param keyFile the key of the secrets at rest; by default in the data directory
/// @param acceptLoss start although a database was lost that the journal cannot give back
/// @param bind addresses that every door listens on
/// @param insecureHttp plain HTTP may be served on other addresses than loopback
/// @param tlsCertificate PEM with the server's certificate and the intermediate ones; by default a
///   self-signed one is made in the data directory
/// @param tlsKey PEM with its key; by default in the same file
/// @param keepEvents how long the journal keeps events that every tail has passed
/// @param keepHistory how long a device's reports are kept; its newest one stays
public record PlatformConfig(
    Path data,
    Optional<Path> keyFile,
    boolean acceptLoss,
    List<InetAddress> bind,
    DoorPort httpPort,
    DoorPort httpsPort,
    DoorPort lwm2mPort,
    DoorPort lwm2msPort,
    DoorPort lwm2mBootstrapPort,
    DoorPort lwm2msBootstrapPort,
    DoorPort mqttPort,
    DoorPort mqttsPort,
    DoorPort tcpPort,
    boolean insecureHttp,
    Optional<Path> tlsCertificate,
    Optional<Path> tlsKey,
    Duration keepEvents,
    Duration keepHistory,
    JournalSettings journal,
    IngestSettings ingest,
    TailSettings tails,
    HttpSettings http,
    GatewaySettings northbound,
    AccountSettings accounts,
    CommandBounds commands,
    TraceSettings trace,
    PushSettings push,
    Lwm2mConfig lwm2m,
    BootstrapConfig.Settings bootstrap,
    StreamSettings streams,
    MqttConfig mqtt,
    TcpConfig tcp) {

  /// What the doors take from the top level cannot be set a second time below it.
  private static final SettingsTree TREE = new SettingsTree(Set.of("bind", "port"));

  public PlatformConfig {
    bind = List.copyOf(bind);
    boolean exposed = bind.stream().anyMatch(it -> !it.isLoopbackAddress());
    if (exposed && httpPort.number().isPresent() && !insecureHttp) {
      throw new ConfigException(
          "plain HTTP would be open to the network; say --insecure-http if that is meant, or"
              + " close it with --http-port off and use HTTPS");
    }
  }

  /// The defaults: loopback, AEP's ports, `./openaep-data`.
  public static PlatformConfig standard() {
    List<InetAddress> bind = loopback();
    SocketConfig socket = SocketConfig.of(bind, 0);
    return new PlatformConfig(
        Path.of("openaep-data"),
        Optional.empty(),
        false,
        bind,
        DoorPort.of(8080),
        DoorPort.of(8443),
        DoorPort.of(5683),
        DoorPort.of(5684),
        DoorPort.OFF,
        DoorPort.OFF,
        DoorPort.of(1883),
        DoorPort.of(8883),
        DoorPort.of(8996),
        false,
        Optional.empty(),
        Optional.empty(),
        Duration.ofDays(7),
        SqlDataStore.USUAL_HISTORY,
        JournalSettings.USUAL,
        IngestSettings.USUAL,
        TailSettings.USUAL,
        HttpSettings.defaults(),
        GatewaySettings.defaults(),
        AccountSettings.USUAL,
        CommandBounds.STANDARD,
        TraceSettings.STANDARD,
        PushSettings.defaults(),
        Lwm2mConfig.of(bind, DoorPort.of(5683).number(), DoorPort.of(5684).number()),
        BootstrapConfig.Settings.STANDARD,
        StreamSettings.STANDARD,
        MqttConfig.of(socket),
        TcpConfig.of(socket));
  }

  /// Every key with its default as it is written.
  public static Map<String, String> keys() {
    return TREE.keys(standard());
  }

  /// The same with some keys changed.
  ///
  /// @throws ConfigException with a sentence that names the key
  public PlatformConfig with(Map<String, String> changes) {
    return TREE.with(this, changes);
  }

  /// Both loopback addresses, the IPv6 one only where the machine has it.
  private static List<InetAddress> loopback() {
    List<InetAddress> addresses = new ArrayList<>();
    addresses.add(InetAddress.ofLiteral("127.0.0.1"));
    InetAddress six = InetAddress.ofLiteral("::1");
    try {
      if (NetworkInterface.getByInetAddress(six) != null) {
        addresses.add(six);
      }
    } catch (SocketException e) {
      throw new ConfigException("the machine's network interfaces cannot be listed", e);
    }
    return addresses;
  }
}
