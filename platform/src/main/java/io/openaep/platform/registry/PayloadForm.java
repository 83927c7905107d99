package io.openaep.platform.registry;

/// How the payloads of a product look: what its protocol, transparency and payloadFormat come to
/// (AEP northbound, 4.1).
public enum PayloadForm {
  /// Transparent on LwM2M and TCP: any bytes.
  BYTES,
  /// Transparent on MQTT: any JSON.
  ANY_JSON,
  /// LwM2M with a model, payloadFormat 2.
  COMPACT_BINARY,
  /// LwM2M with a model, payloadFormat 1.
  FLAT_JSON,
  /// MQTT with a model: a topic a service.
  SERVICE_TOPICS,
  /// TCP with a model: the frames of version 1.1.
  TCP_SERVICES;

  private static final int JSON = 1;

  public static PayloadForm of(Product product) {
    boolean transparent = product.transparent();
    return switch (product.protocol()) {
      case MQTT -> transparent ? ANY_JSON : SERVICE_TOPICS;
      case TCP -> transparent ? BYTES : TCP_SERVICES;
      case LWM2M -> {
        if (transparent) {
          yield BYTES;
        }
        yield product.form().payloadFormat().orElse(0) == JSON ? FLAT_JSON : COMPACT_BINARY;
      }
    };
  }
}
