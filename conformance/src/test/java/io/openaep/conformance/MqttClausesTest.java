package io.openaep.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;

/// MQTT by the clauses of both specifications, in literal bytes; see the `.clauses` files.
@ExtendWith(SharedPlatform.class)
class MqttClausesTest {
  private static final AtomicInteger NUMBERS = new AtomicInteger();

  private static PlatformProcess platform;
  private static Api.Product product;

  /// One clause of a file.
  private record Clause(String title, List<String> steps) {}

  @BeforeAll
  static void makeAProduct(PlatformProcess shared) throws IOException {
    platform = shared;
    product = shared.api().mqtt("mqtt clauses");
  }

  @TestFactory
  Stream<DynamicTest> version311() throws IOException {
    return tests("mqtt-3.1.1.clauses");
  }

  @TestFactory
  Stream<DynamicTest> version5() throws IOException {
    return tests("mqtt-5.0.clauses");
  }

  private static Stream<DynamicTest> tests(String file) throws IOException {
    return read(file).stream()
        .map(clause -> DynamicTest.dynamicTest(clause.title(), () -> run(file, clause)));
  }

  private static void run(String file, Clause clause) throws IOException {
    Api.Device device = platform.api().device(product, false, "c" + NUMBERS.incrementAndGet());
    MqttHex hex = MqttHex.of(file.contains("5.0"), device);
    try (MqttScript script = new MqttScript(platform, device, hex)) {
      for (String step : clause.steps()) {
        script.play(step);
      }
    }
  }

  private static List<Clause> read(String file) throws IOException {
    List<Clause> clauses = new ArrayList<>();
    Optional<Clause> current = Optional.empty();
    try (BufferedReader in =
        new BufferedReader(
            new InputStreamReader(
                MqttClausesTest.class.getResourceAsStream(file), StandardCharsets.UTF_8))) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        if (line.startsWith("MQTT-")) {
          current = Optional.of(new Clause(line, new ArrayList<>()));
          clauses.add(current.get());
        } else if (!line.isBlank() && !line.startsWith("#")) {
          current.orElseThrow().steps().add(line);
        }
      }
    }
    assertThat(clauses).as(file).hasSizeGreaterThan(30);
    return clauses;
  }
}
