package io.openaep.app.admin;

import io.openaep.platform.admin.AdminClient;
import io.openaep.platform.admin.Housekeeping;
import io.openaep.platform.store.Backup;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// `openaep admin backup`: all databases as they are at one moment, while the platform runs, or of
/// a data directory that none runs on.
@Command(
    name = "backup",
    description = "Copy all databases, as they are at one moment, into a new directory.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class BackupCommand implements Callable<Integer> {
  @Mixin private Connection connection = new Connection();

  @Option(
      names = "--with-key",
      description =
          "Copy the key of the secrets too, if it lies in the data directory; without it the backup"
              + " alone tells nobody a password.")
  private boolean withKey;

  @Parameters(
      paramLabel = "DIR",
      description = "A directory that does not exist yet; made with those above it.")
  private Path directory = Path.of("");

  @Override
  public Integer call() throws IOException {
    Path target = directory.toAbsolutePath().normalize();
    JsonNode written = connection.platformRuns() ? ask(target) : take(target);
    if (connection.json()) {
      connection.out().println(written.toString());
    } else {
      connection
          .out()
          .printf(
              "%s: %d databases, %,d bytes%n",
              written.path("directory").asString(),
              written.path("files").size(),
              written.path("bytes").asLong());
    }
    return 0;
  }

  private JsonNode ask(Path target) throws IOException {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("directory", target.toString());
    body.put("withKey", withKey);
    return connection.call("POST", AdminClient.BACKUP, body);
  }

  private JsonNode take(Path target) {
    return JsonMapper.shared()
        .valueToTree(Housekeeping.view(Backup.take(connection.directory(), target, withKey)));
  }
}
