/// What applications are told by HTTP: subscriptions, and deliveries from a durable tail of the
/// journal, at least once and in order for each device and receiver. A receiver that is slow, hangs
/// or is gone has a queue of its own in the file `push.db` and delays no other.
///
/// Start at {@link io.openaep.platform.push.Push}, then {@link io.openaep.platform.push.PushFold}
/// (what is to be told to whom) and {@link io.openaep.platform.push.Deliveries} (telling it).
@NullMarked
package io.openaep.platform.push;

import org.jspecify.annotations.NullMarked;
