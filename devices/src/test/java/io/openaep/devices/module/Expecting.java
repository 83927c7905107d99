package io.openaep.devices.module;

import static io.openaep.devices.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// The host of a module whose other end is a real socket: lines may take a moment to come.
public final class Expecting {
  private final ModuleWorld world;

  public Expecting(ModuleWorld world) {
    this.world = world;
  }

  /// Exactly these lines come now, in this order.
  public void lines(String... expected) {
    assertThat(lines(expected.length)).containsExactly(expected);
  }

  /// Waits, in real time, until so many lines came, and gives them.
  public List<String> lines(int count) {
    List<String> seen = new ArrayList<>();
    await()
        .untilAsserted(() -> {
          world.loop.settle();
          seen.addAll(world.lines());
          assertThat(seen).hasSizeGreaterThanOrEqualTo(count);
        });
    return seen;
  }

  /// Sends a line; exactly these lines come.
  public void after(String line, String... expected) {
    world.sendRaw(line + "\r\n");
    lines(expected);
  }

  /// Sends a line of setup that is answered OK alone.
  public void ok(String... setup) {
    for (String line : setup) {
      after(line, "OK");
    }
  }

  /// Nothing comes, however the loop turns.
  public void nothing() {
    world.loop.settle();
    assertThat(world.lines()).isEmpty();
  }

  /// Lets the module's time pass.
  public void pass(Duration time) {
    world.pass(time);
  }
}
