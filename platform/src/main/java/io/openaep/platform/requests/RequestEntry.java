package io.openaep.platform.requests;

import java.time.Duration;
import java.time.Instant;

/// One call and its answer. Texts of a caller are cleaned and bounded by whoever makes this.
///
/// @param at when it had come
/// @param tenantId empty if the caller is not known
/// @param appKey as it was sent; empty if none was
/// @param api such as `aep_device_management/QueryDevice`; `unknown` for a path that is none
/// @param device the device id that the call names; `-` if none
/// @param status of HTTP
/// @param code of the envelope; 0 is success
/// @param reason why it was refused, in plain words; empty on success
/// @param remote `host:port`
public record RequestEntry(
    Instant at,
    String tenantId,
    String appKey,
    String api,
    String method,
    String path,
    String device,
    int status,
    int code,
    String reason,
    String remote,
    Duration took) {}
