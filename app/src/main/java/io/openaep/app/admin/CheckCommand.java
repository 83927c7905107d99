package io.openaep.app.admin;

import io.openaep.platform.admin.AdminClient;
import io.openaep.platform.admin.Housekeeping;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// `openaep admin check`: whether the databases are whole; status 1 if one is not.
@Command(
    name = "check",
    description = "Read every database and say whether it is whole.",
    mixinStandardHelpOptions = true)
final class CheckCommand implements Callable<Integer> {
  @Mixin private Connection connection = new Connection();

  @Override
  public Integer call() throws IOException {
    JsonNode found =
        connection.platformRuns()
            ? connection.call("POST", AdminClient.CHECK, Map.of())
            : JsonMapper.shared().valueToTree(Housekeeping.check(connection.directory()));
    List<JsonNode> files = new ArrayList<>();
    found.path("files").forEach(files::add);
    connection.print(files, "file", "whole", "problems");
    return files.stream().allMatch(file -> file.path("whole").asBoolean()) ? 0 : 1;
  }
}
