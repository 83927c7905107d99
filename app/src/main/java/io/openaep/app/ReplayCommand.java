package io.openaep.app;

import io.openaep.devices.cloud.Cloud;
import io.openaep.devices.cloud.CloudClient;
import io.openaep.devices.module.port.PortSpec;
import io.openaep.devices.replay.ModuleUnderTest;
import io.openaep.devices.replay.RemoteModule;
import io.openaep.devices.replay.Transcript;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `openaep replay`: plays AT transcripts and reports each line that differs.
@Command(
    name = "replay",
    description =
        "Play AT transcripts; starts a module and a platform of its own unless --module or --platform name some.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class ReplayCommand implements Callable<Integer> {
  private static final int USUAL_BAUD = 115_200;

  @Option(
      names = "--module",
      paramLabel = "PORT",
      description = "The module's AT port: tcp:HOST:N, pty:PATH or serial:DEVICE[@BAUD].")
  private @Nullable String module;

  @Option(
      names = "--control",
      paramLabel = "PORT",
      description = "The module's control channel: tcp:HOST:N.")
  private @Nullable String control;

  @Option(
      names = "--platform",
      paramLabel = "URL",
      description = "The platform's HTTP address, such as http://127.0.0.1:8080.")
  private @Nullable URI platform;

  @Option(
      names = "--app",
      paramLabel = "KEY:SECRET",
      description = "An application of that platform (or OPENAEP_APP).")
  private @Nullable String app;

  @Option(
      names = "--set",
      paramLabel = "NAME=VALUE",
      description = "Replaces a fixture of the transcripts.")
  private Map<String, String> set = Map.of();

  @Parameters(paramLabel = "FILE", arity = "1..*", description = "The transcripts.")
  private List<Path> files = List.of();

  @Override
  public Integer call() throws InterruptedException, IOException {
    List<Transcript> transcripts = Transcripts.files(files);
    if (platform != null) {
      return play(transcripts, platform, credentials());
    }
    if (module != null) {
      throw new WrongUse("a module of your own needs --platform: the platform that it reports to");
    }
    try (OwnPlatform own = OwnPlatform.start(false)) {
      return play(transcripts, own.url(), own.app());
    }
  }

  private int play(List<Transcript> transcripts, URI url, AppKey key)
      throws InterruptedException, IOException {
    try (CloudClient client =
        new CloudClient(url, key.key(), key.secret(), InstantSource.system())) {
      Scenes scenes = new Scenes(new Cloud(client), PlatformAddress.of(url.toString()), false);
      Scoreboard board = new Scoreboard();
      for (Transcript transcript : transcripts) {
        if (module == null) {
          board.add(scenes.playOnOwnModule(transcript, set));
        } else {
          try (ModuleUnderTest given = connect(module)) {
            board.add(scenes.play(transcript, given, set));
          }
        }
      }
      return board.finish();
    }
  }

  private AppKey credentials() {
    return AppKey.given(app)
        .orElseThrow(() -> new WrongUse("--platform needs --app KEY:SECRET, or OPENAEP_APP"));
  }

  private ModuleUnderTest connect(String port) throws IOException {
    Optional<InetSocketAddress> pins = Optional.ofNullable(control).map(ModuleCommand::tcp);
    RemoteModule remote =
        switch (ModuleCommand.spec(port)) {
          case PortSpec.Tcp(String host, int number) ->
              RemoteModule.tcp(new InetSocketAddress(host, number), pins);
          case PortSpec.Serial line -> RemoteModule.serial(line, pins);
          case PortSpec.Pty(Optional<Path> path) when path.isPresent() ->
              RemoteModule.serial(new PortSpec.Serial(path.get(), USUAL_BAUD), pins);
          case PortSpec.Pty _, PortSpec.Stdio _ ->
              throw new WrongUse(
                  "--module is tcp:HOST:N, pty:PATH or serial:DEVICE[@BAUD], not " + port);
        };
    if (pins.isPresent()) {
      remote.control("factory");
    }
    return remote;
  }
}
