package io.openaep.platform.northbound.gateway;

import io.openaep.wire.Bytes;

/// What goes back to the caller.
///
/// @param status of HTTP
/// @param code of the envelope; 0 is success
/// @param json the whole body
public record Answer(int status, int code, Bytes json) {}
