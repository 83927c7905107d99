package io.openaep.devices.module.lwm2m;

import io.openaep.devices.link.lwm2m.Retransmission;
import java.time.Duration;
import java.util.List;

/// What `AT+QLWCFG` holds (AT reference, 7.3). Kept in flash.
///
/// @param ackTimeout CoAP's ACK_TIMEOUT
/// @param maxRetransmit CoAP's MAX_RETRANSMIT
/// @param autoAck observe requests are answered without the host
/// @param lifetimeUpdates the registration is renewed without the host
/// @param sessionResumption DTLS takes up the last session
record Lwm2mOptions(
    Duration ackTimeout,
    int maxRetransmit,
    boolean autoAck,
    boolean lifetimeUpdates,
    boolean sessionResumption) {
  static final Lwm2mOptions FACTORY =
      new Lwm2mOptions(Duration.ofSeconds(2), 4, false, true, false);

  Retransmission retransmission() {
    return new Retransmission(ackTimeout, maxRetransmit);
  }

  Lwm2mOptions withRetransmission(Duration timeout, int max) {
    return new Lwm2mOptions(timeout, max, autoAck, lifetimeUpdates, sessionResumption);
  }

  Lwm2mOptions withAutoAck(boolean on) {
    return new Lwm2mOptions(ackTimeout, maxRetransmit, on, lifetimeUpdates, sessionResumption);
  }

  Lwm2mOptions withLifetimeUpdates(boolean on) {
    return new Lwm2mOptions(ackTimeout, maxRetransmit, autoAck, on, sessionResumption);
  }

  Lwm2mOptions withSessionResumption(boolean on) {
    return new Lwm2mOptions(ackTimeout, maxRetransmit, autoAck, lifetimeUpdates, on);
  }

  /// One line an option, as the read form lists them.
  List<String> lines() {
    return List.of(retransmitLine(), autoAckLine(), lifetimeLine(), dtlsLine());
  }

  String retransmitLine() {
    return "+QLWCFG: \"retransmit\"," + ackTimeout.toSeconds() + "," + maxRetransmit;
  }

  String autoAckLine() {
    return flag("auto_ack", autoAck);
  }

  String lifetimeLine() {
    return flag("lifetime_enable", lifetimeUpdates);
  }

  String dtlsLine() {
    return flag("dtls_mode", sessionResumption);
  }

  private static String flag(String key, boolean on) {
    return "+QLWCFG: \"" + key + "\"," + (on ? 1 : 0);
  }
}
