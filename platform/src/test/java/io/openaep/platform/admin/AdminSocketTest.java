package io.openaep.platform.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdminSocketTest {
  @TempDir private Path path;

  private static void echo(
      String user, String method, String target, byte[] body, AdminCalls.Sink sink)
      throws IOException {
    String told = user + " " + method + " " + target + " ";
    OutputStream out = sink.begin(201, "text/plain");
    out.write(told.getBytes(StandardCharsets.UTF_8));
    out.write(body);
  }

  @Test
  void aCallArrivesAndIsAnswered() throws IOException {
    try (AdminSocket _ = AdminSocket.open(path, AdminSocketTest::echo)) {
      AdminClient.Answer answer =
          new AdminClient(path).call("POST", "/api/x?y=1", "水".getBytes(StandardCharsets.UTF_8));
      assertThat(answer.status()).isEqualTo(201);
      assertThat(answer.contentType()).isEqualTo("text/plain");
      assertThat(new String(answer.body().toArray(), StandardCharsets.UTF_8))
          .isEqualTo(System.getProperty("user.name") + " POST /api/x?y=1 水");
    }
    assertThat(path).isEmptyDirectory();
  }

  @Test
  void onlyTheOwnerMayOpenIt() throws IOException {
    try (AdminSocket _ = AdminSocket.open(path, AdminSocketTest::echo)) {
      assertThat(
              PosixFilePermissions.toString(
                  Files.getPosixFilePermissions(path.resolve("admin.sock"))))
          .isEqualTo("rw-------");
      assertThat(path).isDirectoryContaining("glob:**/admin.sock");
      try (var files = Files.list(path)) {
        assertThat(files.count()).isEqualTo(1);
      }
    }
  }

  @Test
  void theSocketOfADeadProcessIsReplaced() throws IOException {
    Files.writeString(path.resolve("admin.sock"), "left behind");
    try (AdminSocket _ = AdminSocket.open(path, AdminSocketTest::echo)) {
      assertThat(new AdminClient(path).call("GET", "/", new byte[0]).status()).isEqualTo(201);
    }
  }

  @Test
  void aPathThatTheKernelCannotTakeWorksToo() throws IOException {
    Path deep = Files.createDirectories(path.resolve("d".repeat(120)).resolve("e".repeat(120)));
    try (AdminSocket _ = AdminSocket.open(deep, AdminSocketTest::echo)) {
      assertThat(new AdminClient(deep).call("GET", "/", new byte[0]).status()).isEqualTo(201);
    }
  }

  @Test
  void withoutAPlatformTheClientSaysSo() throws IOException {
    AdminClient client = new AdminClient(path);
    assertThatThrownBy(() -> client.call("GET", "/", new byte[0]))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("No platform runs on " + path);
    AdminSocket.open(path, AdminSocketTest::echo).close();
    assertThatThrownBy(() -> client.call("GET", "/", new byte[0]))
        .hasMessageContaining("No platform runs on");
  }

  @Test
  void nonsenseHarmsNobody() throws IOException {
    try (AdminSocket _ = AdminSocket.open(path, AdminSocketTest::echo)) {
      for (String nonsense : new String[] {"", "GET / HTTP/1.1\r\n\r\n", "x".repeat(20_000)}) {
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
          channel.connect(UnixDomainSocketAddress.of(path.resolve("admin.sock")));
          channel.write(ByteBuffer.wrap(nonsense.getBytes(StandardCharsets.UTF_8)));
          channel.shutdownOutput();
          assertThat(readToEnd(channel)).isEmpty();
        }
      }
      assertThat(new AdminClient(path).call("GET", "/", new byte[0]).status()).isEqualTo(201);
    }
  }

  /// A reset is an end too: the other side closed with bytes unread.
  private static byte[] readToEnd(SocketChannel channel) {
    try {
      return Channels.newInputStream(channel).readAllBytes();
    } catch (IOException _) {
      return new byte[0];
    }
  }

  @Test
  void aPlatformThatDiesBeforeItAnswersIsNamed() throws IOException {
    AdminCalls dies =
        (_, _, _, _, _) -> {
          throw new EOFException("as if it were killed");
        };
    try (AdminSocket _ = AdminSocket.open(path, dies)) {
      assertThatThrownBy(() -> new AdminClient(path).call("GET", "/api/x", new byte[0]))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("ended before it answered");
    }
  }
}
