package io.openaep.platform.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// What OpenAPI 3.1 demands of `/api/openapi.json` that a schema of one answer does not show.
class DescriptionTest {
  private static final Pattern PARAMETER = Pattern.compile("\\{([^}]*)\\}");

  @TempDir private Path path;

  @Test
  void theDescriptionIsWhatOpenApiDemands() {
    try (RunningPlatform platform = new RunningPlatform(path.resolve("data"))) {
      JsonNode document = platform.description();
      assertThat(document.path("openapi").asString()).isEqualTo("3.1.0");
      assertThat(document.path("info").path("title").asString()).isNotBlank();
      List<String> ids = new ArrayList<>();
      for (Map.Entry<String, JsonNode> each : document.path("paths").properties()) {
        boolean health = each.getKey().startsWith("/health/");
        assertThat(health || each.getKey().startsWith("/api/")).as(each.getKey()).isTrue();
        each.getValue()
            .values()
            .forEach(operation -> {
              ids.add(operation.path("operationId").asString());
              assertThat(operation.path("summary").asString()).endsWith(".");
              assertThat(operation.path("responses").size()).isPositive();
              TreeSet<String> declared = new TreeSet<>();
              for (JsonNode parameter : operation.path("parameters")) {
                if (parameter.path("in").asString().equals("path")) {
                  assertThat(parameter.path("required").asBoolean()).isTrue();
                  declared.add(parameter.path("name").asString());
                }
              }
              TreeSet<String> named = new TreeSet<>();
              PARAMETER.matcher(each.getKey()).results().forEach(it -> named.add(it.group(1)));
              assertThat(declared).as(each.getKey()).isEqualTo(named);
            });
      }
      assertThat(ids).doesNotHaveDuplicates();
      everyReferenceLeadsSomewhere(document, document);
      schemasAreSchemas(document);
    }
  }

  @Test
  void whatTheServerAnswersByItselfIsAsDescribed() {
    try (RunningPlatform platform = new RunningPlatform(path.resolve("data"))) {
      Judge judge = new Judge(platform.description());
      for (String at : List.of("/api/info", "/health/live", "/health/ready")) {
        RestCall.Answer answer = new RestCall(platform.port("http"), "GET", at).send();
        JsonNode responses =
            platform.description().path("paths").path(at).path("get").path("responses");
        JsonNode schema =
            responses
                .path(String.valueOf(answer.status()))
                .path("content")
                .path("application/json")
                .path("schema");
        assertThat(schema.isMissingNode()).as(at).isFalse();
        assertThat(judge.faults(schema, answer.json())).as(at).isEmpty();
      }
    }
  }

  private static void everyReferenceLeadsSomewhere(JsonNode document, JsonNode node) {
    if (node.isObject() && node.has("$ref")) {
      String reference = node.path("$ref").asString();
      assertThat(document.at(reference.substring(1)).isMissingNode()).as(reference).isFalse();
    }
    node.values().forEach(inner -> everyReferenceLeadsSomewhere(document, inner));
  }

  /// By the meta-schema of JSON Schema 2020-12, which OpenAPI 3.1's Schema Object is.
  private static void schemasAreSchemas(JsonNode document) {
    var meta =
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(SchemaLocation.of("https://json-schema.org/draft/2020-12/schema"));
    document
        .path("components")
        .path("schemas")
        .properties()
        .forEach(each -> assertThat(meta.validate(each.getValue())).as(each.getKey()).isEmpty());
  }
}
