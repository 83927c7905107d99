/// Californium as the platform runs it. Stock Californium acknowledges a confirmable notification
/// inside its reliability layer, before anyone above can store it; here the acknowledgement is held
/// until a {@link io.openaep.platform.access.Receipt} says that the message is on disk.
///
/// This package knows of LwM2M only that "a message came on an observation": the session behind
/// {@link io.openaep.platform.access.lwm2m.coap.NotificationSink} gives back the stage to wait for.
///
/// Start at {@link io.openaep.platform.access.lwm2m.coap.HeldAckLayer}; {@link
/// io.openaep.platform.access.lwm2m.coap.CoapSocket} puts the parts together.
@NullMarked
package io.openaep.platform.access.lwm2m.coap;

import org.jspecify.annotations.NullMarked;
