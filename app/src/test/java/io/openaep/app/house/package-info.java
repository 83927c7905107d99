/// What the house demands of its code: who may know whom, and tidiness. A failure says what to do
/// instead.
@NullMarked
package io.openaep.app.house;

import org.jspecify.annotations.NullMarked;
