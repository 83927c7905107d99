package io.openaep.devices.module.lwm2m;

import io.openaep.devices.link.AirDatagrams;
import io.openaep.devices.link.Datagrams;
import io.openaep.devices.link.Impairment;
import io.openaep.devices.link.NameLookup;
import io.openaep.devices.link.PagedDatagrams;
import io.openaep.devices.link.UdpDatagrams;
import io.openaep.devices.link.dtls.DtlsDatagrams;
import io.openaep.devices.link.dtls.DtlsResult;
import io.openaep.devices.link.dtls.PskSecret;
import io.openaep.devices.link.dtls.SessionMemory;
import io.openaep.devices.link.lwm2m.Retransmission;
import io.openaep.devices.module.baseband.Baseband;
import io.openaep.devices.module.baseband.ModuleSettings;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The way to the server: its name looked up, a socket over the radio and its network, and DTLS
/// where there is a key. On the module's loop; after {@link #close} nothing is told any more.
final class ServerConnection implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ServerConnection.class);

  private final Baseband module;
  private final SessionMemory memory;
  private final Retransmission retransmission;
  private final Consumer<Opened> then;
  private Optional<Datagrams> open = Optional.empty();
  private boolean closed;

  /// @param memory the DTLS session to take up, empty for a full handshake
  private ServerConnection(
      Baseband module, SessionMemory memory, Retransmission retransmission, Consumer<Opened> then) {
    this.module = module;
    this.memory = memory;
    this.retransmission = retransmission;
    this.then = then;
  }

  /// How the attempt ended.
  sealed interface Opened {
    record Ready(Datagrams datagrams) implements Opened {}

    /// @param number of {@link ResultNumbers}
    record Failed(int number) implements Opened {}
  }

  /// Begins to connect.
  ///
  /// @param then told later on the loop, once
  static ServerConnection open(
      Baseband module,
      ServerConfig config,
      SessionMemory memory,
      Retransmission retransmission,
      Consumer<Opened> then) {
    ServerConnection connection = new ServerConnection(module, memory, retransmission, then);
    Optional<InetSocketAddress> destination =
        module.settings().destinations().of(config.host(), config.port());
    if (!module.radio().registered() || destination.isEmpty()) {
      module.loop().run(() -> connection.failed(ResultNumbers.NO_ANSWER));
    } else {
      NameLookup.resolve(
          destination.get(), module.loop(), found -> connection.found(found, config.secret()));
    }
    return connection;
  }

  private void found(Optional<InetSocketAddress> address, Optional<PskSecret> secret) {
    if (closed) {
      return;
    }
    if (address.isEmpty()) {
      failed(ResultNumbers.NO_ANSWER);
      return;
    }
    Datagrams overRadio;
    try {
      overRadio = socket(address.get());
    } catch (IOException e) {
      LOG.warn("device={} event=lwm2m-no-socket reason={}", module.settings().imei(), e.toString());
      failed(ResultNumbers.SEND_FAILED);
      return;
    }
    open = Optional.of(overRadio);
    if (secret.isPresent()) {
      open = Optional.of(secure(overRadio, secret.get()));
    } else {
      then.accept(new Opened.Ready(overRadio));
    }
  }

  private Datagrams socket(InetSocketAddress address) throws IOException {
    ModuleSettings settings = module.settings();
    Impairment impairment =
        new Impairment(settings.lossPercent(), settings.roundTrip(), settings.seed());
    Datagrams network = impairment.over(UdpDatagrams.open(address, module.loop()), module.loop());
    Datagrams paged = new PagedDatagrams(network, module.loop(), module.radio()::pagingDelay);
    return new AirDatagrams(paged, module.radio());
  }

  private Datagrams secure(Datagrams below, PskSecret secret) {
    return DtlsDatagrams.connect(
        below,
        module.loop(),
        secret,
        memory,
        new DtlsDatagrams.Patience(retransmission.ackTimeout(), retransmission.longestWait()),
        this::shaken);
  }

  private void shaken(DtlsResult result) {
    switch (result) {
      case DtlsResult.Connected _ -> open.map(Opened.Ready::new).ifPresent(this::tell);
      case DtlsResult.Refused _ -> failed(ResultNumbers.REFUSED);
      case DtlsResult.Silent() -> failed(ResultNumbers.NO_ANSWER);
    }
  }

  private void failed(int number) {
    tell(new Opened.Failed(number));
  }

  private void tell(Opened opened) {
    if (!closed) {
      then.accept(opened);
    }
  }

  @Override
  public void close() {
    closed = true;
    open.ifPresent(Datagrams::close);
  }
}
