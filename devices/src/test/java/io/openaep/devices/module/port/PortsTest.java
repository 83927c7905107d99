package io.openaep.devices.module.port;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.openaep.devices.module.VirtualModule;
import io.openaep.devices.module.baseband.ModuleSettings;
import io.openaep.devices.module.baseband.ThreadLoop;
import io.openaep.devices.module.baseband.Timing;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.RandomAccessFile;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A real module behind real ports.
@Timeout(20)
class PortsTest {
  private final ThreadLoop loop = new ThreadLoop("868543060974334", InstantSource.system());
  private Optional<VirtualModule> module = Optional.empty();

  @AfterEach
  void close() {
    module.ifPresent(VirtualModule::close);
    loop.close();
  }

  @Test
  void tcpPortServesOneHostAfterAnother() throws Exception {
    try (TcpPort port = new TcpPort(InetAddress.getLoopbackAddress(), 0)) {
      behind(port);
      for (int i = 0; i < 2; i++) {
        try (Socket host = new Socket(port.address().getAddress(), port.address().getPort())) {
          converse(host.getInputStream(), host.getOutputStream());
        }
      }
    }
  }

  @Test
  void lineThatAHostBeganIsForgottenWhenItLeaves() throws Exception {
    try (TcpPort port = new TcpPort(InetAddress.getLoopbackAddress(), 0)) {
      behind(port);
      try (Socket host = new Socket(port.address().getAddress(), port.address().getPort())) {
        write(host.getOutputStream(), "ATE0\r");
        readUntil(host.getInputStream(), "OK\r\n");
        write(host.getOutputStream(), "AT+CS");
      }
      try (Socket host = new Socket(port.address().getAddress(), port.address().getPort())) {
        write(host.getOutputStream(), "AT\r");
        assertThat(readUntil(host.getInputStream(), "\r\n", "OK\r\n")).endsWith("\r\nOK\r\n");
      }
    }
  }

  @Test
  void pseudoTerminalIsOpenedLikeASerialDevice(@TempDir Path dir) throws Exception {
    Path link = dir.resolve("ttyAT");
    AtPort port = new PortSpec.Pty(Optional.of(link)).open();
    behind(port);
    assertThat(port.name()).isEqualTo("pty:" + link);
    try (var host = new RandomAccessFile(link.toFile(), "rw")) {
      converse(new FileInputStream(host.getFD()), new FileOutputStream(host.getFD()));
    }
    port.close();
    port.ended().toCompletableFuture().get(60, TimeUnit.SECONDS);
    assertThat(Files.exists(link, java.nio.file.LinkOption.NOFOLLOW_LINKS)).isFalse();
  }

  @Test
  void pseudoTerminalCarriesEveryByteUnchanged() throws Exception {
    try (Terminal terminal = Terminal.pseudo();
        var host = new RandomAccessFile(terminal.path(), "rw")) {
      byte[] all = new byte[256];
      for (int i = 0; i < all.length; i++) {
        all[i] = (byte) i;
      }
      host.write(all);
      byte[] read = new byte[0];
      while (read.length < all.length) {
        byte[] more = terminal.read(5000);
        assertThat(more).as("before all bytes came").isNotEmpty();
        read = join(read, more);
      }
      assertThat(read).isEqualTo(all);
      assertThat(terminal.write(all, 0, 5000)).isEqualTo(all.length);
      byte[] back = new byte[all.length];
      host.readFully(back);
      assertThat(back).isEqualTo(all);
    }
  }

  @Test
  void terminalThatNobodyReadsTakesNoMoreThanItsBuffer() throws Exception {
    try (Terminal terminal = Terminal.pseudo()) {
      int taken = 0;
      int last = 1;
      while (last > 0) {
        last = terminal.write(new byte[256], 0, 0);
        taken += last;
      }
      assertThat(taken).isBetween(256, 1 << 20);
    }
  }

  /// The two ends of a pseudo-terminal stand for the two ends of a cable.
  @Test
  void serialLineCarriesTheDialogueAndEndsWhenItIsPulledOut() throws Exception {
    AtPort port;
    try (Terminal cable = Terminal.pseudo()) {
      port = PortSpec.parse("serial:" + cable.path() + "@9600").open();
      behind(port);
      assertThat(port.name()).isEqualTo("serial:" + cable.path() + "@9600");
      cable.write("AT+CGSN\r".getBytes(ISO_8859_1), 0, 5000);
      var printed = new StringBuilder();
      while (printed.indexOf("868543060974334") < 0) {
        byte[] more = cable.read(5000);
        assertThat(more).as("after " + printed).isNotEmpty();
        printed.append(new String(more, ISO_8859_1));
      }
    }
    port.ended().toCompletableFuture().get(60, TimeUnit.SECONDS);
    port.close();
  }

  @Test
  void hostReachesAModuleOverASerialLine() throws Exception {
    AtPort port = new PortSpec.Pty(Optional.empty()).open();
    behind(port);
    Path device = Path.of(port.name().substring("pty:".length()));
    try (SerialStreams host = SerialStreams.open(new PortSpec.Serial(device, 115_200))) {
      converse(host.in(), host.out());
    }
    port.close();
  }

  @Test
  void deviceThatIsNoSerialPortIsRefusedByName(@TempDir Path dir) throws Exception {
    Path file = Files.writeString(dir.resolve("file"), "data");
    assertThatThrownBy(() -> new PortSpec.Serial(file, 9600).open())
        .hasMessageContaining(file + " cannot be a serial port at 9600 bit/s");
    assertThatThrownBy(() -> new PortSpec.Serial(dir.resolve("none"), 9600).open())
        .hasMessageContaining("cannot open the serial device " + dir.resolve("none"));
  }

  @Test
  void linkThatIsAFileIsLeftAlone(@TempDir Path dir) throws Exception {
    Path file = Files.writeString(dir.resolve("precious"), "data");
    assertThatThrownBy(() -> new PortSpec.Pty(Optional.of(file)).open())
        .isInstanceOf(IOException.class)
        .hasMessageContaining("choose another name");
    assertThat(file).hasContent("data");
  }

  @Test
  void standardStreamsCarryTheDialogueAndEndWithTheInput() throws Exception {
    var toModule = new PipedOutputStream();
    var fromModule = new PipedInputStream();
    var port = new StdioPort(new PipedInputStream(toModule), new PipedOutputStream(fromModule));
    behind(port);
    converse(fromModule, toModule);
    toModule.close();
    port.ended().toCompletableFuture().get(60, TimeUnit.SECONDS);
  }

  @Test
  void everythingInAPipeIsHeardAndAnsweredBeforeThePortEnds() throws Exception {
    var pipe = new ByteArrayInputStream("AT+CGSN\rAT+CSQ\rAT+QISENDEX".getBytes(ISO_8859_1));
    var answers = new ByteArrayOutputStream();
    var port = new StdioPort(pipe, answers);
    behind(port);
    port.ended().toCompletableFuture().get(60, TimeUnit.SECONDS);
    assertThat(answers.toString(ISO_8859_1))
        .containsSubsequence("RDY", "868543060974334\r\n\r\nOK\r\n", "+CSQ: 99,99", "OK\r\n");
  }

  private void behind(AtPort port) {
    var fresh =
        new VirtualModule(ModuleSettings.ec800e().withTiming(Timing.fast()), loop, port::write);
    module = Optional.of(fresh);
    port.start(fresh);
    fresh.powerOn();
  }

  private static void converse(InputStream in, OutputStream out) throws IOException {
    write(out, "ATE0\r\n");
    readUntil(in, "OK\r\n");
    write(out, "AT+CGSN\r\n");
    assertThat(readUntil(in, "868543060974334\r\n", "OK\r\n"))
        .endsWith("\r\n868543060974334\r\n\r\nOK\r\n");
  }

  private static void write(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(ISO_8859_1));
    out.flush();
  }

  /// Reads until these texts have come, in this order.
  private static String readUntil(InputStream in, String... texts) throws IOException {
    var read = new StringBuilder();
    for (String text : texts) {
      int from = read.length();
      while (read.indexOf(text, from) < 0) {
        int octet = in.read();
        assertThat(octet).as("the port ended after " + read).isNotNegative();
        read.append((char) octet);
      }
    }
    return read.toString();
  }

  private static byte[] join(byte[] one, byte[] two) {
    byte[] both = java.util.Arrays.copyOf(one, one.length + two.length);
    System.arraycopy(two, 0, both, one.length, two.length);
    return both;
  }

  @Test
  void portsAreNamedAsOnTheCommandLine() {
    assertThat(PortSpec.parse("stdio")).isEqualTo(new PortSpec.Stdio());
    assertThat(PortSpec.parse("pty")).isEqualTo(new PortSpec.Pty(Optional.empty()));
    assertThat(PortSpec.parse("pty:/tmp/x"))
        .isEqualTo(new PortSpec.Pty(Optional.of(Path.of("/tmp/x"))));
    assertThat(PortSpec.parse("tcp:5000")).isEqualTo(new PortSpec.Tcp("127.0.0.1", 5000));
    assertThat(PortSpec.parse("serial:/dev/ttyUSB0"))
        .isEqualTo(new PortSpec.Serial(Path.of("/dev/ttyUSB0"), 115_200));
    assertThat(PortSpec.parse("serial:/dev/ttyUSB0@9600"))
        .isEqualTo(new PortSpec.Serial(Path.of("/dev/ttyUSB0"), 9600));
    assertThat(PortSpec.parse("tcp:box:5000")).isEqualTo(new PortSpec.Tcp("box", 5000));
    assertThat(PortSpec.parse("tcp:[::1]:0")).isEqualTo(new PortSpec.Tcp("::1", 0));
    for (String wrong :
        new String[] {"", "tcp", "tcp:", "tcp:x", "tcp:1:99999", "serial:", "serial:@9600"}) {
      assertThatThrownBy(() -> PortSpec.parse(wrong))
          .as(wrong)
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void slowReaderGetsEverythingWithinTheLimit() throws Exception {
    var pump = new OutputPump(10);
    pump.offer(new byte[6]);
    pump.offer(new byte[6]); // over the limit: lost
    pump.offer(new byte[4]);
    pump.close();
    var taken = new java.util.ArrayList<Integer>();
    pump.run(bytes -> taken.add(bytes.length));
    assertThat(taken).containsExactly(6, 4);
  }
}
