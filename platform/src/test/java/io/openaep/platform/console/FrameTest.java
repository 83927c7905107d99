package io.openaep.platform.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.openaep.platform.account.Area;
import io.openaep.platform.account.AuditLine;
import io.openaep.platform.account.Role;
import io.openaep.platform.console.rest.Reply;
import io.openaep.platform.console.rest.Resource;
import io.openaep.platform.console.rest.Route;
import io.openaep.platform.console.rest.Shape;
import io.openaep.platform.store.StoreException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// The frame by itself, with a resource of the test's own.
class FrameTest {
  private static final Shape.Obj THING =
      Shape.object(
          "Thing",
          Shape.must("name", Shape.text(1, 5), "Its name"),
          Shape.may("size", Shape.whole(1, 10), "Its size"),
          Shape.may("kind", Shape.choice("round", "square"), "Its kind"),
          Shape.may("at", Shape.time(), "Its time"),
          Shape.may(
              "parts",
              Shape.list(Shape.object("Part", Shape.must("n", Shape.whole(0, 9), "n")), 1, 2),
              "Its parts"));

  @TempDir private Path path;
  private RestWorld world;

  private static final class Things implements Resource {
    @Override
    public List<Route> routes() {
      return List.of(
          Route.get("/things", "Lists.")
              .in(Area.DEVICES)
              .query("deep", Shape.flag(), "Whether")
              .pages(THING)
              .by(call ->
                  call.paging()
                      .page(
                          IntStream.rangeClosed((int) call.paging().afterNumber(0) + 1, 7)
                              .limit(call.paging().toRead())
                              .boxed()
                              .toList(),
                          it -> it,
                          it -> Reply.members("name", "t" + it))),
          Route.get("/things/{id}", "Shows.")
              .in(Area.DEVICES)
              .gives(200, THING)
              .by(call -> Reply.ok(Reply.members("name", call.path("id")))),
          Route.get("/things/best", "Shows the best.")
              .in(Area.DEVICES)
              .gives(200, THING)
              .by(_ -> Reply.ok(Reply.members("name", "best of all"))),
          Route.post("/things", "Makes.")
              .in(Area.DEVICES)
              .takes(THING)
              .gives(201, THING)
              .by(call ->
                  Reply.created("/api/things/1", Reply.members("name", call.body().text("name")))),
          Route.put("/things/{id}", "Replaces.")
              .in(Area.DEVICES)
              .takes(THING)
              .by(call -> {
                call.requireMatch("\"2\"");
                return Reply.done();
              }),
          Route.delete("/things/{id}", "Fails.")
              .in(Area.DEVICES)
              .by(_ -> {
                throw new StoreException("/data/registry.db: disk I/O error");
              }));
    }
  }

  @BeforeEach
  void open() {
    world = new RestWorld(path, new Things());
  }

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void nobodyIsLetInWithoutAToken() {
    RestCall.Answer answer = world.get("/api/things").send().expect(401);
    assertThat(answer.header("WWW-Authenticate")).startsWith("Bearer");
    assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
    assertThat(answer.text("type")).isEqualTo("urn:openaep:problem:unauthenticated");
    world.get("/api/things").as("oaep_wrong").send().expect(401);
    world.get("/api/things").as("x").send().expect(401);
    world.get("/api/things").header("Authorization", "Basic YTpi").send().expect(401);
  }

  @Test
  void rightsComeFromRoleAndScopes() {
    String viewer = world.token(Role.VIEWER);
    world.get("/api/things").as(viewer).send().expect(200);
    RestCall.Answer refused =
        world.post("/api/things", "{\"name\":\"a\"}").as(viewer).send().expect(403);
    assertThat(refused.text("detail")).contains("devices:write").contains("viewer");
    String narrow = world.token(Role.OPERATOR, "products:write");
    world.get("/api/things").as(narrow).send().expect(403);
    String wide = world.token(Role.OPERATOR, "devices:write");
    world.get("/api/things").as(wide).send().expect(200);
    world.post("/api/things", "{\"name\":\"a\"}").as(wide).send().expect(201);
    assertThat(world.get("/api/me").as(narrow).send().expect(200).json().path("rights").toString())
        .isEqualTo("[\"products:write\"]");
  }

  @Test
  void aBodyIsHeldAgainstItsShape() {
    String token = world.token(Role.OPERATOR);
    RestCall.Answer answer =
        world
            .post(
                "/api/things",
                """
                {"name":"toolong","size":11,"kind":"oval","at":"yesterday","parts":[{"n":1},{"m":2}],"colour":"red"}\
                """)
            .as(token)
            .send()
            .expect(400);
    assertThat(answer.json().path("errors").valueStream().map(it -> it.path("pointer").asString()))
        .containsExactly("/name", "/size", "/kind", "/at", "/parts/1/n", "/parts/1/m", "/colour");
    assertThat(answer.text("detail")).startsWith("/name has more than 5 characters (and 6 more");
    assertThat(invalid(token, "{\"name\":\"a\",\"name\":\"b\"}")).contains("twice");
    assertThat(invalid(token, "{\"name\":\"a\"} x")).contains("not JSON at line 1");
    assertThat(invalid(token, "[]")).contains("must be a JSON object");
    assertThat(invalid(token, "")).contains("empty");
    assertThat(invalid(token, "{\"name\":null}")).contains("/name must be text");
    assertThat(invalid(token, "[".repeat(100))).contains("nested deeper");
    world
        .post("/api/things", "name=a")
        .header("Content-Type", "application/x-www-form-urlencoded")
        .as(token)
        .send()
        .expect(415);
    world.delete("/api/tokens/x").body("{}").as(world.token(Role.OWNER)).send().expect(400);
    world.post("/api/things", "\"" + "x".repeat(1 << 20) + "\"").as(token).send().expect(413);
  }

  private String invalid(String token, String body) {
    return world.post("/api/things", body).as(token).send().expect(400).text("detail");
  }

  @Test
  void aQueryKnowsOnlyWhatIsDeclared() {
    String token = world.token(Role.VIEWER);
    world.get("/api/things?deep=true&limit=3").as(token).send().expect(200);
    RestCall.Answer answer =
        world.get("/api/things?deep=maybe&limit=0&colour=red&limit=1").as(token).send().expect(400);
    assertThat(answer.json().path("errors").valueStream().map(it -> it.path("pointer").asString()))
        .containsExactly("?deep", "?limit", "?colour", "?limit");
    world.get("/api/things?cursor=%25%25").as(token).send().expect(400);
  }

  @Test
  void pagesFollowOneAnotherByTheirCursor() {
    String token = world.token(Role.VIEWER);
    String names = "";
    Optional<String> cursor = Optional.empty();
    do {
      JsonNode page =
          world
              .get("/api/things?limit=3" + cursor.map(it -> "&cursor=" + it).orElse(""))
              .as(token)
              .send()
              .expect(200)
              .json();
      names += page.path("items").valueStream().map(it -> it.path("name").asString()).toList();
      cursor = page.path("next").asStringOpt();
    } while (cursor.isPresent());
    assertThat(names).isEqualTo("[t1, t2, t3][t4, t5, t6][t7]");
  }

  @Test
  void pathsAreFoundDecodedAndFixedWordsWin() {
    String token = world.token(Role.VIEWER);
    assertThat(world.get("/api/things/a%2Fb+c").as(token).send().expect(200).text("name"))
        .isEqualTo("a/b+c");
    assertThat(world.get("/api/things/best").as(token).send().text("name"))
        .isEqualTo("best of all");
    world.get("/api/nothing").send().expect(404);
    world.get("/api/things/").as(token).send().expect(404);
    RestCall.Answer other = world.patch("/api/things", "{}").as(token).send().expect(405);
    assertThat(other.text("detail")).contains("GET or POST");
    assertThat(other.header("Allow")).isEqualTo("GET, POST");
  }

  @Test
  void oneWhoSawAnOlderStateChangesNothing() {
    String token = world.token(Role.OPERATOR);
    RestCall put = world.put("/api/things/1", "{\"name\":\"a\"}").as(token);
    put.send().expect(204);
    put.header("If-Match", "\"2\"").send().expect(204);
    put.header("If-Match", "\"1\"").send().expect(412);
  }

  @Test
  void everyChangeIsInTheAuditLogWithItsEnd() {
    String token = world.token(Role.OPERATOR);
    world.post("/api/things", "{\"name\":\"a\"}").as(token).send().expect(201);
    world.get("/api/things").as(token).send().expect(200);
    RestCall.Answer failed = world.delete("/api/things/7").as(token).send().expect(503);
    assertThat(failed.text("detail")).contains("full disk").doesNotContain("registry.db");
    List<AuditLine> lines =
        world.accounts.audit().list(Optional.of(world.tenantId), Long.MAX_VALUE, 10);
    assertThat(lines)
        .extracting(AuditLine::action)
        .containsExactly("DELETE /api/things/{id}", "POST /api/things");
    assertThat(lines.getFirst())
        .extracting(AuditLine::caller, AuditLine::subject, AuditLine::status)
        .containsExactly("token:operator", "/api/things/7", Optional.of(503));
    assertThat(
            world
                .meters
                .get("openaep.console.calls")
                .tag("route", "POST /api/things")
                .timer()
                .count())
        .isEqualTo(1);
  }
}
