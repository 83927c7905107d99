package io.openaep.platform.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.openaep.platform.account.Role;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenResourceTest {
  @TempDir private Path path;
  private RestWorld world;

  @BeforeEach
  void open() {
    world = new RestWorld(path);
  }

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void aTokenIsShownOnceAndWorksUntilItIsRevoked() throws IOException {
    String owner = world.token(Role.OWNER);
    RestCall.Answer made =
        world
            .post(
                "/api/tokens",
                "{\"name\":\"ci\",\"role\":\"operator\",\"scopes\":[\"devices:read\"]}")
            .as(owner)
            .send()
            .expect(201);
    String secret = made.text("token");
    assertThat(secret).matches("oaep_[A-Za-z0-9_-]{43}");
    String own = made.header("Location");
    RestCall.Answer shown = world.get(own).as(owner).send().expect(200);
    assertThat(shown.json().has("token")).isFalse();
    assertThat(shown.text("createdBy")).isEqualTo("token:owner");
    assertThat(world.get("/api/tokens").as(owner).send().json().toString()).doesNotContain(secret);
    assertThat(world.onDisk()).doesNotContain(secret);

    world.get("/api/me").as(secret).send().expect(200);
    assertThat(world.get(own).as(owner).send().text("lastUsedAt")).startsWith("2026-11-22T");
    world.delete(own).as(owner).send().expect(204);
    world.get("/api/me").as(secret).send().expect(401);
    world.delete(own).as(owner).send().expect(404);
  }

  @Test
  void aTokenEndsWhenItIsToEnd() {
    String owner = world.token(Role.OWNER);
    String secret =
        world
            .post(
                "/api/tokens",
                "{\"name\":\"day\",\"role\":\"viewer\",\"expiresAt\":\"2026-11-23T08:00:00+08:00\"}")
            .as(owner)
            .send()
            .expect(201)
            .text("token");
    world.get("/api/me").as(secret).send().expect(200);
    world.pass(Duration.ofHours(17));
    world.get("/api/me").as(secret).send().expect(401);
    world
        .post(
            "/api/tokens",
            "{\"name\":\"past\",\"role\":\"viewer\",\"expiresAt\":\"2026-01-01T00:00:00Z\"}")
        .as(owner)
        .send()
        .expect(400);
  }

  @Test
  void nobodyGivesMoreRightsThanTheyHave() {
    String owner = world.token(Role.OWNER);
    world
        .post("/api/tokens", "{\"name\":\"root\",\"role\":\"administrator\"}")
        .as(owner)
        .send()
        .expect(403);
    world
        .post("/api/tokens", "{\"name\":\"a\",\"role\":\"viewer\"}")
        .as(world.token(Role.OPERATOR))
        .send()
        .expect(403);
    String narrow = world.token(Role.OWNER, "tokens:write", "devices:read");
    assertThat(
            world
                .post("/api/tokens", "{\"name\":\"a\",\"role\":\"owner\"}")
                .as(narrow)
                .send()
                .expect(403)
                .text("detail"))
        .contains("more rights");
    world
        .post("/api/tokens", "{\"name\":\"a\",\"role\":\"owner\",\"scopes\":[\"devices:write\"]}")
        .as(narrow)
        .send()
        .expect(403);
    world
        .post("/api/tokens", "{\"name\":\"a\",\"role\":\"owner\",\"scopes\":[\"devices:read\"]}")
        .as(narrow)
        .send()
        .expect(201);
    world
        .post("/api/tokens", "{\"name\":\"a\",\"role\":\"owner\",\"scopes\":[\"cars:read\"]}")
        .as(owner)
        .send()
        .expect(400);
  }
}
