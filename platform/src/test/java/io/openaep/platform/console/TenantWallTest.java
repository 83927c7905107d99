package io.openaep.platform.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Tenants cannot see each other: every route that the description has is tried by the owner of one
/// tenant on the things of another.
class TenantWallTest {
  @TempDir private Path path;

  /// Values that fit patterns.
  private static final Map<String, String> EXAMPLES =
      Map.of(
          "imei", "869000000000001", "imsi", "460001", "pskHex", "6162636465666768", "hex", "00");

  @Test
  void everyRouteIsBlindForTheThingsOfAnotherTenant() {
    try (RunningPlatform platform = new RunningPlatform(path.resolve("data"))) {
      Map<String, String> theirs = things(platform);
      String other = platform.post(201, "/api/tenants", "{\"name\":\"other\"}").text("tenantId");
      String stranger = platform.token(other, "owner");
      List<String> leaks = new ArrayList<>();
      for (Map.Entry<String, JsonNode> each : platform.description().path("paths").properties()) {
        for (Map.Entry<String, JsonNode> one : each.getValue().properties()) {
          String method = one.getKey().toUpperCase(Locale.ROOT);
          String target = filled(each.getKey(), theirs);
          String body = body(platform.description(), one.getValue());
          RestCall.Answer answer = platform.call(stranger, method, target, body);
          leaks.addAll(leaks(method, each.getKey(), target, answer, theirs));
          if (one.getValue().path("parameters").toString().contains("\"tenant\"")) {
            int status =
                platform
                    .call(stranger, method, target + "?tenant=" + platform.tenantId, body)
                    .status();
            if (status != 400) {
              leaks.add("%s %s?tenant=… answers %d".formatted(method, target, status));
            }
          }
        }
      }
      assertThat(leaks).isEmpty();
      theirs.forEach(
          (name, value) -> assertThat(stillThere(platform, name, value)).as(name).isTrue());
    }
  }

  /// What one tenant has, by the names of path parameters.
  private static Map<String, String> things(RunningPlatform platform) {
    Map<String, String> things = new LinkedHashMap<>();
    things.put("tenantId", platform.tenantId);
    String product =
        platform
            .post(201, "/api/products", "{\"name\":\"p\",\"protocol\":\"tcp\"}")
            .json()
            .path("productId")
            .asString();
    things.put("productId", product);
    String device =
        platform
            .post(
                201,
                "/api/products/" + product + "/devices",
                "{\"name\":\"d\",\"deviceNumber\":\"n1\"}")
            .text("deviceId");
    things.put("deviceId", device);
    things.put(
        "commandId",
        platform
            .post(201, "/api/devices/" + device + "/commands", "{\"text\":\"x\"}")
            .text("commandId"));
    things.put(
        "appKey", platform.post(201, "/api/applications", "{\"name\":\"a\"}").text("appKey"));
    things.put(
        "accountId",
        platform
            .post(
                201,
                "/api/accounts",
                "{\"name\":\"li\",\"role\":\"viewer\",\"password\":\"long enough 1\"}")
            .text("accountId"));
    things.put(
        "groupId",
        platform
            .post(201, "/api/groups", "{\"name\":\"north\",\"productId\":%s}".formatted(product))
            .text("groupId"));
    things.put(
        "tokenId",
        platform.post(201, "/api/tokens", "{\"name\":\"t\",\"role\":\"viewer\"}").text("tokenId"));
    return things;
  }

  private static String filled(String template, Map<String, String> theirs) {
    String target = template;
    for (Map.Entry<String, String> each : theirs.entrySet()) {
      target = target.replace("{" + each.getKey() + "}", each.getValue());
    }
    return target.replaceAll("\\{[^}]*\\}", "1");
  }

  private static List<String> leaks(
      String method,
      String template,
      String target,
      RestCall.Answer answer,
      Map<String, String> theirs) {
    List<String> leaks = new ArrayList<>();
    boolean names = theirs.keySet().stream().anyMatch(name -> template.contains("{" + name + "}"));
    if (names && answer.status() != 404 && answer.status() != 403) {
      leaks.add(
          "%s %s answers %d: %s".formatted(method, target, answer.status(), answer.http().body()));
    }
    if (!names) {
      theirs.forEach((name, value) -> {
        if (value.length() > 4 && answer.json().toString().contains("\"" + value + "\"")) {
          leaks.add("%s %s tells of %s %s".formatted(method, target, name, value));
        }
      });
    }
    return leaks;
  }

  private static boolean stillThere(RunningPlatform platform, String name, String value) {
    String at =
        switch (name) {
          case "tenantId" -> "/api/tenants/" + value;
          case "productId" -> "/api/products/" + value;
          case "deviceId" -> "/api/devices/" + value;
          case "appKey" -> "/api/applications/" + value;
          case "groupId" -> "/api/groups/" + value + "?tenant=" + platform.tenantId;
          case "accountId" -> "/api/accounts/" + value;
          case "tokenId" -> "/api/tokens/" + value;
          default -> "/api/me";
        };
    return platform.call(platform.administrator, "GET", at, "").status() == 200;
  }

  /// The smallest body that fits the description; empty where none is taken.
  private static String body(JsonNode description, JsonNode operation) {
    JsonNode schema =
        operation.path("requestBody").path("content").path("application/json").path("schema");
    return schema.isMissingNode() ? "" : sample(description, schema, "").toString();
  }

  private static JsonNode sample(JsonNode description, JsonNode schema, String name) {
    JsonMapper mapper = JsonMapper.shared();
    if (schema.has("$ref")) {
      String[] parts = schema.path("$ref").asString().split("/", -1);
      return sample(
          description,
          description.path("components").path("schemas").path(parts[parts.length - 1]),
          name);
    }
    return switch (schema.path("type").asString("object")) {
      case "string" -> mapper.getNodeFactory().stringNode(text(schema, name));
      case "integer" -> mapper.getNodeFactory().numberNode(schema.path("minimum").asLong());
      case "number" -> mapper.getNodeFactory().numberNode(1);
      case "boolean" -> mapper.getNodeFactory().booleanNode(true);
      case "array" -> {
        var list = mapper.createArrayNode();
        for (int i = 0; i < schema.path("minItems").asInt(); i++) {
          list.add(sample(description, schema.path("items"), name));
        }
        yield list;
      }
      default -> {
        ObjectNode object = mapper.createObjectNode();
        schema
            .path("required")
            .forEach(member ->
                object.set(
                    member.asString(),
                    sample(
                        description,
                        schema.path("properties").path(member.asString()),
                        member.asString())));
        yield object;
      }
    };
  }

  private static String text(JsonNode schema, String name) {
    if (schema.has("enum")) {
      return schema.path("enum").path(0).asString();
    }
    if (schema.path("format").asString("").equals("date-time")) {
      return "2030-01-01T00:00:00Z";
    }
    return EXAMPLES.getOrDefault(name, "x".repeat(Math.max(1, schema.path("minLength").asInt(1))));
  }
}
