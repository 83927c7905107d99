package io.openaep.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.EOFException;
import java.io.IOException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;

/// Plays the steps of one clause, as the head of `mqtt-3.1.1.clauses` explains them.
final class MqttScript implements AutoCloseable {
  private final PlatformProcess platform;
  private final Api.Device device;
  private final MqttHex hex;
  private final Map<Character, RawStream> connections = new HashMap<>();
  private final Map<String, String> commands = new HashMap<>();

  MqttScript(PlatformProcess platform, Api.Device device, MqttHex hex) {
    this.platform = platform;
    this.device = device;
    this.hex = hex;
  }

  void play(String step) throws IOException {
    String[] words = step.split(" ", 2);
    String rest = words.length > 1 ? words[1] : "";
    switch (words[0]) {
      case "stored" ->
          Eventually.holds(() ->
              assertThat(platform.api().reports(device)).hasSize(Integer.parseInt(rest.strip())));
      case "command" -> command(rest.strip());
      case "status" -> {
        String[] said = rest.split(" ", 2);
        Eventually.holds(
            () -> assertThat(platform.api().status(device, commandId(said[0]))).isEqualTo(said[1]));
      }
      default -> onConnection(words[0].charAt(0), words[0].substring(1), hex.expand(rest), step);
    }
  }

  private void command(String number) throws IOException {
    String content = "{\"payload\":{\"c\":" + number + "}}";
    commands.put(number, platform.api().command(device, content, 7200));
  }

  private void onConnection(char name, String what, String bytes, String step) throws IOException {
    switch (what) {
      case ">" -> {
        if (!connections.containsKey(name)) {
          connections.put(name, RawStream.open("127.0.0.1", platform.port("mqtt")));
        }
        connection(name).send(HexFormat.of().parseHex(bytes));
      }
      case "<" -> {
        try {
          String came = text(connection(name).read(bytes.length() / 2));
          assertThat(came).as(step).matches(bytes);
        } catch (EOFException closed) {
          throw new AssertionError("closed instead of: " + step, closed);
        }
      }
      case "x" -> {
        String came = text(connection(name).untilClosed());
        assertThat(came).as(step).matches(bytes.replace("*", ".*"));
      }
      case "." -> {
        RawStream open = connection(name);
        open.send(new byte[] {(byte) 0xc0, 0});
        assertThat(text(open.read(2))).as(step).isEqualTo("d000");
      }
      case "-" -> {
        connection(name).close();
        Eventually.holds(() -> assertThat(platform.api().online(device)).isFalse());
      }
      default -> throw new IllegalArgumentException("no step: " + step);
    }
  }

  private RawStream connection(char name) {
    return Optional.ofNullable(connections.get(name)).orElseThrow();
  }

  private String commandId(String number) {
    return Optional.ofNullable(commands.get(number)).orElseThrow();
  }

  private static String text(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  @Override
  public void close() throws IOException {
    for (RawStream connection : connections.values()) {
      connection.close();
    }
  }
}
