/// The two LwM2M doors as sockets: plain CoAP on 5683 and DTLS with pre-shared keys on 5684, each
/// on a list of addresses. Knows keys, handshakes and malformed datagrams, and nothing of
/// registrations.
///
/// Start at {@link io.openaep.platform.access.lwm2m.door.CoapDoor}.
@NullMarked
package io.openaep.platform.access.lwm2m.door;

import org.jspecify.annotations.NullMarked;
