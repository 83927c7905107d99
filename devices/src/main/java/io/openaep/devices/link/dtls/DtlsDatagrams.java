package io.openaep.devices.link.dtls;

import io.openaep.devices.link.Datagrams;
import io.openaep.devices.link.Lane;
import io.openaep.wire.Bytes;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Optional;
import java.util.function.Consumer;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.DTLSClientProtocol;
import org.bouncycastle.tls.DTLSTransport;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.TlsFatalAlertReceived;
import org.bouncycastle.tls.TlsTimeoutException;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCrypto;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Datagrams inside DTLS 1.2 with a pre-shared key (RFC 6347, RFC 4279). A handshake blocks, so it
/// has a virtual thread for as long as it lasts; otherwise records are opened and sealed on the
/// lane.
///
/// A session that the server ended, or does not seem to know any more, is replaced: the next
/// datagram waits for a new handshake over the same socket.
public final class DtlsDatagrams implements Datagrams {
  private static final Logger LOG = LoggerFactory.getLogger(DtlsDatagrams.class);

  /// What is sent while a session is being replaced.
  private static final int WAITING_LIMIT = 16;

  private final Datagrams below;
  private final Lane lane;
  private final PskSecret secret;
  private final SessionMemory memory;
  private final Patience patience;
  private final Deque<Bytes> waiting = new ArrayDeque<>();
  private QueuedTransport encrypted;
  private Optional<DTLSTransport> session = Optional.empty();
  private Optional<Receiver> receiver = Optional.empty();
  private boolean handshaking;
  private boolean closed;

  private DtlsDatagrams(
      Datagrams below, Lane lane, PskSecret secret, SessionMemory memory, Patience patience) {
    this.below = below;
    this.lane = lane;
    this.secret = secret;
    this.memory = memory;
    this.patience = patience;
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
  /// @param then told on the lane how it ended, unless the connection is closed before
  public static DtlsDatagrams connect(
      Datagrams below,
      Lane lane,
      PskSecret secret,
      SessionMemory memory,
      Patience patience,
      Consumer<DtlsResult> then) {
    DtlsDatagrams connection = new DtlsDatagrams(below, lane, secret, memory, patience);
    below.receiver(connection::received);
    connection.shakeHands(then);
    return connection;
  }

  private void shakeHands(Consumer<DtlsResult> then) {
    handshaking = true;
    QueuedTransport transport = encrypted;
    PskClient client =
        new PskClient(
            new BcTlsCrypto(new SecureRandom()),
            secret,
            memory,
            patience.firstRepetition(),
            patience.whole());
    Thread.ofVirtual()
        .name("dtls-handshake-" + secret.identity())
        .start(() -> shakeHands(client, transport, then));
  }

  private void shakeHands(PskClient client, QueuedTransport transport, Consumer<DtlsResult> then) {
    try {
      DTLSTransport established = new DTLSClientProtocol().connect(client, transport);
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
    handshaking = false;
    encrypted.moveToLane();
    session = Optional.of(established);
    LOG.info("dtls connected device={} resumed={}", secret.identity(), resumed);
    then.accept(new DtlsResult.Connected(resumed));
    while (!waiting.isEmpty() && session.isPresent()) {
      send(waiting.removeFirst());
    }
    session.ifPresent(this::drain);
  }

  private void failed(DtlsResult result, Consumer<DtlsResult> then) {
    if (closed) {
      return;
    }
    handshaking = false;
    waiting.clear();
    LOG.info("dtls handshake failed device={} result={}", secret.identity(), result);
    then.accept(result);
  }

  private void received(Bytes datagram) {
    encrypted.received(datagram);
    session.ifPresent(this::drain);
  }

  private void drain(DTLSTransport open) {
    byte[] buffer = new byte[encrypted.getReceiveLimit()];
    try {
      while (!encrypted.empty() && !closed) {
        int length = open.receive(buffer, 0, buffer.length, 1);
        while (length >= 0 && !closed) {
          Bytes plain = Bytes.wrap(Arrays.copyOf(buffer, length));
          receiver.ifPresent(taker -> taker.received(plain));
          length = open.receivePending(buffer, 0, buffer.length);
        }
      }
      if (encrypted.finished()) {
        lost("the server ended it");
      }
    } catch (IOException e) {
      lost(e.toString());
    }
  }

  @Override
  public void send(Bytes datagram) {
    if (closed) {
      return;
    }
    if (session.isEmpty()) {
      await(datagram);
      return;
    }
    try {
      session.get().send(datagram.toArray(), 0, datagram.size());
    } catch (IOException e) {
      lost(e.toString());
    }
  }

  private void await(Bytes datagram) {
    if (waiting.size() < WAITING_LIMIT) {
      waiting.addLast(datagram);
    }
    if (!handshaking) {
      encrypted = new QueuedTransport(below, lane);
      shakeHands(_ -> {});
    }
  }

  @Override
  public void unheard() {
    lost("no answer");
  }

  private void lost(String reason) {
    if (closed || session.isEmpty()) {
      return;
    }
    LOG.info("dtls session lost device={} reason=\"{}\"", secret.identity(), reason);
    session = Optional.empty();
    encrypted.end();
  }

  @Override
  public void receiver(Receiver taker) {
    this.receiver = Optional.of(taker);
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    waiting.clear();
    if (session.isPresent()) {
      try {
        session.get().close(); // tells the server by close_notify
      } catch (IOException e) {
        LOG.debug("dtls close failed device={} reason={}", secret.identity(), e.toString());
      }
    }
    session = Optional.empty();
    encrypted.end();
    below.close();
  }
}
