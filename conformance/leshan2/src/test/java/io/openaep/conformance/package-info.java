/// The client of Eclipse Leshan 2.0.0-M18 against the started program. Start at {@link
/// io.openaep.conformance.Leshan2Test}.
@NullMarked
package io.openaep.conformance;

import org.jspecify.annotations.NullMarked;
