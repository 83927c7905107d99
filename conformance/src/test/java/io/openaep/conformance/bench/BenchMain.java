package io.openaep.conformance.bench;

import io.openaep.conformance.PlatformProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Runs the fleet against a platform in its own process and against what it is compared with,
/// prints one row a path, and writes the page of the reference. The properties `openaep.prefix` and
/// `openaep.fleet-prefix` pin the servers and the fleet to a core each.
///
/// Arguments: the parts to run, of `connect`, `paths`, `peers`, `commands`, `push` and `memory`;
/// without any it is all of them, and only then the page is written.
public final class BenchMain {
  private static final Set<String> ALL =
      Set.of("connect", "paths", "peers", "commands", "push", "memory");

  private final Set<String> parts;
  private final BenchPage page = new BenchPage();

  private BenchMain(Set<String> parts) {
    this.parts = parts;
  }

  public static void main(String[] arguments) throws IOException, InterruptedException {
    Set<String> parts = arguments.length == 0 ? ALL : Set.of(arguments);
    if (!ALL.containsAll(parts)) {
      throw new IllegalArgumentException("parts are " + ALL);
    }
    Path directory = Files.createTempDirectory("openaep-bench");
    BenchMain bench = new BenchMain(parts);
    bench.run(directory);
    if (parts.equals(ALL)) {
      Path page = PlatformProcess.root().resolve("docs/reference/benchmarks.md");
      Files.writeString(page, bench.page.text());
      System.out.println("written to " + page);
    }
  }

  private void run(Path directory) throws IOException, InterruptedException {
    try (PlatformProcess platform =
        PlatformProcess.start(
            directory.resolve("data"),
            "--mqtts-port",
            "0",
            "--config",
            PushBench.configuration(directory).toString())) {
      List<BenchRow> others = new ArrayList<>();
      ConnectBench connects = new ConnectBench(platform);
      if (parts.contains("connect")) {
        others.addAll(connects.cold());
      }
      if (parts.contains("paths")) {
        page.paths(new UplinkBench(platform).run());
      }
      if (parts.contains("connect")) {
        others.addAll(connects.warm());
      }
      if (parts.contains("commands")) {
        others.add(CommandBench.run(platform));
      }
      if (parts.contains("push")) {
        PushBench push = new PushBench(platform);
        others.add(shown(push.one()));
        others.add(shown(push.hundred()));
      }
      page.others(others);
    }
    if (parts.contains("peers")) {
      page.peers(PeerBench.run(directory));
    }
    if (parts.contains("memory")) {
      page.memory(MemoryBench.run(directory));
    }
  }

  private static BenchRow shown(BenchRow row) {
    System.out.println(row.line());
    return row;
  }
}
