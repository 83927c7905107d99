package io.openaep.app.admin;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Which tenant is meant.
final class TenantOption {
  @Option(
      names = "--tenant",
      paramLabel = "ID",
      description = "The tenant that is meant; not needed while there is only one.")
  private @Nullable String tenant;

  /// For the end of a path.
  String query() {
    return tenant == null ? "" : "?tenant=" + Connection.encoded(tenant);
  }
}
