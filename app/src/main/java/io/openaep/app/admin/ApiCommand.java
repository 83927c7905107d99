package io.openaep.app.admin;

import io.openaep.platform.admin.AdminClient;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `openaep admin api`: any call of the REST API with an administrator's rights and no token.
@Command(
    name = "api",
    description = "Call the REST API: openaep admin api GET /api/products",
    mixinStandardHelpOptions = true)
final class ApiCommand implements Callable<Integer> {
  @Mixin private Connection connection = new Connection();

  @Parameters(index = "0", paramLabel = "METHOD", description = "GET, POST, PUT, PATCH or DELETE.")
  private String method = "";

  @Parameters(index = "1", paramLabel = "PATH", description = "Such as /api/products?limit=10.")
  private String target = "";

  @Parameters(
      index = "2",
      arity = "0..1",
      paramLabel = "JSON",
      description = "The body, where the call takes one.")
  private String body = "";

  @Override
  public Integer call() throws IOException {
    AdminClient.Answer answer =
        connection.send(
            method.toUpperCase(Locale.ROOT), target, body.getBytes(StandardCharsets.UTF_8));
    if (!answer.body().isEmpty()) {
      connection
          .out()
          .println(new String(answer.body().toArray(), StandardCharsets.UTF_8).stripTrailing());
    }
    return answer.status() < 400 ? 0 : answer.status() == 400 ? 2 : 1;
  }
}
