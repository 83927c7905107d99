package io.openaep.devices.link.mqtt;

import io.openaep.devices.link.Lane;
import io.openaep.devices.link.StreamConnection;
import io.openaep.devices.link.StreamListener;
import io.openaep.wire.Bytes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.logging.Level;
import org.eclipse.paho.client.mqttv3.IMqttDeliveryToken;
import org.eclipse.paho.client.mqttv3.IMqttToken;
import org.eclipse.paho.client.mqttv3.MqttAsyncClient;
import org.eclipse.paho.client.mqttv3.MqttCallback;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.eclipse.paho.client.mqttv3.MqttMessage;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One MQTT session over an open connection. Operations end by their callback, once, on the lane:
/// answered, given up after their time, or failed with the connection. Paho's own threads live from
/// {@link #connect} until the connection ends.
///
/// All methods are called on the lane.
public final class MqttLink implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(MqttLink.class);

  /// Paho logs what it also tells; referenced, so that the setting stays.
  private static final java.util.logging.Logger PAHO =
      java.util.logging.Logger.getLogger("org.eclipse.paho.client.mqttv3");

  static {
    PAHO.setLevel(Level.OFF);
  }

  /// Paho wants an address; the socket is ours and goes nowhere else.
  private static final String NOWHERE = "tcp://127.0.0.1:1";

  private final StreamConnection connection;
  private final Lane lane;
  private final MqttListener listener;
  private final StreamSocket socket;
  private final Operations operations;
  private Optional<MqttAsyncClient> client = Optional.empty();
  private Session session = Session.NONE;
  private boolean hungUp;
  private boolean over;

  /// Where Paho stands.
  private enum Session {
    NONE,
    /// From CONNECT on.
    LIVE,
    /// The server did not let it in.
    REFUSED
  }

  /// Takes over a connection that does not read yet. A server that hangs up is noticed from now on.
  public MqttLink(StreamConnection connection, Lane lane, MqttListener listener) {
    this.connection = connection;
    this.lane = lane;
    this.listener = listener;
    this.socket = new StreamSocket(lane, connection);
    this.operations = new Operations(lane);
    connection.start(
        new StreamListener() {
          @Override
          public void received(Bytes data) {
            socket.received(data);
          }

          @Override
          public void closed() {
            peerClosed();
          }
        });
  }

  /// What the server said before it hung up still counts, such as a refusal: Paho reads to the end.
  private void peerClosed() {
    hungUp = true;
    if (session == Session.LIVE) {
      socket.end();
    } else {
      end(MqttListener.End.CLOSED);
    }
  }

  /// The module woke: what waited is delivered.
  public void awake() {
    connection.awake();
  }

  /// Logs in; once for each connection.
  ///
  /// @param patience how long to wait for the CONNACK
  public void connect(MqttLogin login, Duration patience, Consumer<ConnectResult> then) {
    if (client.isPresent()) {
      then.accept(new ConnectResult.Failed());
      return;
    }
    Operations.Open<ConnectResult> operation =
        operations.begin(
            patience,
            new ConnectResult.Failed(),
            _ -> new ConnectResult.Accepted(),
            MqttLink::refusal,
            result -> loggedIn(result, then));
    session = Session.LIVE;
    try {
      MqttAsyncClient fresh =
          new MqttAsyncClient(
              NOWHERE, login.clientId(), new MemoryPersistence(), new LanePings(lane));
      client = Optional.of(fresh);
      fresh.setCallback(new Incoming());
      MqttConnectOptions options = login.options();
      options.setSocketFactory(socket.factory());
      fresh.connect(options, null, operation);
    } catch (MqttException | IllegalArgumentException e) {
      operation.rejected(e);
    }
  }

  private void loggedIn(ConnectResult result, Consumer<ConnectResult> then) {
    if (!(result instanceof ConnectResult.Accepted)) {
      session = Session.REFUSED;
    }
    then.accept(result);
    if (hungUp && session == Session.REFUSED) {
      end(MqttListener.End.CLOSED);
    }
  }

  private static ConnectResult refusal(Throwable cause) {
    if (cause instanceof MqttException refused
        && refused.getReasonCode() >= MqttException.REASON_CODE_INVALID_PROTOCOL_VERSION
        && refused.getReasonCode() <= MqttException.REASON_CODE_NOT_AUTHORIZED) {
      return new ConnectResult.Refused(refused.getReasonCode());
    }
    return new ConnectResult.Failed();
  }

  /// Publishes.
  ///
  /// @param patience how long to wait for the acknowledgement of QoS 1 and 2
  /// @param then whether it is written (QoS 0) or acknowledged
  public void publish(
      String topic,
      Bytes payload,
      int qos,
      boolean retain,
      Duration patience,
      Consumer<Boolean> then) {
    Operations.Open<Boolean> operation =
        operations.begin(patience, false, _ -> true, _ -> false, then);
    run(operation, c -> c.publish(topic, payload.toArray(), qos, retain, null, operation));
  }

  /// @param then the QoS granted for each topic, 128 where it was refused; empty if the server did
  ///   not answer
  public void subscribe(
      List<Subscription> wanted, Duration patience, Consumer<Optional<List<Integer>>> then) {
    Operations.Open<Optional<List<Integer>>> operation =
        operations.begin(
            patience, Optional.empty(), MqttLink::granted, _ -> Optional.empty(), then);
    String[] topics = wanted.stream().map(Subscription::topic).toArray(String[]::new);
    int[] qos = wanted.stream().mapToInt(Subscription::qos).toArray();
    run(operation, c -> c.subscribe(topics, qos, null, operation));
  }

  private void run(Operations.Open<?> operation, Step step) {
    if (client.isEmpty() || over) {
      operation.fail();
      return;
    }
    try {
      step.run(client.get());
    } catch (MqttException | IllegalArgumentException e) {
      operation.rejected(e);
    }
  }

  private interface Step {
    void run(MqttAsyncClient client) throws MqttException;
  }

  /// One topic filter of a SUBSCRIBE.
  public record Subscription(String topic, int qos) {}

  private static Optional<List<Integer>> granted(IMqttToken token) {
    List<Integer> granted = new ArrayList<>();
    for (int qos : token.getGrantedQos()) {
      granted.add(qos);
    }
    return Optional.of(granted);
  }

  /// @param then whether the server confirmed it
  public void unsubscribe(List<String> topics, Duration patience, Consumer<Boolean> then) {
    Operations.Open<Boolean> operation =
        operations.begin(patience, false, _ -> true, _ -> false, then);
    run(operation, c -> c.unsubscribe(topics.toArray(String[]::new), null, operation));
  }

  /// Sends DISCONNECT and closes the connection.
  public void disconnect(Duration patience, Consumer<Boolean> then) {
    Operations.Open<Boolean> operation =
        operations.begin(
            patience,
            false,
            _ -> true,
            _ -> false,
            done -> {
              close();
              then.accept(done);
            });
    run(operation, c -> c.disconnect(0, null, operation));
  }

  /// Closes the connection without DISCONNECT; open operations end without a word.
  @Override
  public void close() {
    if (over) {
      return;
    }
    over = true;
    operations.drop();
    connection.close();
    release();
  }

  private void lost(boolean ping) {
    if (ping) {
      end(MqttListener.End.PING_TIMEOUT);
    } else {
      end(hungUp ? MqttListener.End.CLOSED : MqttListener.End.BROKEN);
    }
  }

  private void end(MqttListener.End end) {
    if (over) {
      return;
    }
    over = true;
    operations.fail();
    connection.abort();
    release();
    listener.ended(end);
  }

  /// Lets Paho's threads go. That may wait for them, so it has a thread of its own.
  private void release() {
    socket.close();
    client.ifPresent(c -> Thread.ofVirtual().name("mqtt-release").start(() -> release(c)));
  }

  private void release(MqttAsyncClient released) {
    try {
      socket.awaitStarted();
      released.disconnectForcibly(0, 0, false);
    } catch (MqttException e) {
      LOG.trace("mqtt release reason={}", e.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    try {
      released.close(true);
    } catch (MqttException e) {
      LOG.debug("mqtt close failed reason={}", e.toString());
    }
  }

  /// From Paho's threads to the lane.
  private final class Incoming implements MqttCallback {
    @Override
    public void connectionLost(Throwable cause) {
      boolean ping =
          cause instanceof MqttException e
              && (e.getReasonCode() == MqttException.REASON_CODE_CLIENT_TIMEOUT
                  || e.getReasonCode() == MqttException.REASON_CODE_WRITE_TIMEOUT);
      LOG.debug("mqtt connection lost reason={}", String.valueOf(cause));
      lane.run(() -> lost(ping));
    }

    @Override
    public void messageArrived(String topic, MqttMessage message) {
      Bytes payload = Bytes.copyOf(message.getPayload());
      int packetId = message.getQos() == 0 ? 0 : message.getId();
      lane.run(() -> {
        if (!over) {
          listener.received(topic, packetId, payload);
        }
      });
    }

    @Override
    public void deliveryComplete(IMqttDeliveryToken token) {}
  }
}
