package io.openaep.platform.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Holds answers against the API's own description, by a JSON Schema validator that is not ours.
final class Judge {
  private final JsonNode description;
  private final SchemaRegistry registry =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

  Judge(JsonNode description) {
    this.description = description;
  }

  JsonNode description() {
    return description;
  }

  /// The answer's status must be described, and its body must be as described.
  void check(String method, String target, RestCall.Answer answer) {
    Optional<JsonNode> operation = operation(method, target);
    if (operation.isEmpty()) {
      assertThat(answer.status()).isIn(404, 405);
      return;
    }
    JsonNode described = operation.get().path("responses").path(String.valueOf(answer.status()));
    JsonNode response =
        described.isMissingNode()
            ? description.path("components").path("responses").path("Problem")
            : described;
    if (described.isMissingNode()) {
      assertThat(answer.status()).as(answer.http().body()).isGreaterThanOrEqualTo(400);
    }
    JsonNode schema = response.path("content").path(mediaType(answer)).path("schema");
    if (schema.isMissingNode()) {
      assertThat(answer.http().body()).as(method + " " + target).isEmpty();
    } else {
      assertThat(faults(schema, answer.json())).as(method + " " + target).isEmpty();
    }
  }

  /// The server's own answers say their charset too.
  private static String mediaType(RestCall.Answer answer) {
    return answer.header("Content-Type").replaceAll(";.*", "");
  }

  List<String> faults(JsonNode schema, JsonNode value) {
    ObjectNode whole = (ObjectNode) schema.deepCopy();
    whole.set("components", description.path("components"));
    Schema compiled = registry.getSchema(whole);
    return compiled.validate(value).stream().map(Error::toString).toList();
  }

  private Optional<JsonNode> operation(String method, String target) {
    String path = target.replaceAll("\\?.*", "");
    Optional<JsonNode> best = Optional.empty();
    for (Map.Entry<String, JsonNode> each : description.path("paths").properties()) {
      String pattern = each.getKey().replaceAll("\\{[^}]*\\}", "[^/]+");
      JsonNode operation = each.getValue().path(method.toLowerCase(Locale.ROOT));
      if (path.matches(pattern) && !operation.isMissingNode()) {
        if (each.getKey().equals(path) || best.isEmpty()) {
          best = Optional.of(operation);
        }
      }
    }
    return best;
  }
}
