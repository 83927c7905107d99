/// Tenants, products and their options, devices, credentials, applications. Fills the {@link
/// io.openaep.platform.access.Authenticator} port. Secrets are encrypted at rest.
///
/// Start at {@link io.openaep.platform.registry.Registry}, then {@link
/// io.openaep.platform.registry.SqlRegistry} and {@link
/// io.openaep.platform.registry.RegistryAuthenticator}.
@NullMarked
package io.openaep.platform.registry;

import org.jspecify.annotations.NullMarked;
