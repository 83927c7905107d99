/// The device's side of every transport: UDP and DTLS datagrams, LwM2M over them, MQTT, TCP. Built
/// on other libraries than the platform's wherever that is possible, so that a mistake of ours
/// shows. Start at {@link io.openaep.devices.link.Lane}, on which everything here runs, and {@link
/// io.openaep.devices.link.Datagrams}.
@NullMarked
package io.openaep.devices.link;

import org.jspecify.annotations.NullMarked;
