/// The client of Eclipse Leshan 1.5.0 against the started program. Start at {@link
/// io.openaep.conformance.Leshan1Test}.
@NullMarked
package io.openaep.conformance;

import org.jspecify.annotations.NullMarked;
