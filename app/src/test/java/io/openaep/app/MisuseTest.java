package io.openaep.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/// Wrong words on the command line: status 2, the reason, and where to read on.
class MisuseTest {
  private int status;

  /// The lines on standard error.
  private List<String> run(String... words) {
    StringWriter err = new StringWriter();
    CommandLine program = Main.commandLine();
    program.setErr(new PrintWriter(err, true));
    status = program.execute(words);
    return err.toString().lines().toList();
  }

  private void refused(String reason, String help, String... words) {
    List<String> lines = run(words);
    assertThat(status).as(lines.toString()).isEqualTo(2);
    assertThat(lines).hasSizeLessThanOrEqualTo(3);
    assertThat(lines.getFirst()).startsWith("openaep: ").contains(reason);
    assertThat(lines.getLast()).isEqualTo("see " + help + " --help");
  }

  @Test
  void theReasonIsFollowedByTheHelpOfThatCommandAndNotByItsOptions() {
    refused("--htttp-port", "openaep serve", "serve", "--htttp-port", "1");
    refused("--devices", "openaep fleet", "fleet", "--protocol", "tcp");
    refused(
        "'many' is not an int", "openaep admin trace", "admin", "trace", "1", "--limit", "many");
    refused("NAME", "openaep admin app create", "admin", "app", "create");
  }

  @Test
  void aWordTooFewNamesTheWordsThatFit() {
    refused("serve|demo|module", "openaep");
    refused("openaep admin app list|create|renew|delete", "openaep admin app", "admin", "app");
  }

  @Test
  void aWordThatIsMistypedIsGuessed() {
    assertThat(run("serve", "--htttp-port", "1").get(1)).contains("--http-port");
    assertThat(run("admin", "devces").toString()).contains("devces", "devices");
    assertThat(status).isEqualTo(2);
  }

  @Test
  void aPortThatIsNoneIsWrongUseAndOneThatIsTakenAFailure() throws Exception {
    run("module", "--port", "tcp:seventy");
    assertThat(status).isEqualTo(2);
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      List<String> lines = run("module", "--port", "tcp:" + taken.getLocalPort());
      assertThat(lines).singleElement().asString().contains("choose another port");
      assertThat(status).isEqualTo(1);
    }
  }

  @Test
  void aPlatformThatIsNotThereIsAFailureAndAnAddressThatIsNoneWrongUse() throws Exception {
    int free;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      free = socket.getLocalPort();
    }
    assertThat(run("module", "--platform", "http://127.0.0.1:" + free))
        .singleElement()
        .asString()
        .startsWith("openaep: --platform: ")
        .contains("nothing listens at");
    assertThat(status).isEqualTo(1);
    assertThat(run("module", "--platform", "http://")).singleElement().asString().contains("://");
    assertThat(status).isEqualTo(2);
    assertThat(run("module", "--platform", "http:///x").getFirst()).contains("HOST, or a URL");
    assertThat(status).isEqualTo(2);
  }
}
