package io.openaep.devices.at;

import static org.assertj.core.api.Assertions.assertThat;

import io.openaep.devices.module.baseband.VirtualLoop;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/// An interpreter with a few commands of every kind and a test as its host, byte for byte.
final class AtWorld {
  final VirtualLoop loop = new VirtualLoop();
  final CommandTable table = new CommandTable();
  final Map<String, Integer> profile = new HashMap<>();
  final List<String> refusals = new ArrayList<>();
  final List<String> seen = new ArrayList<>();
  final CompletableFuture<AtReply> slow = new CompletableFuture<>();
  final AtInterpreter port;
  private final StringBuilder printed = new StringBuilder();

  /// What `AT+DATA` asks for.
  DataRequest request = DataRequest.fixed(4);

  AtWorld() {
    port =
        new AtInterpreter(
            loop,
            table,
            new AtSettings(profile),
            bytes -> printed.append(Octets.of(bytes)),
            (_, reason) -> refusals.add(reason));
    table.standard("+CSQ").test("(0-31,99),(0-7,99)").execute(() -> AtReply.ok("+CSQ: 28,99"));
    table
        .standard("+NUM")
        .read(() -> AtReply.ok("+NUM: 1"))
        .write(values -> {
          seen.add(Integer.toString(values.number(0, 0, 9)));
          return AtReply.ok();
        });
    table
        .vendor("+VNUM")
        .write(values -> {
          values.number(0, 0, 9);
          return AtReply.ok();
        });
    table
        .vendor("+ECHO")
        .write(values -> {
          seen.add(values.toString());
          return AtReply.ok();
        });
    table.vendor("+TWO").execute(() -> AtReply.ok("+TWO: 1", "+TWO: 2"));
    table.standard("+SIM").execute(() -> AtReply.error(CmeError.SIM_NOT_INSERTED));
    table.vendor("+SENT").execute(() -> AtReply.vendor("SEND OK"));
    table.vendor("+NOTSENT").execute(() -> AtReply.vendorFailure("SEND FAIL"));
    table.vendor("+SLOW").execute(() -> AtReply.later(slow));
    table.vendor("+DATA").execute(() -> AtReply.prompt(request, this::taken));
    table
        .vendor("+NEWS")
        .execute(() -> {
          port().send("+URC: 1");
          return AtReply.ok("+NEWS: 1");
        });
    table
        .vendor("+BREAK")
        .execute(() -> {
          throw new IllegalStateException("broken on purpose");
        });
  }

  private AtInterpreter port() {
    return port;
  }

  private AtReply taken(DataResult result) {
    return switch (result) {
      case DataResult.Data(byte[] bytes) -> {
        seen.add(Octets.of(bytes));
        yield AtReply.vendor("SEND OK");
      }
      case DataResult.Cancelled _ -> outcome("cancelled");
      case DataResult.TimedOut _ -> outcome("timed out");
      case DataResult.Unusable(String reason) -> outcome(reason);
    };
  }

  private AtReply outcome(String what) {
    seen.add(what);
    return AtReply.error();
  }

  void send(String octets) {
    port.receive(Octets.bytes(octets));
    loop.settle();
  }

  String printed() {
    String text = printed.toString();
    printed.setLength(0);
    return text;
  }

  /// Sends bytes that must be answered by exactly these.
  void expect(String octets, String answer) {
    printed();
    send(octets);
    assertThat(printed()).as(octets).isEqualTo(answer);
  }

  static AtWorld quiet() {
    var world = new AtWorld();
    world.send("ATE0\r");
    world.printed();
    return world;
  }
}
