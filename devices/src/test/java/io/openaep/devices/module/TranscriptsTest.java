package io.openaep.devices.module;

import static org.assertj.core.api.Assertions.assertThat;

import io.openaep.devices.module.baseband.ModuleSettings;
import io.openaep.devices.module.baseband.ThreadLoop;
import io.openaep.devices.module.baseband.Timing;
import io.openaep.devices.module.port.ControlPort;
import io.openaep.devices.module.port.TcpPort;
import io.openaep.devices.replay.Outcome;
import io.openaep.devices.replay.Player;
import io.openaep.devices.replay.RemoteModule;
import io.openaep.devices.replay.Stage;
import io.openaep.devices.replay.StepFailed;
import io.openaep.devices.replay.TranscriptParser;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The transcripts that need no platform, played through the real ports.
@Timeout(60)
class TranscriptsTest {
  private static final Path TRANSCRIPTS = Path.of("..", "examples", "transcripts");

  @ParameterizedTest
  @ValueSource(strings = {"boot-and-identify.at", "power-off.at"})
  void moduleAnswersAsTheGuide(String file) throws Exception {
    InetAddress here = InetAddress.getLoopbackAddress();
    try (var loop = new ThreadLoop("868543060974334", InstantSource.system());
        var port = new TcpPort(here, 0);
        var module =
            new VirtualModule(
                ModuleSettings.ec800e().withTiming(Timing.fast()), loop, port::write);
        var control = new ControlPort(here, 0, module)) {
      port.start(module);
      control.start();
      module.powerOn();
      try (var host = RemoteModule.tcp(port.address(), Optional.of(control.address()))) {
        var transcript = TranscriptParser.parse(file, Files.readString(TRANSCRIPTS.resolve(file)));
        assertThat(new Player(transcript, host, new NoPlatform(), Map.of()).play())
            .isInstanceOf(Outcome.Passed.class);
      }
    }
  }

  private static final class NoPlatform implements Stage {
    @Override
    public void perform(String step, StageBindings bindings) throws StepFailed {
      throw new StepFailed("there is no platform in this test: " + step);
    }

    @Override
    public void close() {}
  }
}
