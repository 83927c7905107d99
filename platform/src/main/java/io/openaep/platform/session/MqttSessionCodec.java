package io.openaep.platform.session;

import io.openaep.platform.access.DeviceRef;
import io.openaep.platform.access.Door;
import io.openaep.platform.access.KeptMqttSession;
import io.openaep.platform.access.KeptMqttSession.Outgoing;
import io.openaep.platform.access.KeptMqttSession.Subscription;
import io.openaep.platform.access.KeptMqttWill;
import io.openaep.platform.access.MqttReceived;
import io.openaep.platform.access.Source;
import io.openaep.platform.journal.RecordReader;
import io.openaep.platform.journal.RecordWriter;
import io.openaep.platform.journal.UnreadableRecord;
import io.openaep.wire.Bytes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// MQTT sessions, received packet ids and wills to and from their bytes in the journal's state: a
/// version, then the fields in the order of the record. A changed record gets a new version whose
/// predecessor stays readable. Stateless.
final class MqttSessionCodec {
  private static final int VERSION = 1;

  private MqttSessionCodec() {}

  static Bytes encode(KeptMqttSession session) {
    RecordWriter out = device(begin(), session.device());
    out.duration(session.expiry())
        .flag(session.endedAt().isPresent())
        .instant(session.endedAt().orElse(Instant.EPOCH))
        .number(session.lastPacketId())
        .number(session.subscriptions().size());
    for (Subscription subscription : session.subscriptions()) {
      out.text(subscription.filter()).u8(subscription.qos()).number(subscription.identifier());
    }
    out.number(session.outgoing().size());
    for (Outgoing outgoing : session.outgoing()) {
      out.number(outgoing.packetId())
          .number(outgoing.commandId())
          .u8(outgoing.qos())
          .flag(outgoing.released());
    }
    return Bytes.wrap(out.toArray());
  }

  /// @throws UnreadableRecord if this release cannot make a session of it
  static KeptMqttSession session(Bytes stored) {
    RecordReader in = begin(stored);
    DeviceRef device = device(in);
    Duration expiry = in.duration();
    boolean ended = in.flag();
    Instant endedAt = in.instant();
    int lastPacketId = (int) in.number();
    List<Subscription> subscriptions = new ArrayList<>();
    for (long left = in.number(); left > 0; left--) {
      subscriptions.add(new Subscription(in.text(), in.u8(), (int) in.number()));
    }
    List<Outgoing> outgoing = new ArrayList<>();
    for (long left = in.number(); left > 0; left--) {
      outgoing.add(new Outgoing((int) in.number(), in.number(), in.u8(), in.flag()));
    }
    in.end();
    return new KeptMqttSession(
        device,
        expiry,
        ended ? Optional.of(endedAt) : Optional.empty(),
        lastPacketId,
        subscriptions,
        outgoing);
  }

  static Bytes encode(MqttReceived received) {
    return Bytes.wrap(begin().number(received.packetId()).fixed(received.hash()).toArray());
  }

  /// @throws UnreadableRecord if this release cannot make a packet id of it
  static MqttReceived received(long device, Bytes stored) {
    RecordReader in = begin(stored);
    MqttReceived received = new MqttReceived(device, (int) in.number(), in.fixed());
    in.end();
    return received;
  }

  static Bytes encode(KeptMqttWill will) {
    Source source = will.source();
    return Bytes.wrap(
        device(begin(), source.device())
            .text(source.door().word())
            .fixed(source.session())
            .text(source.remote())
            .text(will.topic())
            .bytes(will.payload())
            .u8(will.qos())
            .flag(will.retain())
            .duration(will.delay())
            .toArray());
  }

  /// @throws UnreadableRecord if this release cannot make a will of it
  static KeptMqttWill will(Bytes stored) {
    RecordReader in = begin(stored);
    DeviceRef device = device(in);
    Source source = new Source(device, door(in.text()), in.fixed(), in.text());
    KeptMqttWill will =
        new KeptMqttWill(source, in.text(), in.bytes(), in.u8(), in.flag(), in.duration());
    in.end();
    return will;
  }

  private static Door door(String word) {
    return Arrays.stream(Door.values())
        .filter(it -> it.word().equals(word))
        .findFirst()
        .orElseThrow(() -> new UnreadableRecord("The journal holds a will of door " + word + "."));
  }

  private static RecordWriter begin() {
    return new RecordWriter(128).u8(VERSION);
  }

  private static RecordWriter device(RecordWriter out, DeviceRef device) {
    return out.number(device.number()).number(device.productId()).text(device.deviceId());
  }

  private static DeviceRef device(RecordReader in) {
    return new DeviceRef(in.number(), in.number(), in.text());
  }

  private static RecordReader begin(Bytes stored) {
    RecordReader in = new RecordReader(stored.unsafeArray());
    int version = in.u8();
    if (version != VERSION) {
      throw new UnreadableRecord(
          "The journal holds an MQTT session in format "
              + version
              + ", and this release reads format "
              + VERSION
              + ": start the release that wrote it.");
    }
    return in;
  }
}
