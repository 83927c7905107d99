package io.openaep.app.admin;

import io.openaep.platform.store.DataFile;
import io.openaep.platform.store.Restore;
import io.openaep.platform.store.RestoreKey;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `openaep admin restore`: makes a data directory out of a backup; no platform may run on it.
@Command(
    name = "restore",
    description = "Make a data directory out of a backup.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class RestoreCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;

  @Parameters(paramLabel = "BACKUP", description = "As openaep admin backup wrote it.")
  private Path backup = Path.of("");

  @Option(
      names = "--data",
      required = true,
      paramLabel = "DIR",
      description = "The data directory to make: empty, or not there.")
  private Path data = Path.of("");

  @ArgGroup private KeyPlace place = new KeyPlace();

  /// One of the two; without either the key is in the backup.
  private static final class KeyPlace {
    @Option(
        names = "--key",
        paramLabel = "FILE",
        description = "The key of the secrets, if the backup does not hold it; copied into DIR.")
    private @Nullable Path key;

    @Option(
        names = "--without-key",
        description = "Restore no key: you will start with openaep serve --key-file FILE.")
    private boolean without;

    RestoreKey chosen() {
      if (without) {
        return new RestoreKey.Elsewhere();
      }
      return key == null ? new RestoreKey.InBackup() : new RestoreKey.InFile(key);
    }
  }

  @Override
  public Integer call() {
    List<DataFile> files = Restore.restore(backup, data, place.chosen());
    PrintWriter out = Out.of(spec);
    out.printf("%s: %d databases%n", data, files.size());
    if (place.without) {
      out.println("The key of the secrets is not in it: start with --key-file FILE.");
    }
    return 0;
  }
}
