package io.openaep.devices.link.mqtt;

import io.openaep.devices.link.Lane;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.eclipse.paho.client.mqttv3.IMqttActionListener;
import org.eclipse.paho.client.mqttv3.IMqttToken;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What waits for the server. Each operation ends once, on the lane: by Paho's callback, by its
/// time, or with the connection.
final class Operations {
  private static final Logger LOG = LoggerFactory.getLogger(Operations.class);

  private final Lane lane;
  private final Set<Open<?>> open = new LinkedHashSet<>();

  Operations(Lane lane) {
    this.lane = lane;
  }

  /// @param failure the result when the time is over, or the connection
  /// @param success what the server's answer means
  /// @param refusal what Paho's failure means
  <T> Open<T> begin(
      Duration patience,
      T failure,
      Function<IMqttToken, T> success,
      Function<Throwable, T> refusal,
      Consumer<T> then) {
    Open<T> operation = new Open<>(failure, success, refusal, then);
    open.add(operation);
    operation.timer = lane.after(patience, operation::fail);
    return operation;
  }

  /// The connection is over: all fail.
  void fail() {
    List.copyOf(open).forEach(Open::fail);
  }

  /// Forgets all without a word.
  void drop() {
    open.forEach(operation -> operation.timer.cancel());
    open.clear();
  }

  /// One of them, as Paho tells it.
  final class Open<T> implements IMqttActionListener {
    private final T failure;
    private final Function<IMqttToken, T> success;
    private final Function<Throwable, T> refusal;
    private final Consumer<T> then;
    private Lane.Later timer = () -> {};

    private Open(
        T failure,
        Function<IMqttToken, T> success,
        Function<Throwable, T> refusal,
        Consumer<T> then) {
      this.failure = failure;
      this.success = success;
      this.refusal = refusal;
      this.then = then;
    }

    /// Paho would not even begin.
    void rejected(Exception e) {
      LOG.debug("mqtt operation rejected reason={}", e.toString());
      fail();
    }

    void fail() {
      finish(failure);
    }

    private void finish(T result) {
      if (open.remove(this)) {
        timer.cancel();
        then.accept(result);
      }
    }

    @Override
    public void onSuccess(IMqttToken token) {
      T result = success.apply(token);
      lane.run(() -> finish(result));
    }

    @Override
    public void onFailure(IMqttToken token, Throwable cause) {
      T result = refusal.apply(cause);
      lane.run(() -> finish(result));
    }
  }
}
