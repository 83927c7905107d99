/// Who may use the console's REST API: roles and scopes, bearer tokens, accounts of people, and the
/// audit log of what each of them changed. `console` asks it at every request, `admin` administers
/// it.
///
/// Start at {@link io.openaep.platform.account.Caller}, then {@link
/// io.openaep.platform.account.Tokens}.
@NullMarked
package io.openaep.platform.account;

import org.jspecify.annotations.NullMarked;
