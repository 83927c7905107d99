package io.openaep.platform.push;

import io.openaep.platform.push.post.Destination;

/// Who is told: one for each tenant and URL.
record Receiver(long id, String tenantId, Destination destination) {}
