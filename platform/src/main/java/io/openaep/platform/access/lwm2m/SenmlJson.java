package io.openaep.platform.access.lwm2m;

import io.openaep.wire.Bytes;
import io.openaep.wire.DecodeException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Reads SenML JSON, the form in which LwM2M 1.1 sends values (RFC 8428, section 5; LwM2M 1.1,
/// 7.4.4). Pure.
final class SenmlJson {
  /// The CoAP content format `application/senml+json`.
  static final int CONTENT_FORMAT = 110;

  private static final int ENTRIES_LIMIT = 100;

  private SenmlJson() {}

  /// One value.
  ///
  /// @param path such as `/19/0/0`
  record Entry(String path, Bytes value) {}

  static List<Entry> decode(Bytes payload) throws DecodeException {
    JsonNode records = parse(payload);
    if (!records.isArray() || records.isEmpty() || records.size() > ENTRIES_LIMIT) {
      throw new DecodeException(
          "SenML is an array of 1 to " + ENTRIES_LIMIT + " records (RFC 8428, 5)");
    }
    List<Entry> entries = new ArrayList<>();
    String base = "";
    for (JsonNode record : records) {
      base = record.path("bn").asString(base);
      entries.add(new Entry(base + record.path("n").asString(""), value(record)));
    }
    return entries;
  }

  private static JsonNode parse(Bytes payload) throws DecodeException {
    try {
      return JsonMapper.shared().readTree(payload.unsafeArray());
    } catch (JacksonException e) {
      throw new DecodeException("the payload is not JSON");
    }
  }

  private static Bytes value(JsonNode record) throws DecodeException {
    if (record.path("vd").isString()) {
      try {
        return Bytes.wrap(Base64.getUrlDecoder().decode(record.path("vd").asString()));
      } catch (IllegalArgumentException e) {
        throw new DecodeException("vd is not base64url (RFC 8428, 4.3)");
      }
    }
    for (String name : List.of("vs", "v", "vb")) {
      if (record.has(name)) {
        return Bytes.utf8(record.path(name).asString(""));
      }
    }
    throw new DecodeException("a record has none of vd, vs, v and vb (RFC 8428, 4.2)");
  }
}
