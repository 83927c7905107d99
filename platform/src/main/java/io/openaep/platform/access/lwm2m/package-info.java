/// LwM2M 1.0 as AEP's modules speak it (AEP device protocols, 1): registration on `/rd`, the
/// observation of `/19/0/0` that the platform makes by itself, reports on it, and commands written
/// to `/19/1/0`. CoAP and DTLS are Californium's; registration, observation and delivery are ours,
/// because that is where AEP differs.
///
/// Everything is promised only when it is stored: 2.01, 2.04, 2.02 and the acknowledgement of a
/// confirmable notification leave with a {@link io.openaep.platform.access.Receipt} in hand.
/// Registrations and observations are loaded before the sockets are bound, so that the next message
/// of a device finds the platform as if it had never been away.
///
/// All state lives on one {@link io.openaep.platform.access.lwm2m.coap.ProtocolThread}. Start at
/// {@link io.openaep.platform.access.lwm2m.Lwm2mServer}; a device's messages are handled in {@link
/// io.openaep.platform.access.lwm2m.RegistrationResource} and {@link
/// io.openaep.platform.access.lwm2m.Reports}.
@NullMarked
package io.openaep.platform.access.lwm2m;

import org.jspecify.annotations.NullMarked;
