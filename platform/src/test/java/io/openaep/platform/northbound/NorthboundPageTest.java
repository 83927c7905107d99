package io.openaep.platform.northbound;

import static org.assertj.core.api.Assertions.assertThat;

import io.openaep.platform.northbound.gateway.ApiFunction;
import io.openaep.platform.northbound.gateway.FunctionTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The reference page of the API is made from the table that the gateway works by.
/// `-Dopenaep.write-pages=1` writes it.
class NorthboundPageTest {
  private static final Path PAGE = Path.of("../docs/reference/northbound.md");

  @TempDir Path directory;

  @Test
  void thePageShowsEveryFunctionAndVersion() throws IOException {
    Set<String> served = new TreeSet<>();
    try (ApiWorld world = new ApiWorld(directory)) {
      served.addAll(world.served());
    }
    String page = page(FunctionTable.load(), served);
    if (System.getProperty("openaep.write-pages") != null) {
      Files.writeString(PAGE, page);
    }
    assertThat(Files.readString(PAGE)).isEqualTo(page);
  }

  private static String page(FunctionTable table, Set<String> served) {
    StringBuilder page = new StringBuilder();
    page.append(
        """
        # The northbound API, function by function

        Made from the table that the gateway works by. How to sign a call, the errors and the differences from AEP:
        [protocols/northbound.md](../protocols/northbound.md). MasterKey: R required, o optional, – not declared. Query: `*` required,
        L a whole number, S text. POST and PUT carry a JSON body. What is not served answers 404 and says so.
        """);
    for (String module : table.modules()) {
      page.append("\n## ").append(module).append("\n\n");
      page.append("| function | call | version | MasterKey | query | served |\n");
      page.append("|---|---|---|---|---|---|\n");
      table.all().stream()
          .filter(function -> function.module().equals(module))
          .forEach(function -> row(page, function, served.contains(function.word())));
    }
    return page.toString();
  }

  private static void row(StringBuilder page, ApiFunction function, boolean served) {
    page.append("| ").append(function.name());
    page.append(" | `").append(function.method()).append(' ').append(function.fullPath());
    page.append("` | ").append(function.version()).append(" | ");
    page.append(
        switch (function.masterKey()) {
          case REQUIRED -> "R";
          case OPTIONAL -> "o";
          case UNDECLARED -> "–";
        });
    page.append(" | ");
    page.append(
        function.query().stream()
            .map(it -> it.name() + (it.required() ? "*" : "") + " " + (it.whole() ? "L" : "S"))
            .collect(Collectors.joining(", ")));
    page.append(" | ").append(served ? "yes" : "no").append(" |\n");
  }
}
