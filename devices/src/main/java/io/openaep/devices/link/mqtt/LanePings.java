package io.openaep.devices.link.mqtt;

import io.openaep.devices.link.Lane;
import java.time.Duration;
import org.eclipse.paho.client.mqttv3.MqttPingSender;
import org.eclipse.paho.client.mqttv3.internal.ClientComms;
import org.jspecify.annotations.Nullable;

/// Lets Paho look after its keep-alive on the lane, instead of a timer thread for each client.
final class LanePings implements MqttPingSender {
  private final Lane lane;
  private volatile boolean stopped;
  private @Nullable ClientComms comms;

  LanePings(Lane lane) {
    this.lane = lane;
  }

  @Override
  public void init(ClientComms clientComms) {
    this.comms = clientComms;
  }

  @Override
  public void start() {
    if (comms != null) {
      schedule(comms.getKeepAlive());
    }
  }

  @Override
  public void stop() {
    stopped = true;
  }

  @Override
  public void schedule(long delayMillis) {
    if (!stopped) {
      lane.after(Duration.ofMillis(delayMillis), this::check);
    }
  }

  private void check() {
    if (!stopped && comms != null) {
      comms.checkForActivity();
    }
  }
}
