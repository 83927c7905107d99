package io.openaep.platform.session;

import io.openaep.platform.access.DeviceRef;
import io.openaep.platform.access.Observation;
import io.openaep.platform.access.Registration;
import io.openaep.platform.journal.RecordReader;
import io.openaep.platform.journal.RecordWriter;
import io.openaep.platform.journal.UnreadableRecord;
import io.openaep.wire.Bytes;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// Registrations and observations to and from their bytes in the journal's state: a version, then
/// the fields in the order of the record. A changed record gets a new version whose predecessor
/// stays readable. Stateless.
final class SessionCodec {
  private static final int FIRST = 1;

  /// A registration with its access point name.
  private static final int WITH_APN = 2;

  private SessionCodec() {}

  static Bytes encode(Registration registration) {
    RecordWriter out = begin(WITH_APN, registration.device());
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
        .instant(registration.updatedAt())
        .optionalText(registration.apn());
    return Bytes.wrap(out.toArray());
  }

  /// @throws UnreadableRecord if this release cannot make a registration of it
  static Registration registration(Bytes stored) {
    RecordReader in = new RecordReader(stored.unsafeArray());
    int version = version(in, WITH_APN);
    DeviceRef device = device(in);
    String location = in.text();
    long session = in.fixed();
    String endpoint = in.text();
    Duration lifetime = in.duration();
    String binding = in.text();
    String lwm2m = in.text();
    String objects = in.text();
    String host = in.text();
    int port = port(in);
    Optional<String> identity = in.optionalText();
    Instant registeredAt = in.instant();
    Instant updatedAt = in.instant();
    Optional<String> apn = version >= WITH_APN ? in.optionalText() : Optional.empty();
    in.end();
    return new Registration(
        device,
        location,
        session,
        endpoint,
        lifetime,
        binding,
        lwm2m,
        objects,
        host,
        port,
        identity,
        apn,
        registeredAt,
        updatedAt);
  }

  static Bytes encode(Observation observation) {
    RecordWriter out = begin(FIRST, observation.device());
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
    RecordReader in = new RecordReader(stored.unsafeArray());
    int _ = version(in, FIRST);
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

  private static RecordWriter begin(int version, DeviceRef device) {
    return new RecordWriter(256)
        .u8(version)
        .number(device.number())
        .number(device.productId())
        .text(device.deviceId());
  }

  private static int version(RecordReader in, int newest) {
    int version = in.u8();
    if (version < FIRST || version > newest) {
      throw new UnreadableRecord(
          "The journal holds a session in format "
              + version
              + ", and this release reads formats up to "
              + newest
              + ": start the release that wrote it.");
    }
    return version;
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
