package io.openaep.platform.access.lwm2m;

import io.openaep.wire.Bytes;
import io.openaep.wire.DecodeException;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.leshan.senml.SenMLDecoder;
import org.eclipse.leshan.senml.SenMLException;
import org.eclipse.leshan.senml.SenMLRecord;
import org.eclipse.leshan.senml.cbor.upokecenter.SenMLCborUpokecenterEncoderDecoder;

/// Reads SenML CBOR, the binary form in which LwM2M 1.1 sends values (RFC 8428, section 6; LwM2M
/// 1.1, 7.4.4). Pure.
final class SenmlCbor {
  /// The CoAP content format `application/senml+cbor`.
  static final int CONTENT_FORMAT = 112;

  private static final SenMLDecoder DECODER = new SenMLCborUpokecenterEncoderDecoder();
  private static final int ENTRIES_LIMIT = 100;

  private SenmlCbor() {}

  static List<SenmlJson.Entry> decode(Bytes payload) throws DecodeException {
    List<SenMLRecord> records = parse(payload);
    if (records.isEmpty() || records.size() > ENTRIES_LIMIT) {
      throw new DecodeException(
          "SenML is an array of 1 to " + ENTRIES_LIMIT + " records (RFC 8428, 6)");
    }
    List<SenmlJson.Entry> entries = new ArrayList<>();
    String base = "";
    for (SenMLRecord record : records) {
      base = record.getBaseName() == null ? base : record.getBaseName();
      String name = record.getName() == null ? "" : record.getName();
      entries.add(new SenmlJson.Entry(base + name, value(record)));
    }
    return entries;
  }

  private static List<SenMLRecord> parse(Bytes payload) throws DecodeException {
    try {
      return DECODER.fromSenML(payload.toArray()).getRecords();
    } catch (SenMLException | RuntimeException e) { // the CBOR library throws its own
      throw new DecodeException("the payload is not SenML CBOR");
    }
  }

  private static Bytes value(SenMLRecord record) throws DecodeException {
    if (record.getType() == null) {
      throw new DecodeException("a record has none of vd, vs, v and vb (RFC 8428, 4.2)");
    }
    return record.getResourceValue() instanceof byte[] opaque
        ? Bytes.copyOf(opaque)
        : Bytes.utf8(String.valueOf(record.getResourceValue()));
  }
}
