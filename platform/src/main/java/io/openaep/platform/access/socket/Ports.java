package io.openaep.platform.access.socket;

import io.micrometer.core.instrument.MeterRegistry;
import io.openaep.platform.access.Authenticator;
import io.openaep.platform.access.Refusals;
import io.openaep.platform.access.Sessions;
import io.openaep.platform.access.Tap;
import java.time.InstantSource;

/// What a stream door needs from the rest of the platform, in one hand.
public record Ports(
    Authenticator authenticator,
    Backlog uplinks,
    FrameMemory memory,
    Sessions sessions,
    Refusals refusals,
    Tap tap,
    MeterRegistry meters,
    InstantSource clock) {}
