/// Tenants, products and their options, devices, credentials, applications. Fills the {@link
/// io.openaep.platform.access.Authenticator} port. Secrets are encrypted at rest.
///
/// Start at {@link io.openaep.platform.registry.Registry}.
@NullMarked
package io.openaep.platform.registry;

import org.jspecify.annotations.NullMarked;
