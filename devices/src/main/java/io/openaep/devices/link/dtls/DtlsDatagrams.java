package io.openaep.devices.link.dtls;

import io.openaep.devices.link.Datagrams;
import io.openaep.devices.link.Lane;
import io.openaep.wire.Bytes;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.Consumer;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.DTLSClientProtocol;
import org.bouncycastle.tls.DTLSTransport;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.TlsFatalAlertReceived;
import org.bouncycastle.tls.TlsTimeoutException;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCrypto;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Datagrams inside DTLS 1.2 with a pre-shared key (RFC 6347, RFC 4279). The handshake blocks, so
/// it has a virtual thread for as long as it lasts; afterwards records are opened and sealed on the
/// lane. A connection whose peer ended it loses what is sent, as a network does.
public final class DtlsDatagrams implements Datagrams {
  private static final Logger LOG = LoggerFactory.getLogger(DtlsDatagrams.class);

  private final Datagrams below;
  private final Lane lane;
  private final QueuedTransport encrypted;
  private final String identity;
  private @Nullable DTLSTransport session;
  private @Nullable Receiver receiver;
  private boolean closed;

  private DtlsDatagrams(Datagrams below, Lane lane, String identity) {
    this.below = below;
    this.lane = lane;
    this.identity = identity;
    this.encrypted = new QueuedTransport(below, lane);
  }

  /// How long a handshake tries.
  ///
  /// @param firstRepetition an unanswered flight is sent again after it; the time doubles
  /// @param whole the handshake is given up after it
  public record Patience(Duration firstRepetition, Duration whole) {}

  /// Begins a handshake. Called on the lane.
  ///
  /// @param memory where a session to resume is, and the new one goes
  /// @param then told on the lane how it ended, unless the connection is closed before; nothing can
  ///   be sent until then
  public static DtlsDatagrams connect(
      Datagrams below,
      Lane lane,
      PskSecret secret,
      SessionMemory memory,
      Patience patience,
      Consumer<DtlsResult> then) {
    DtlsDatagrams connection = new DtlsDatagrams(below, lane, secret.identity());
    below.receiver(connection::received);
    PskClient client =
        new PskClient(
            new BcTlsCrypto(new SecureRandom()),
            secret,
            memory,
            patience.firstRepetition(),
            patience.whole());
    Thread.ofVirtual()
        .name("dtls-handshake-" + secret.identity())
        .start(() -> connection.handshake(client, then));
    return connection;
  }

  private void handshake(PskClient client, Consumer<DtlsResult> then) {
    try {
      DTLSTransport established = new DTLSClientProtocol().connect(client, encrypted);
      lane.run(() -> established(established, client.resumed(), then));
    } catch (TlsTimeoutException e) {
      DtlsResult result =
          client.answered()
              ? new DtlsResult.Refused("the server went silent when it had seen identity and key")
              : new DtlsResult.Silent();
      lane.run(() -> failed(result, then));
    } catch (TlsFatalAlertReceived e) {
      lane.run(() -> failed(new DtlsResult.Refused(alert(e.getAlertDescription())), then));
    } catch (TlsFatalAlert e) {
      lane.run(() -> failed(new DtlsResult.Refused(alert(e.getAlertDescription())), then));
    } catch (IOException e) {
      lane.run(() -> failed(new DtlsResult.Refused(String.valueOf(e.getMessage())), then));
    }
  }

  private static String alert(short description) {
    return AlertDescription.getText(description);
  }

  private void established(DTLSTransport established, boolean resumed, Consumer<DtlsResult> then) {
    if (closed) {
      return;
    }
    encrypted.moveToLane();
    session = established;
    LOG.info("dtls connected device={} resumed={}", identity, resumed);
    then.accept(new DtlsResult.Connected(resumed));
    drain(established);
  }

  private void failed(DtlsResult result, Consumer<DtlsResult> then) {
    if (!closed) {
      LOG.info("dtls handshake failed device={} result={}", identity, result);
      then.accept(result);
    }
  }

  private void received(Bytes datagram) {
    encrypted.received(datagram);
    if (session != null) {
      drain(session);
    }
  }

  private void drain(DTLSTransport established) {
    byte[] buffer = new byte[encrypted.getReceiveLimit()];
    try {
      while (!encrypted.empty() && !closed) {
        int length = established.receive(buffer, 0, buffer.length, 1);
        while (length >= 0 && !closed) {
          deliver(Bytes.wrap(Arrays.copyOf(buffer, length)));
          length = established.receivePending(buffer, 0, buffer.length);
        }
      }
    } catch (IOException e) {
      broken(e);
    }
  }

  private void deliver(Bytes plain) {
    if (receiver != null) {
      receiver.received(plain);
    }
  }

  private void broken(IOException e) {
    LOG.info("dtls connection ended by the server device={} reason={}", identity, e.toString());
    session = null;
  }

  @Override
  public void send(Bytes datagram) {
    DTLSTransport open = session;
    if (open == null || closed) {
      return;
    }
    try {
      open.send(datagram.toArray(), 0, datagram.size());
    } catch (IOException e) {
      broken(e);
    }
  }

  @Override
  public void receiver(Receiver taker) {
    this.receiver = taker;
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    DTLSTransport open = session;
    session = null;
    if (open != null) {
      try {
        open.close(); // tells the server by close_notify
      } catch (IOException e) {
        LOG.debug("dtls close failed device={} reason={}", identity, e.toString());
      }
    }
    encrypted.end();
    below.close();
  }
}
