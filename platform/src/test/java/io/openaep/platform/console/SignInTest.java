package io.openaep.platform.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.openaep.platform.account.AuditLine;
import io.openaep.platform.account.Role;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SignInTest {
  private static final String PASSWORD = "correct horse 9";

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

  private RestCall.Answer signIn(String name, String password) {
    return world
        .post("/api/sign-in", "{\"name\":\"%s\",\"password\":\"%s\"}".formatted(name, password))
        .send();
  }

  private static String cookie(RestCall.Answer answer) {
    return answer.header("Set-Cookie").split(";", 2)[0];
  }

  private RestCall.Answer first(String code, String name, String password) {
    return world
        .post(
            "/api/first-sign-in",
            "{\"code\":\"%s\",\"name\":\"%s\",\"password\":\"%s\"}".formatted(code, name, password))
        .send();
  }

  @Test
  void theFirstAdministratorComesInByACodeThatWorksOnce() throws IOException {
    String code = world.accounts.accounts().firstSignInCode().orElseThrow();
    first("wrong", "root", PASSWORD).expect(401);
    first(code, "root", "short").expect(400);
    RestCall.Answer opened = first(code, "root", PASSWORD).expect(200);
    assertThat(opened.text("role")).isEqualTo("administrator");
    assertThat(world.claimed).isTrue();
    first(code, "root2", PASSWORD).expect(401);
    assertThat(world.accounts.accounts().firstSignInCode()).isEmpty();
    world.get("/api/accounts").header("Cookie", cookie(opened)).send().expect(200);
    signIn("root", PASSWORD).expect(200);
    assertThat(world.onDisk()).doesNotContain(PASSWORD).contains("$argon2id$v=19$m=64,t=2,p=1$");
  }

  @Test
  void aSessionIsACookieThatNoOtherSiteCanUse() {
    account("li", Role.OWNER);
    RestCall.Answer opened = signIn("li", PASSWORD).expect(200);
    assertThat(opened.header("Set-Cookie"))
        .contains("HttpOnly", "SameSite=Strict", "Path=/api")
        .doesNotContain("Secure");
    String cookie = cookie(opened);
    RestCall.Answer me = world.get("/api/me").header("Cookie", "a=b; " + cookie).send().expect(200);
    assertThat(me.text("name")).isEqualTo("account:li");
    assertThat(me.text("csrf")).isEqualTo(opened.text("csrf")).hasSize(43);

    RestCall make =
        world.post("/api/tokens", "{\"name\":\"t\",\"role\":\"viewer\"}").header("Cookie", cookie);
    assertThat(make.send().expect(403).text("detail")).contains("X-CSRF-Token");
    make.header("X-CSRF-Token", "x").send().expect(403);
    make.header("X-CSRF-Token", opened.text("csrf")).send().expect(201);

    world
        .post("/api/sign-out", "")
        .header("Cookie", cookie)
        .header("X-CSRF-Token", opened.text("csrf"))
        .send()
        .expect(204);
    world.get("/api/me").header("Cookie", cookie).send().expect(401);
    assertThat(world.accounts.audit().list(Optional.empty(), Long.MAX_VALUE, 10))
        .extracting(AuditLine::action)
        .contains("POST /api/sign-in", "POST /api/tokens");
  }

  private void account(String name, Role role) {
    world
        .post(
            "/api/accounts",
            "{\"name\":\"%s\",\"role\":\"%s\",\"password\":\"%s\"}"
                .formatted(name, role.word(), PASSWORD))
        .as(world.token(Role.ADMINISTRATOR))
        .send()
        .expect(201);
  }

  @Test
  void aSessionEndsByIdlenessAndByAge() {
    account("li", Role.VIEWER);
    String cookie = cookie(signIn("li", PASSWORD).expect(200));
    for (int day = 0; day < 13; day++) {
      world.pass(Duration.ofHours(11));
      world.get("/api/me").header("Cookie", cookie).send().expect(200);
    }
    world.pass(Duration.ofHours(13));
    world.get("/api/me").header("Cookie", cookie).send().expect(401);
    String next = cookie(signIn("li", PASSWORD).expect(200));
    for (int i = 0; i < 16; i++) {
      world.pass(Duration.ofHours(11));
      world.get("/api/me").header("Cookie", next).send();
    }
    world.get("/api/me").header("Cookie", next).send().expect(401);
  }

  @Test
  void guessingIsStoppedAndSaysNothing() {
    account("li", Role.VIEWER);
    String unknown = signIn("nobody", PASSWORD).expect(401).text("detail");
    assertThat(signIn("li", "wrong").expect(401).text("detail")).isEqualTo(unknown);
    for (int i = 0; i < 2; i++) {
      signIn("li", "wrong " + i).expect(401);
    }
    assertThat(signIn("li", PASSWORD).expect(429).text("detail")).contains("try again in");
    world.pass(Duration.ofMinutes(6));
    signIn("li", PASSWORD).expect(200);
  }

  @Test
  void anOwnerAdministersOnlyThoseBelow() {
    account("boss", Role.OWNER);
    String administrator = world.token(Role.ADMINISTRATOR);
    RestCall.Answer root =
        world
            .post(
                "/api/accounts",
                "{\"name\":\"root\",\"role\":\"administrator\",\"password\":\"%s\"}"
                    .formatted(PASSWORD))
            .as(administrator)
            .send()
            .expect(201);
    String owner = world.token(Role.OWNER);
    world.get(root.header("Location")).as(owner).send().expect(404);
    world
        .post(
            "/api/accounts",
            "{\"name\":\"x\",\"role\":\"administrator\",\"password\":\"%s\"}".formatted(PASSWORD))
        .as(owner)
        .send()
        .expect(403);
    RestCall.Answer made =
        world
            .post(
                "/api/accounts",
                "{\"name\":\"wang\",\"role\":\"viewer\",\"password\":\"%s\"}".formatted(PASSWORD))
            .as(owner)
            .send()
            .expect(201);
    String own = made.header("Location");
    String cookie = cookie(signIn("wang", PASSWORD).expect(200));
    world.patch(own, "{\"enabled\":false}").as(owner).send().expect(200);
    world.get("/api/me").header("Cookie", cookie).send().expect(401);
    signIn("wang", PASSWORD).expect(401);
    world.patch(own, "{\"enabled\":true,\"role\":\"operator\"}").as(owner).send().expect(200);
    signIn("wang", PASSWORD).expect(200);
    world.patch(own, "{\"role\":\"administrator\"}").as(owner).send().expect(400);
    world.delete(own).as(owner).send().expect(204);
    signIn("wang", PASSWORD).expect(401);
    assertThat(
            world
                .delete(root.header("Location"))
                .as(administrator)
                .send()
                .expect(409)
                .text("detail"))
        .contains("Nobody would be left");
  }

  @Test
  void onesOwnPasswordNeedsTheOldOne() {
    account("li", Role.VIEWER);
    RestCall.Answer opened = signIn("li", PASSWORD).expect(200);
    RestCall change =
        world
            .put("/api/me/password", "{\"old\":\"wrong\",\"password\":\"another one 7\"}")
            .header("Cookie", cookie(opened))
            .header("X-CSRF-Token", opened.text("csrf"));
    change.send().expect(400);
    change
        .body("{\"old\":\"%s\",\"password\":\"another one 7\"}".formatted(PASSWORD))
        .send()
        .expect(204);
    world.get("/api/me").header("Cookie", cookie(opened)).send().expect(401);
    signIn("li", "another one 7").expect(200);
    world
        .put("/api/me/password", "{\"old\":\"x\",\"password\":\"another one 7\"}")
        .as(world.token(Role.VIEWER))
        .send()
        .expect(409);
  }
}
