package io.openaep.platform.access;

import io.openaep.wire.Bytes;
import io.openaep.wire.mqtt.MqttProperties.UserProperty;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What a device did, as its session understood it. Each becomes one event of the journal.
public sealed interface Inbound {
  Source source();

  /// When the platform received it, by the injected clock.
  Instant at();

  /// Session state to commit in the same transaction.
  List<SessionChange> changes();

  /// Logged in or registered. An uplink: held commands may leave after its acknowledgement.
  ///
  /// @param lifetime LwM2M lifetime or MQTT keepalive; empty where the protocol has none
  record Connected(
      Source source, Instant at, Optional<Duration> lifetime, List<SessionChange> changes)
      implements Inbound {
    public Connected {
      changes = List.copyOf(changes);
    }
  }

  /// LwM2M registration update. An uplink.
  record Updated(
      Source source, Instant at, Optional<Duration> lifetime, List<SessionChange> changes)
      implements Inbound {
    public Updated {
      changes = List.copyOf(changes);
    }
  }

  /// Application data. An uplink.
  ///
  /// @param channel the LwM2M path (`/19/0/0`), the MQTT topic, or empty for TCP; of a command's
  ///   response in TCP 1.1 (0x83) {@link #RESPONSE}
  /// @param contentFormat the CoAP content format number, where there is one
  /// @param repeat present if the device may send this message again after a lost acknowledgement
  /// @param user the user properties of MQTT 5.0, in their order
  record Report(
      Source source,
      Instant at,
      String channel,
      Optional<Integer> contentFormat,
      Bytes payload,
      boolean confirmable,
      Optional<RepeatKey> repeat,
      List<SessionChange> changes,
      List<UserProperty> user)
      implements Inbound {
    /// The channel of a 0x83 frame of TCP 1.1; its payload is `taskId serviceId parameters`.
    public static final String RESPONSE = "0x83";

    public Report {
      changes = List.copyOf(changes);
      user = List.copyOf(user);
    }

    /// A report without user properties.
    public Report(
        Source source,
        Instant at,
        String channel,
        Optional<Integer> contentFormat,
        Bytes payload,
        boolean confirmable,
        Optional<RepeatKey> repeat,
        List<SessionChange> changes) {
      this(source, at, channel, contentFormat, payload, confirmable, repeat, changes, List.of());
    }

    /// A report that changes no session.
    public Report(
        Source source,
        Instant at,
        String channel,
        Optional<Integer> contentFormat,
        Bytes payload,
        boolean confirmable,
        Optional<RepeatKey> repeat) {
      this(source, at, channel, contentFormat, payload, confirmable, repeat, List.of());
    }
  }

  /// The will of an MQTT client whose connection ended without goodbye. Not an uplink: the device
  /// was not heard.
  record Will(
      Source source,
      Instant at,
      String topic,
      Bytes payload,
      int qos,
      boolean retain,
      List<SessionChange> changes)
      implements Inbound {
    public Will {
      changes = List.copyOf(changes);
    }
  }

  /// The first answer to the platform's own observe request: stored and shown, but neither a report
  /// in history nor pushed.
  record Observed(
      Source source,
      Instant at,
      String channel,
      Optional<Integer> contentFormat,
      Bytes payload,
      List<SessionChange> changes)
      implements Inbound {
    public Observed {
      changes = List.copyOf(changes);
    }
  }

  /// The value of an object that the device told by itself: a notification on an observation other
  /// than that of its reports, or a Send. An uplink.
  ///
  /// @param path such as `/3/0/9`
  record ObjectReport(
      Source source, Instant at, String path, ObjectBody body, List<SessionChange> changes)
      implements Inbound {
    public ObjectReport {
      changes = List.copyOf(changes);
    }
  }

  /// One message that says several things (LwM2M Send): stored whole or not at all. An uplink.
  ///
  /// @param reports in the message's order
  /// @param objects what it says of other objects
  record Sent(Source source, Instant at, List<Report> reports, Optional<ObjectReport> objects)
      implements Inbound {
    public Sent {
      reports = List.copyOf(reports);
      if (reports.isEmpty() && objects.isEmpty()) {
        throw new IllegalArgumentException("a Send says something");
      }
    }

    @Override
    public List<SessionChange> changes() {
      return List.of();
    }
  }

  /// The connection or registration is over.
  record Gone(Source source, Instant at, GoneCause cause, List<SessionChange> changes)
      implements Inbound {
    public Gone {
      changes = List.copyOf(changes);
    }
  }
}
