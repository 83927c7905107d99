package io.openaep.app.admin;

import io.openaep.platform.admin.AdminClient;
import io.openaep.platform.admin.Housekeeping;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// `openaep admin check`: whether the databases are whole; status 1 if one is not.
@Command(
    name = "check",
    description = "Read every database and say whether it is whole.",
    mixinStandardHelpOptions = true)
final class CheckCommand implements Callable<Integer> {
  @Mixin private Connection connection = new Connection();

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    JsonNode found =
        connection.platformRuns()
            ? connection.call("POST", AdminClient.CHECK, Map.of())
            : JsonMapper.shared().valueToTree(Housekeeping.check(connection.directory()));
    List<JsonNode> files = new ArrayList<>();
    found.path("files").forEach(files::add);
    Rows.print(Out.of(spec), connection.json(), files, "file", "whole", "problems");
    return files.stream().allMatch(file -> file.path("whole").asBoolean()) ? 0 : 1;
  }
}
