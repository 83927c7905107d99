@NullMarked
package io.openaep.platform.push.post;

import org.jspecify.annotations.NullMarked;
