package io.openaep.devices.module;

import static org.assertj.core.api.Assertions.assertThat;

import io.openaep.devices.at.CommandGroup;
import io.openaep.devices.at.Octets;
import io.openaep.devices.module.baseband.Baseband;
import io.openaep.devices.module.baseband.ModuleSettings;
import io.openaep.devices.module.baseband.VirtualLoop;
import io.openaep.devices.module.command.CommandGroups;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/// A module on a virtual clock with a test as its host. Lines are compared without their framing,
/// which has tests of its own.
public final class ModuleWorld {
  public final VirtualLoop loop = new VirtualLoop();
  public final VirtualModule module;
  private final List<Baseband> basebands = new ArrayList<>();
  private final StringBuilder printed = new StringBuilder();

  public ModuleWorld(ModuleSettings settings) {
    this(settings, CommandGroups::of);
  }

  public ModuleWorld(ModuleSettings settings, Function<Baseband, List<CommandGroup>> groups) {
    module =
        new VirtualModule(
            settings,
            loop,
            bytes -> printed.append(Octets.of(bytes)),
            parts -> {
              basebands.add(parts);
              return groups.apply(parts);
            });
  }

  /// The parts of the present run.
  public Baseband baseband() {
    return basebands.getLast();
  }

  /// A module of the guide, booted, registered, with echo off and nothing left to read.
  public static ModuleWorld registered() {
    var world = new ModuleWorld(ModuleSettings.ec800e());
    world.module.powerOn();
    world.pass(Duration.ofSeconds(2));
    world.send("ATE0");
    world.forget();
    return world;
  }

  public void sendRaw(String octets) {
    module.received(Octets.bytes(octets));
    loop.settle();
  }

  /// Sends a line and gives what the module printed because of it, empty lines left out.
  public List<String> send(String line) {
    forget();
    sendRaw(line + "\r\n");
    return lines();
  }

  /// Sends a line that must be answered with exactly these lines.
  public void expect(String line, String... answer) {
    assertThat(send(line)).as(line).containsExactly(answer);
  }

  public void pass(Duration time) {
    loop.advance(time);
  }

  /// What was printed since the last look, without framing.
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    for (String line : raw().split("\r\n", -1)) {
      if (!line.isEmpty()) {
        lines.add(line);
      }
    }
    return lines;
  }

  /// What was printed since the last look, byte for byte.
  public String raw() {
    String text = printed.toString();
    printed.setLength(0);
    return text;
  }

  public void forget() {
    loop.settle();
    printed.setLength(0);
  }
}
