package io.openaep.app;

import io.openaep.devices.module.baseband.Destinations;
import io.openaep.devices.module.baseband.ModuleSettings;
import io.openaep.devices.module.baseband.Timing;
import io.openaep.devices.module.manual.Manual;
import io.openaep.devices.module.port.AtPort;
import io.openaep.devices.module.port.PortSpec;
import java.io.Console;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jline.terminal.TerminalBuilder;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.json.JsonMapper;

/// `openaep module`: one virtual EC800E.
@Command(
    name = "module",
    description = "Run one virtual EC800E until its port ends, SIGINT or SIGTERM.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class ModuleCommand implements Callable<Integer> {
  @Option(
      names = "--port",
      paramLabel = "PORT",
      defaultValue = "stdio",
      description =
          "The AT port: pty[:LINK], tcp:[HOST:]N, serial:DEVICE[@BAUD] or stdio (default).")
  private String port = "stdio";

  @Option(
      names = "--control",
      paramLabel = "PORT",
      description = "A control channel for pins, power, card and radio: tcp:[HOST:]N.")
  private @Nullable String control;

  @Option(names = "--imei", paramLabel = "N", description = "15 digits.")
  private @Nullable String imei;

  @Option(names = "--imsi", paramLabel = "N", description = "15 digits.")
  private @Nullable String imsi;

  @Option(names = "--iccid", paramLabel = "N", description = "20 digits.")
  private @Nullable String iccid;

  @Option(
      names = "--model",
      paramLabel = "NAME",
      description = "What AT+CGMM prints (default: EC800E).")
  private @Nullable String model;

  @Option(
      names = "--platform",
      paramLabel = "HOST|URL",
      description = "Where the guide's addresses lead.")
  private @Nullable String platform;

  @Option(names = "--fast", description = "Shorten the radio's own waiting times.")
  private boolean fast;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Of everything left to chance.")
  private long seed;

  @Option(
      names = "--rtt",
      paramLabel = "MS",
      defaultValue = "0",
      description = "Round trip that the network adds.")
  private long roundTripMillis;

  @Option(
      names = "--loss",
      paramLabel = "PERCENT",
      defaultValue = "0",
      description = "Datagrams lost, each way.")
  private double lossPercent;

  @Override
  public Integer call() throws IOException {
    ModuleSettings settings = settings();
    AtPort at = open(spec(port));
    try (RunningModule module = start(settings, at)) {
      Runtime.getRuntime().addShutdownHook(new Thread(module::close, "module-stop"));
      announce(module);
      at.ended().toCompletableFuture().join();
    }
    return 0;
  }

  private RunningModule start(ModuleSettings settings, AtPort at) throws IOException {
    try {
      return RunningModule.start(
          settings, at, Optional.ofNullable(control).map(ModuleCommand::tcp));
    } catch (BindException e) {
      throw taken("--control " + control, e);
    }
  }

  /// On a terminal a prompt with a line editor; else the bytes as they are.
  private AtPort open(PortSpec spec) throws IOException {
    boolean terminal =
        Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent();
    if (terminal && spec instanceof PortSpec.Stdio) {
      return new ModulePrompt(TerminalBuilder.builder().system(true).build(), Manual.load());
    }
    try {
      return spec.open();
    } catch (BindException e) {
      throw taken("--port " + port, e);
    }
  }

  /// Nothing is wrong with the words: another process has the port, or the address is not here.
  private static IOException taken(String option, BindException e) {
    return new IOException(option + ": " + e.getMessage() + "; choose another port", e);
  }

  /// On standard output, unless that is the AT port itself.
  private static void announce(RunningModule module) {
    Map<String, String> members = new LinkedHashMap<>();
    members.put("port", module.port().name());
    module.control().ifPresent(it -> members.put("control", "tcp:" + PortSpec.text(it)));
    String line = "ready " + JsonMapper.shared().writeValueAsString(members);
    if (module.port().name().equals("stdio")) {
      System.err.println(line);
    } else {
      System.out.println(line);
    }
  }

  private ModuleSettings settings() throws IOException {
    ModuleSettings guide = ModuleSettings.ec800e();
    ModuleSettings settings =
        guide
            .withIdentity(
                given(imei, guide.imei()), given(imsi, guide.imsi()), given(iccid, guide.iccid()))
            .withSeed(seed)
            .withTiming(fast ? Timing.fast() : Timing.normal())
            .withImpairment(Duration.ofMillis(roundTripMillis), lossPercent)
            .withDestinations(
                platform == null ? Destinations.direct() : PlatformAddress.of(platform));
    return model == null ? settings : settings.withModel(model, model + "CNLCR01A01M04");
  }

  private static String given(@Nullable String value, String otherwise) {
    return value == null ? otherwise : value;
  }

  static InetSocketAddress tcp(String text) {
    if (spec(text) instanceof PortSpec.Tcp it) {
      return new InetSocketAddress(it.host(), it.port());
    }
    throw new WrongUse("'" + text + "' is not a TCP port; write tcp:HOST:N");
  }

  static PortSpec spec(String text) {
    try {
      return PortSpec.parse(text);
    } catch (IllegalArgumentException e) {
      throw new WrongUse(String.valueOf(e.getMessage()));
    }
  }
}
