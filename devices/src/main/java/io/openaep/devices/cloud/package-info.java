/// A northbound client of our own: signs and calls as an application does. Written against the
/// reference of AEP's API and not against the platform's code, so that a mistake in the platform's
/// signature shows.
///
/// Start at {@link io.openaep.devices.cloud.CloudClient}.
@NullMarked
package io.openaep.devices.cloud;

import org.jspecify.annotations.NullMarked;
