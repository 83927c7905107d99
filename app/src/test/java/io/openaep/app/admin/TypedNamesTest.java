package io.openaep.app.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import tools.jackson.databind.json.JsonMapper;

class TypedNamesTest {
  private static CommandSpec command(String... words) {
    CommandLine found = new CommandLine(new AdminCommand());
    for (String word : words) {
      found = Objects.requireNonNull(found.getSubcommands().get(word), word);
    }
    return found.getCommandSpec();
  }

  @Test
  void aMemberIsTheOptionThatSetsIt() {
    CommandSpec token = command("token");
    assertThat(TypedNames.typed("/role", token)).isEqualTo("--role");
    assertThat(TypedNames.typed("/scopes/0", token)).isEqualTo("--scope");
    assertThat(TypedNames.typed("/expiresAt", token)).isEqualTo("--expires");
    assertThat(TypedNames.typed("?tenant", token)).isEqualTo("--tenant");
    assertThat(TypedNames.typed("/apis/1", command("app", "create"))).isEqualTo("--api");
    assertThat(TypedNames.typed("/withKey", command("backup"))).isEqualTo("--with-key");
    assertThat(TypedNames.typed("?limit", command("trace"))).isEqualTo("--limit");
  }

  @Test
  void aMemberWithoutAnOptionIsItsPlaceOrItself() {
    CommandSpec create = command("account", "create");
    assertThat(TypedNames.typed("/name", create)).isEqualTo("NAME");
    assertThat(TypedNames.typed("/directory", command("backup"))).isEqualTo("DIR");
    assertThat(TypedNames.typed("/password", create)).isEqualTo("the password");
    assertThat(TypedNames.typed("", create)).isEqualTo("the body");
  }

  @Test
  void everyFaultIsTold() {
    String problem =
        """
        {"detail":"/role must be one of a, b (and 1 more, see errors).","errors":[
        {"pointer":"/role","detail":"must be one of a, b"},
        {"pointer":"?tenant","detail":"is missing"}]}
        """;
    assertThat(TypedNames.sentence(JsonMapper.shared().readTree(problem), command("token")))
        .isEqualTo("--role must be one of a, b; --tenant is missing (openaep admin tenant list).");
    assertThat(
            TypedNames.sentence(
                JsonMapper.shared().readTree("{\"detail\":\"No.\"}"), command("token")))
        .isEqualTo("No.");
  }
}
