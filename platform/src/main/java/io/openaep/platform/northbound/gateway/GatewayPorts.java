package io.openaep.platform.northbound.gateway;

import io.micrometer.core.instrument.MeterRegistry;
import io.openaep.platform.journal.Journal;
import io.openaep.platform.registry.Registry;
import io.openaep.platform.requests.RequestLog;
import java.time.InstantSource;

/// What the gateway needs of the rest of the platform.
///
/// @param journal keeps what a repeated write is recognised by
public record GatewayPorts(
    Registry registry,
    Journal journal,
    RequestLog requests,
    InstantSource clock,
    MeterRegistry meters) {}
