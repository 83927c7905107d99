package io.openaep.platform.console;

import static io.openaep.platform.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Tenants cannot see each other: every route that the description has is tried by the owner of one
/// tenant on the things of another, named in the path, in the query and in the body. A route that
/// names a new kind of thing fails here until {@link #things} has one.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TenantWallTest {
  private static final Pattern PARAMETER = Pattern.compile("\\{([a-zA-Z]+)}");

  /// Parameters that name nothing a tenant has: parts of a thing named before them, and the
  /// standard models, which all tenants read and administrators write.
  private static final Set<String> NOBODYS =
      Set.of(
          "identifier",
          "object",
          "instance",
          "resource",
          "resourceInstance",
          "thirdType",
          "version");

  private RunningPlatform platform;
  private Map<String, String> theirs;
  private Map<String, String> mine;
  private String owner;
  private String stranger;

  /// One operation of the description.
  private record Operation(String method, String template, JsonNode node) {
    boolean has(String queryParameter) {
      return node.path("parameters").toString().contains("\"" + queryParameter + "\"");
    }

    boolean endless() {
      return template.endsWith("/live");
    }
  }

  @BeforeAll
  void start(@TempDir Path path) {
    platform =
        new RunningPlatform(
            path.resolve("data"),
            Map.of(
                "push.keep-for", "100ms",
                "push.post.allowed-networks", "127.0.0.0/8"));
    theirs = things(platform.tenantId, "861111111111119");
    owner = platform.token(platform.tenantId, "owner");
    String other = platform.post(201, "/api/tenants", "{\"name\":\"other\"}").text("tenantId");
    mine = things(other, "861111111111127");
    stranger = platform.token(other, "owner");
  }

  @AfterAll
  void stop() {
    platform.close();
  }

  private List<Operation> operations() {
    List<Operation> all = new ArrayList<>();
    for (Map.Entry<String, JsonNode> each : platform.description().path("paths").properties()) {
      for (Map.Entry<String, JsonNode> one : each.getValue().properties()) {
        all.add(
            new Operation(one.getKey().toUpperCase(Locale.ROOT), each.getKey(), one.getValue()));
      }
    }
    return all;
  }

  @Test
  void everyKindOfThingThatARouteNamesIsTried() {
    Set<String> named = new TreeSet<>();
    for (Operation operation : operations()) {
      Matcher parameters = PARAMETER.matcher(operation.template());
      while (parameters.find()) {
        named.add(parameters.group(1));
      }
    }
    named.removeAll(NOBODYS);
    assertThat(theirs.keySet()).containsExactlyInAnyOrderElementsOf(named);
  }

  @Test
  void everyRouteIsBlindForTheThingsOfAnotherTenant() {
    Map<String, String> before = whatTheOwnerSees();
    List<String> leaks = new ArrayList<>();
    SampleBody bodies = new SampleBody(platform.description(), theirs);
    for (Operation operation : operations()) {
      String target = filled(operation.template(), theirs);
      String body = bodies.of(operation.node());
      if (!operation.endless() || names(operation.template())) {
        RestCall.Answer answer = platform.call(stranger, operation.method(), target, body);
        leaks.addAll(leaks(operation, target, answer));
      }
      if (operation.has("tenant")) {
        String asThem = target + "?tenant=" + platform.tenantId;
        int status = platform.call(stranger, operation.method(), asThem, body).status();
        if (status != 400) {
          leaks.add("%s %s answers %d".formatted(operation.method(), asThem, status));
        }
      }
    }
    assertThat(leaks).isEmpty();
    assertThat(whatTheOwnerSees()).isEqualTo(before);
  }

  /// On the stranger's own things, but with a body or a query that names another's.
  @Test
  void noBodyAndNoQueryReachesTheThingsOfAnotherTenant() {
    Map<String, String> before = whatTheOwnerSees();
    List<String> leaks = new ArrayList<>();
    SampleBody bodies = new SampleBody(platform.description(), theirs);
    for (Operation operation : operations()) {
      String target = filled(operation.template(), mine);
      if (!operation.endless() && !operation.method().equals("DELETE")) {
        String body = bodies.of(operation.node());
        for (String query : queries(operation)) {
          RestCall.Answer answer =
              platform.call(stranger, operation.method(), target + query, body);
          String asked = operation.method() + " " + target + query;
          if (!unknown(answer)) {
            leaks.addAll(told(asked, answer));
          }
          boolean named = theirs.values().stream().anyMatch(it -> isIn(it, body));
          if (named && answer.status() < 300 && !unknown(answer)) {
            leaks.add("%s with %s answers %s".formatted(asked, body, answer.http().body()));
          }
        }
      }
    }
    assertThat(leaks).isEmpty();
    assertThat(whatTheOwnerSees()).isEqualTo(before);
    assertThat(bodies.named()).contains("deviceId", "groupId", "deadLetterId");
  }

  /// No query, and each that can name a thing.
  private List<String> queries(Operation operation) {
    List<String> all = new ArrayList<>(List.of(""));
    theirs.forEach((name, value) -> {
      if (operation.has(name) && !operation.template().contains("{" + name + "}")) {
        all.add("?%s=%s".formatted(name, value));
      }
    });
    return all;
  }

  /// What one tenant has, by the names of path parameters.
  private Map<String, String> things(String tenant, String imei) {
    String of = "?tenant=" + tenant;
    Map<String, String> things = new LinkedHashMap<>();
    things.put("tenantId", tenant);
    String product =
        platform
            .post(201, "/api/products" + of, "{\"name\":\"p\",\"protocol\":\"lwm2m\"}")
            .json()
            .path("productId")
            .asString();
    things.put("productId", product);
    String below = "/api/products/" + product;
    things.put(
        "subscriptionId",
        platform
            .post(
                201,
                below + "/subscriptions",
                "{\"types\":[\"created-deleted\"],\"url\":\"http://127.0.0.1:1/gone\"}")
            .json()
            .path("items")
            .path(0)
            .path("subscriptionId")
            .asString());
    String device =
        platform
            .post(201, below + "/devices", "{\"name\":\"d\",\"imei\":\"%s\"}".formatted(imei))
            .text("deviceId");
    things.put("deviceId", device);
    things.put(
        "commandId",
        platform
            .post(201, "/api/devices/" + device + "/commands", "{\"text\":\"x\"}")
            .text("commandId"));
    things.put(
        "operationId",
        platform
            .post(202, "/api/devices/" + device + "/objects/3", "{\"action\":\"read\"}")
            .text("operationId"));
    String group = "{\"name\":\"north\",\"productId\":%s}".formatted(product);
    things.put("groupId", platform.post(201, "/api/groups" + of, group).text("groupId"));
    things.put(
        "appKey", platform.post(201, "/api/applications" + of, "{\"name\":\"a\"}").text("appKey"));
    things.put(
        "accountId",
        platform
            .post(
                201,
                "/api/accounts" + of,
                "{\"name\":\"li%s\",\"role\":\"viewer\",\"password\":\"long enough 1\"}"
                    .formatted(imei))
            .text("accountId"));
    things.put(
        "tokenId",
        platform
            .post(201, "/api/tokens" + of, "{\"name\":\"t\",\"role\":\"viewer\"}")
            .text("tokenId"));
    things.put("deadLetterId", deadLetter(of));
    return things;
  }

  /// That the device was made is told to nobody.
  private String deadLetter(String of) {
    return await()
        .until(
            () ->
                platform
                    .get("/api/dead-letters" + of)
                    .json()
                    .path("items")
                    .path(0)
                    .path("deadLetterId")
                    .asString(""),
            it -> !it.isEmpty());
  }

  private static String filled(String template, Map<String, String> things) {
    String target = template;
    for (Map.Entry<String, String> each : things.entrySet()) {
      target = target.replace("{" + each.getKey() + "}", each.getValue());
    }
    return target.replaceAll("\\{[^}]*}", "1");
  }

  private boolean names(String template) {
    return theirs.keySet().stream().anyMatch(name -> template.contains("{" + name + "}"));
  }

  private List<String> leaks(Operation operation, String target, RestCall.Answer answer) {
    String asked = operation.method() + " " + target;
    if (!names(operation.template())) {
      return told(asked, answer);
    }
    return answer.status() == 404 || answer.status() == 403
        ? List.of()
        : List.of("%s answers %d: %s".formatted(asked, answer.status(), answer.http().body()));
  }

  /// The answer of a batch to ids that nobody has.
  private static boolean unknown(RestCall.Answer answer) {
    return answer.json().path("deleted").isEmpty() && answer.json().path("unknown").size() == 1;
  }

  /// As a value of its own, not within a sentence.
  private static boolean isIn(String value, String json) {
    return value.length() > 4 && json.matches("(?s).*[\":]" + value + "[\",}\\]].*");
  }

  /// An answer that does not only repeat, in words, what was asked for.
  private List<String> told(String asked, RestCall.Answer answer) {
    return theirs.entrySet().stream()
        .filter(it -> isIn(it.getValue(), answer.json().toString()))
        .map(it -> "%s tells of %s %s".formatted(asked, it.getKey(), it.getValue()))
        .toList();
  }

  /// Every answer that the owner gets, by its target; without the log of his own looking.
  private Map<String, String> whatTheOwnerSees() {
    return operations().stream()
        .filter(it -> it.method().equals("GET") && !it.endless())
        .map(it -> filled(it.template(), theirs))
        .filter(it -> it.startsWith("/api/") && !it.equals("/api/audit"))
        .distinct()
        .collect(
            Collectors.toMap(
                target -> target,
                target ->
                    platform
                        .call(owner, "GET", target, "")
                        .json()
                        .toString()
                        .replaceAll("\"lastUsedAt\":\"[^\"]*\"", ""),
                (one, _) -> one,
                TreeMap::new));
  }
}
