package io.openaep.platform.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;

/// Brings one feature's tables up to date: SQL files in a fixed order, each run once in a
/// transaction of its own, remembered with a checksum in the table `schema_version`. Several
/// features may share a database; each has its own numbering. Why not a library:
/// docs/adr/0002-migrations.md.
///
/// A file holds statements that end in `;` at the end of a line, and whole-line comments with `--`.
///
/// @param feature whose tables these are, such as `registry`
/// @param home the class beside whose resources the files are
/// @param files resource names, oldest first; once released a file is never changed, only followed
public record Migrations(String feature, Class<?> home, List<String> files) {
  private static final String TABLE =
      """
      create table if not exists schema_version (
        feature text not null,
        version bigint not null,
        file text not null,
        checksum text not null,
        applied_at bigint not null,
        primary key (feature, version)
      )
      """;

  private record Applied(long version, String checksum) {}

  public Migrations {
    files = List.copyOf(files);
  }

  /// Applies what is missing.
  ///
  /// @throws UnusableData if the database was written by a newer program, or by one with other
  ///   files
  public void apply(Database database, InstantSource clock) {
    database.change(handle -> handle.update(TABLE));
    List<Applied> applied =
        database.read(handle ->
            handle.list(
                "select version, checksum from schema_version where feature = ?"
                    + " order by version",
                row -> new Applied(row.number("version"), row.text("checksum")),
                feature));
    if (applied.size() > files.size()) {
      throw new UnusableData(
          ("The %s tables are of version %d, but this program knows only version %d."
                  + " Use the newer program that wrote them, or another data directory.")
              .formatted(feature, applied.size(), files.size()));
    }
    for (int i = 0; i < files.size(); i++) {
      String sql = resource(files.get(i));
      if (i >= applied.size()) {
        run(database, clock, i + 1, files.get(i), sql);
      } else if (!applied.get(i).checksum().equals(checksum(sql))) {
        throw new UnusableData(
            ("The %s tables were made by another form of %s than this program has."
                    + " Use the program that wrote them, or another data directory.")
                .formatted(feature, files.get(i)));
      }
    }
  }

  private void run(Database database, InstantSource clock, int version, String file, String sql) {
    database.change(handle -> {
      runStatements(handle, sql);
      handle.update(
          "insert into schema_version (feature, version, file, checksum, applied_at)"
              + " values (?, ?, ?, ?, ?)",
          feature,
          (long) version,
          file,
          checksum(sql),
          clock.instant());
    });
  }

  private static void runStatements(Handle handle, String sql) throws SQLException {
    String code = sql.replaceAll("(?m)^\\s*--.*$", "");
    for (String statement : code.split(";\\s*(\\R|$)", -1)) {
      if (!statement.isBlank()) {
        handle.update(statement.strip());
      }
    }
  }

  private String resource(String file) {
    try (InputStream in = home.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalStateException("no resource " + file + " beside " + home.getName());
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String checksum(String sql) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(sql.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
