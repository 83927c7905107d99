/// What is below the AT commands of a virtual module: identity, SIM, registration, radio
/// connection, sleep, packet contexts, clock, and what is kept while it is off. It knows no AT
/// grammar beyond the unsolicited codes' port. Start at {@link
/// io.openaep.devices.module.baseband.Baseband}, which every group of commands gets.
///
/// Everything runs on the module's {@link io.openaep.devices.module.baseband.ModuleLoop} and is
/// made anew at every start, but for {@link io.openaep.devices.module.baseband.NonVolatile}: what a
/// restart must forget cannot be left behind.
@NullMarked
package io.openaep.devices.module.baseband;

import org.jspecify.annotations.NullMarked;
