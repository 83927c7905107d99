package io.openaep.platform.access.lwm2m.object;

import java.util.Map;
import java.util.Optional;
import org.eclipse.leshan.core.request.ContentFormat;

/// CoAP content formats that LwM2M uses (LwM2M 1.0, 6.4; 1.1, 7.4; the IANA CoAP Content-Formats
/// registry). TLV and JSON have numbers from before they were assigned, which modules still use.
final class Formats {
  static final int TEXT = 0;
  static final int LINKS = 40;
  static final int OPAQUE = 42;
  static final int SENML_JSON = 110;
  static final int SENML_CBOR = 112;
  static final int OLD_TLV = 1542;
  static final int OLD_JSON = 1543;
  static final int TLV = 11_542;
  static final int JSON = 11_543;

  private static final Map<Integer, ContentFormat> KNOWN =
      Map.of(
          TEXT,
          ContentFormat.TEXT,
          OPAQUE,
          ContentFormat.OPAQUE,
          SENML_JSON,
          ContentFormat.SENML_JSON,
          SENML_CBOR,
          ContentFormat.SENML_CBOR,
          OLD_TLV,
          ContentFormat.TLV,
          OLD_JSON,
          ContentFormat.JSON,
          TLV,
          ContentFormat.TLV,
          JSON,
          ContentFormat.JSON);

  private Formats() {}

  /// The codec of a number; empty if there is none.
  static Optional<ContentFormat> codec(int number) {
    return Optional.ofNullable(KNOWN.get(number));
  }
}
