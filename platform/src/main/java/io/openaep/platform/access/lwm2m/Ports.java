package io.openaep.platform.access.lwm2m;

import io.micrometer.core.instrument.MeterRegistry;
import io.openaep.platform.access.Authenticator;
import io.openaep.platform.access.DtlsSessions;
import io.openaep.platform.access.Refusals;
import io.openaep.platform.access.SessionStore;
import io.openaep.platform.access.Sessions;
import io.openaep.platform.access.Tap;
import io.openaep.platform.access.Uplinks;
import java.time.InstantSource;

/// What the LwM2M doors need from the rest of the platform, in one hand.
public record Ports(
    Authenticator authenticator,
    Uplinks uplinks,
    SessionStore store,
    DtlsSessions dtls,
    Sessions sessions,
    Refusals refusals,
    Tap tap,
    MeterRegistry meters,
    InstantSource clock) {}
