package io.openaep.platform.session;

import io.openaep.platform.access.DeviceRef;
import io.openaep.platform.access.Observation;
import io.openaep.platform.access.Registration;
import io.openaep.platform.journal.RecordReader;
import io.openaep.platform.journal.RecordWriter;
import io.openaep.platform.journal.UnreadableRecord;
import io.openaep.wire.Bytes;

/// Registrations and observations to and from their bytes in the journal's state: a version, then
/// the fields in the order of the record. A changed record gets a new version whose predecessor
/// stays readable. Stateless.
final class SessionCodec {
  private static final int VERSION = 1;

  private SessionCodec() {}

  static Bytes encode(Registration registration) {
    RecordWriter out = begin(registration.device());
    out.text(registration.location())
        .fixed(registration.session())
        .text(registration.endpoint())
        .duration(registration.lifetime())
        .text(registration.binding())
        .text(registration.version())
        .text(registration.objects())
        .text(registration.host())
        .number(registration.port())
        .optionalText(registration.pskIdentity())
        .instant(registration.registeredAt())
        .instant(registration.updatedAt());
    return Bytes.wrap(out.toArray());
  }

  /// @throws UnreadableRecord if this release cannot make a registration of it
  static Registration registration(Bytes stored) {
    RecordReader in = begin(stored);
    Registration registration =
        new Registration(
            device(in),
            in.text(),
            in.fixed(),
            in.text(),
            in.duration(),
            in.text(),
            in.text(),
            in.text(),
            in.text(),
            port(in),
            in.optionalText(),
            in.instant(),
            in.instant());
    in.end();
    return registration;
  }

  static Bytes encode(Observation observation) {
    RecordWriter out = begin(observation.device());
    out.bytes(observation.token())
        .fixed(observation.session())
        .text(observation.path())
        .text(observation.host())
        .number(observation.port())
        .optionalText(observation.pskIdentity())
        .flag(observation.established());
    return Bytes.wrap(out.toArray());
  }

  /// @throws UnreadableRecord if this release cannot make an observation of it
  static Observation observation(Bytes stored) {
    RecordReader in = begin(stored);
    DeviceRef device = device(in);
    Observation observation =
        new Observation(
            in.bytes(),
            device,
            in.fixed(),
            in.text(),
            in.text(),
            port(in),
            in.optionalText(),
            in.flag());
    in.end();
    return observation;
  }

  private static RecordWriter begin(DeviceRef device) {
    return new RecordWriter(256)
        .u8(VERSION)
        .number(device.number())
        .number(device.productId())
        .text(device.deviceId());
  }

  private static RecordReader begin(Bytes stored) {
    RecordReader in = new RecordReader(stored.unsafeArray());
    int version = in.u8();
    if (version != VERSION) {
      throw new UnreadableRecord(
          "The journal holds a session in format "
              + version
              + ", and this release reads format "
              + VERSION
              + ": start the release that wrote it.");
    }
    return in;
  }

  private static DeviceRef device(RecordReader in) {
    return new DeviceRef(in.number(), in.number(), in.text());
  }

  private static int port(RecordReader in) {
    long port = in.number();
    if (port < 0 || port > 65_535) {
      throw in.damaged("port " + port);
    }
    return (int) port;
  }
}
