/// The log of calls of the northbound API: who called what, from where, what it was answered and
/// why it was refused, in plain words. Bounded; written behind the answers, never in front of them.
///
/// Start at {@link io.openaep.platform.requests.RequestLog}.
@NullMarked
package io.openaep.platform.requests;

import org.jspecify.annotations.NullMarked;
