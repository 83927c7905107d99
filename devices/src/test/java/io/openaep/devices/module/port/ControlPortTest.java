package io.openaep.devices.module.port;

import static io.openaep.devices.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.openaep.devices.module.VirtualModule;
import io.openaep.devices.module.baseband.ModuleSettings;
import io.openaep.devices.module.baseband.ThreadLoop;
import io.openaep.devices.module.baseband.Timing;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class ControlPortTest {
  private final ThreadLoop loop = new ThreadLoop("868543060974334", InstantSource.system());
  private final VirtualModule module =
      new VirtualModule(ModuleSettings.ec800e().withTiming(Timing.fast()), loop, _ -> {});
  private final ControlPort control;
  private final Socket client;
  private final BufferedReader in;

  ControlPortTest() throws IOException {
    control = new ControlPort(InetAddress.getLoopbackAddress(), 0, module);
    control.start();
    client = new Socket(control.address().getAddress(), control.address().getPort());
    in = new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.UTF_8));
  }

  @BeforeEach
  void start() throws IOException {
    assertThat(ask("factory")).isEqualTo("ok");
    registered();
  }

  @AfterEach
  void close() throws IOException {
    client.close();
    control.close();
    module.close();
    loop.close();
  }

  @Test
  void stateTellsWhatTheCommandsDid() throws IOException {
    assertThat(ask("state"))
        .isEqualTo(
            "ok power=on dtr=low sim=inserted radio=found registered=yes rrc=connected psm=no refused=0");
    assertThat(ask("dtr high")).isEqualTo("ok");
    assertThat(ask("DTR  HIGH")).isEqualTo("ok");
    assertThat(ask("sim remove")).isEqualTo("ok");
    assertThat(ask("radio lost")).isEqualTo("ok");
    assertThat(ask("state"))
        .isEqualTo(
            "ok power=on dtr=high sim=removed radio=lost registered=no rrc=idle psm=no refused=0");
    assertThat(ask("power off")).isEqualTo("ok");
    assertThat(ask("state")).startsWith("ok power=off dtr=high sim=removed");
    assertThat(ask("factory")).isEqualTo("ok");
    assertThat(ask("state")).startsWith("ok power=on dtr=low sim=inserted radio=found");
  }

  @Test
  void refusedCommandsAreCounted() throws IOException {
    module.received("AT+NOSUCH\rAT+CSQ=1\rAT\r".getBytes(StandardCharsets.US_ASCII));
    assertThat(ask("state")).endsWith("refused=2");
  }

  @Test
  void networkThatComesBackIsFound() throws IOException {
    ask("radio lost");
    assertThat(ask("state")).contains("registered=no");
    ask("radio found");
    registered();
  }

  @Test
  void unknownCommandsGetASentence() throws IOException {
    assertThat(ask("dtr sideways")).startsWith("error Unknown command; one of: dtr low|high");
    assertThat(ask("state")).startsWith("ok");
  }

  @Test
  void ringLineIsToldToThoseWhoWatch() throws IOException {
    assertThat(ask("ri watch")).isEqualTo("ok");
    // The answer and the pulses of the boot codes may come in either order.
    String line = ask("restart");
    while (!line.startsWith("ri")) {
      line = in.readLine();
      assertThat(line).isNotNull();
    }
    assertThat(line).isEqualTo("ri 120 1");
  }

  /// As `printf 'dtr high\\nstate\\n' | nc -N` does.
  @RepeatedTest(20)
  void whoHasSaidAllStillReadsTheAnswers() throws IOException {
    client.getOutputStream().write("dtr high\nstate\n".getBytes(StandardCharsets.US_ASCII));
    client.shutdownOutput();
    assertThat(in.lines().toList()).hasSize(2).allMatch(it -> it.startsWith("ok"));
  }

  @Test
  void endlessLineEndsTheConnection() throws IOException {
    client.getOutputStream().write(new byte[1000]);
    assertThat(in.readLine()).isNull();
  }

  private void registered() {
    await().until(() -> ask("state").contains("registered=yes"));
  }

  private String ask(String command) throws IOException {
    client.getOutputStream().write((command + "\n").getBytes(StandardCharsets.UTF_8));
    String answer = in.readLine();
    assertThat(answer).isNotNull();
    return answer;
  }
}
