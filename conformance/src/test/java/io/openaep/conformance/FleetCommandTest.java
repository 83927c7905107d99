package io.openaep.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// `openaep fleet` against a platform in another process.
@ExtendWith(SharedPlatform.class)
class FleetCommandTest {
  @TempDir private Path directory;

  private Program fleet(PlatformProcess platform, String... options) throws Exception {
    List<String> words = new ArrayList<>(List.of("fleet", "--platform", platform.url()));
    words.addAll(List.of(options));
    return Program.run(
        directory, Map.of("OPENAEP_APP", PlatformProcess.app()), words.toArray(String[]::new));
  }

  @ParameterizedTest
  @CsvSource({
    "tcp,--outstanding 5",
    "mqtt,--qos 2",
    "lwm2m,--nat-rebind 20 --duplicate 20 --reorder 20 --outstanding 4",
    "lwm2m,--sleep PSM --awake 4",
    "lwm2m,--payload 65535",
    "lwm2ms,--nat-rebind 20 --delay 5 --duplicate 20 --reorder 20"
  })
  void everyAcknowledgedReportIsStoredOnce(String protocol, String more, PlatformProcess platform)
      throws Exception {
    List<String> options = new ArrayList<>(List.of("--protocol", protocol, "--devices", "10"));
    options.addAll(List.of("--rate", "200", "--duration", "1", "--json"));
    options.addAll(List.of(more.split(" ")));
    Program run = fleet(platform, options.toArray(String[]::new));
    assertThat(run.status()).as(run.err()).isZero();
    JsonNode result = JsonMapper.shared().readTree(run.out().strip().lines().toList().getLast());
    assertThat(result.path("connected").asInt()).isEqualTo(10);
    assertThat(result.path("acked").asInt()).isPositive();
    assertThat(result.path("stored").asInt()).isEqualTo(result.path("sent").asInt());
    assertThat(result.path("lost").asInt()).isZero();
    assertThat(result.path("duplicates").asInt()).isZero();
    assertThat(result.path("cpu_us").asDouble()).isPositive();
  }

  @Test
  void wrongUseIsOneSentenceAndStatusTwo(PlatformProcess platform) throws Exception {
    Program run = fleet(platform, "--protocol", "tcp", "--devices", "1", "--qos", "1");
    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains("--qos is for mqtt and mqtts").doesNotContain("\tat ");
  }
}
