package io.openaep.platform.access;

/// The form of the LwM2M endpoint name that a product expects (AEP `endpointFormat`; device
/// protocols, 1.1). The `urn:` prefix compares case-insensitively.
public enum EndpointFormat {
  IMEI,
  URN_IMEI,
  URN_IMEI_IMSI
}
