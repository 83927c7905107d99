package io.openaep.platform.store;

import java.sql.Connection;
import java.sql.SQLException;

/// Opens connections to one database, each set up as that database needs it: the seam between
/// {@link Database} and a particular product.
public interface ConnectionSource {
  /// A connection for writing, in manual commit mode. At most one is open at a time.
  Connection writer() throws SQLException;

  /// A connection that can only read, in auto-commit mode: each statement sees the newest committed
  /// state. Opened after the first writer.
  Connection reader() throws SQLException;

  /// For error messages: which database this is.
  @Override
  String toString();
}
