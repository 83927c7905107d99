/// SQL databases: opening them, serialised writes, migrations, the data directory and the secrets
/// kept in it. Knows no feature of the platform; the features bring their own tables and SQL, in
/// the subset that SQLite and PostgreSQL share. What differs between databases sits behind {@link
/// io.openaep.platform.store.ConnectionSource}.
///
/// Start at {@link io.openaep.platform.store.Database}.
@NullMarked
package io.openaep.platform.store;

import org.jspecify.annotations.NullMarked;
