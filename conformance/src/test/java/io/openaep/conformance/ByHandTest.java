package io.openaep.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Runs the blocks of `docs/start/by-hand.md` as they stand there, with the foreign programs that
/// it names, and reads what they print.
class ByHandTest {
  @Test
  void theBlocksOfThePageWork(@TempDir Path directory) throws Exception {
    try (PlatformProcess platform =
        PlatformProcess.start(directory.resolve("data"), "--mqtts-port", "0")) {
      List<String> parts = PageBlocks.run("docs/start/by-hand.md", directory, platform);
      assertThat(parts).hasSize(11);
      assertThat(parts.get(1)).matches("product \\d{8} device \\d+meter1\\n");
      assertThat(parts.get(3).strip()).isEqualTo("{\"temp\":22.5,\"humi\":78}");
      assertThat(parts.get(4).lines()).containsExactly("{\"valve\":1}", "指令已送达");
      assertThat(parts.get(5).strip()).isEqualTo("stored");
      assertThat(parts.get(6).strip()).isEqualTo("05000006");
      assertThat(parts.get(7).strip()).isEqualTo("hello world");
      assertThat(parts.get(9).strip()).isEqualTo("helloworld");
      assertThat(parts.get(10).strip()).isEqualTo("helloworld");
    }
  }
}
