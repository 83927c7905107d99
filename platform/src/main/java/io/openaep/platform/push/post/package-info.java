/// One HTTP POST to somebody else's server, safely: the address that was checked is the one that is
/// connected to, redirects are not followed, the answer is read only as far as a bound, and
/// everything ends at a deadline. Blocking, made for virtual threads.
///
/// Start at {@link io.openaep.platform.push.post.Poster}.
@NullMarked
package io.openaep.platform.push.post;

import org.jspecify.annotations.NullMarked;
