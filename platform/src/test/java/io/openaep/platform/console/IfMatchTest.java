package io.openaep.platform.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.openaep.platform.account.Role;
import io.openaep.platform.console.resource.ApplicationResource;
import io.openaep.platform.console.resource.ProductOptionsResource;
import io.openaep.platform.console.resource.ProductResource;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Of those who change what they saw at the same moment, one succeeds and the others are told.
class IfMatchTest {
  private static final int EDITORS = 8;

  @TempDir private Path path;
  private RestWorld world;
  private String token = "";

  @BeforeEach
  void open() {
    world =
        new RestWorld(
            path,
            registry ->
                List.of(
                    new ProductResource(registry),
                    new ProductOptionsResource(registry),
                    new ApplicationResource(registry, Set.of())));
    token = world.token(Role.OWNER);
  }

  @AfterEach
  void close() {
    world.close();
  }

  private void oneOfManyEditorsSucceeds(String at, String body) throws Exception {
    for (int round = 0; round < 3; round++) {
      String tag = world.get(at).as(token).send().expect(200).header("ETag");
      String wanted = body.replace("ROUND", String.valueOf(round));
      try (ExecutorService editors = Executors.newFixedThreadPool(EDITORS)) {
        List<Callable<Integer>> calls =
            IntStream.rangeClosed(1, EDITORS)
                .mapToObj(editor ->
                    (Callable<Integer>)
                        () ->
                            world
                                .put(at, wanted.replace("EDITOR", String.valueOf(editor)))
                                .as(token)
                                .header("If-Match", tag)
                                .send()
                                .status())
                .toList();
        List<Integer> answers = editors.invokeAll(calls).stream().map(Future::resultNow).toList();
        assertThat(answers).containsOnly(200, 412).containsOnlyOnce(200);
      }
    }
    world.put(at, body.replace("ROUND", "7").replace("EDITOR", "1")).as(token).send().expect(200);
  }

  @Test
  void productOptionsAreChangedByOneOfThoseWhoSawTheSame() throws Exception {
    String product =
        world
            .post("/api/products", "{\"name\":\"p\",\"protocol\":\"mqtt\"}")
            .as(token)
            .send()
            .expect(201)
            .json()
            .path("productId")
            .asString();
    oneOfManyEditorsSucceeds(
        "/api/products/" + product + "/options", "{\"responseTimeoutSeconds\":1EDITORROUND}");
  }

  @Test
  void anApplicationIsChangedByOneOfThoseWhoSawTheSame() throws Exception {
    oneOfManyEditorsSucceeds("/api/applications/AK", "{\"name\":\"by EDITOR in ROUND\"}");
  }
}
