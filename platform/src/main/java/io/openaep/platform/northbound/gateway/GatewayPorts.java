package io.openaep.platform.northbound.gateway;

import io.micrometer.core.instrument.MeterRegistry;
import io.openaep.platform.journal.Journal;
import io.openaep.platform.registry.Registry;
import io.openaep.platform.requests.RequestLog;
import io.openaep.platform.store.Secrets;
import java.time.InstantSource;

/// What the gateway needs of the rest of the platform.
///
/// @param journal keeps what a repeated write is recognised by
/// @param secrets encrypt the answers that are kept for it
public record GatewayPorts(
    Registry registry,
    Journal journal,
    Secrets secrets,
    RequestLog requests,
    InstantSource clock,
    MeterRegistry meters) {}
