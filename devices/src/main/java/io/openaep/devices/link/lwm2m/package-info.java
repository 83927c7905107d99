/// An LwM2M 1.0 client for one server, over any {@link io.openaep.devices.link.Datagrams}: CoAP's
/// message layer of our own, with every message id and every repetition in sight, and the
/// registration, requests and reports above it. Messages are read and written by Californium's
/// codec; its endpoint is not used, because a module's host sees the message ids and answers late.
/// Start at {@link io.openaep.devices.link.lwm2m.Lwm2mClient}.
@NullMarked
package io.openaep.devices.link.lwm2m;

import org.jspecify.annotations.NullMarked;
