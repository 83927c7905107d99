package io.openaep.platform;

import io.openaep.platform.account.Accounts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// How the first administrator gets in: a file of the data directory that only its owner can read,
/// with a one-time code that sets the password. There is no default password. The file goes when
/// the code was used.
final class FirstSignIn {
  private static final Logger LOG = LoggerFactory.getLogger(FirstSignIn.class);
  private static final String NAME = "first-sign-in";

  private final Path file;
  private final Accounts accounts;

  FirstSignIn(Path directory, Accounts accounts) {
    this.file = directory.resolve(NAME);
    this.accounts = accounts;
  }

  /// Writes the file with a fresh code, unless there is an administrator.
  ///
  /// @param ports by the names of the ready line
  /// @return the text for the terminal; empty if there is an administrator
  Optional<String> prepare(Map<String, Optional<Integer>> ports) {
    Optional<String> caller = caller(ports);
    if (caller.isEmpty()) {
      return Optional.empty();
    }
    Optional<String> code = accounts.firstSignInCode();
    if (code.isEmpty()) {
      remove();
      return Optional.empty();
    }
    String text =
        """
        To make the first administrator, put a password of at least 10 characters
        in the place of PASSWORD and send it from this machine:

            curl -H 'Content-Type: application/json' -d '{"code":"%s","name":"admin","password":"PASSWORD"}' %s/api/first-sign-in

        The code works once; a restart makes another. It is also in %s.
        """
            .formatted(code.get(), caller.get(), file);
    write(text);
    return Optional.of(text);
  }

  /// What stands before the path. No certificate is for the loopback address, so that HTTPS, if it
  /// is the only door, needs `-k`: nothing leaves the machine.
  private static Optional<String> caller(Map<String, Optional<Integer>> ports) {
    return address("http", ports).or(() -> address("https", ports).map(it -> "-k " + it));
  }

  private static Optional<String> address(String door, Map<String, Optional<Integer>> ports) {
    return ports
        .getOrDefault(door, Optional.empty())
        .map(port -> "%s://127.0.0.1:%d".formatted(door, port));
  }

  private void write(String text) {
    Path draft = file.resolveSibling(NAME + ".new");
    try {
      Files.deleteIfExists(draft);
      Files.createFile(
          draft,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Files.writeString(draft, text);
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      LOG.warn("first sign-in not written file={} reason=\"{}\"", file, e.getMessage());
    }
  }

  /// The code was used.
  void remove() {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      LOG.warn("first sign-in not removed file={} reason=\"{}\"", file, e.getMessage());
    }
  }
}
