package io.openaep.platform.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerCertificateTest {
  private static final Instant NOW = Instant.parse("2026-11-22T08:00:00Z");

  @TempDir Path directory;

  @Test
  void certificateIsMadeOnceForTheOwnerAloneAndReplacedWhenItRanOut() throws Exception {
    ServerCertificate made = ServerCertificate.ofDirectory(directory, InstantSource.fixed(NOW));
    assertThat(Files.getPosixFilePermissions(directory.resolve("tls.pem")))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    assertThat(made.chain().getFirst().getSubjectAlternativeNames())
        .contains(List.of(2, "localhost"), List.of(7, "127.0.0.1"));
    assertThat(made.toString()).isEqualTo("ServerCertificate[CN=OpenAEP]");
    ServerCertificate again = ServerCertificate.ofDirectory(directory, InstantSource.fixed(NOW));
    assertThat(again.fingerprint()).isEqualTo(made.fingerprint()).matches("([0-9A-F]{2}:){31}..");
    assertThat(again.key()).isEqualTo(made.key());
    ServerCertificate renewed =
        ServerCertificate.ofDirectory(
            directory, InstantSource.fixed(NOW.plus(Duration.ofDays(3651))));
    assertThat(renewed.fingerprint()).isNotEqualTo(made.fingerprint());
  }

  @Test
  void opensslsCertificateAndKeyAreTaken() throws Exception {
    Path certificate = directory.resolve("cert.pem");
    Path key = directory.resolve("key.pem");
    makeByOpenssl(certificate, key);
    ServerCertificate loaded = ServerCertificate.load(certificate, key);
    assertThat(loaded.toString()).isEqualTo("ServerCertificate[CN=elsewhere]");
    assertThat(loaded.sslContext().getProtocol()).isEqualTo("TLS");
    String shown = openssl("x509 -noout -fingerprint -sha256 -in " + certificate);
    assertThat(shown).contains(loaded.fingerprint());
  }

  @Test
  void whatIsNoCertificateIsRefusedWithASentence() throws Exception {
    Path nonsense = Files.writeString(directory.resolve("nonsense.pem"), "nonsense");
    assertThatThrownBy(() -> ServerCertificate.load(nonsense, nonsense))
        .isInstanceOf(UnusableCertificate.class)
        .hasMessageContaining("holds no certificate in PEM");
    Path none = directory.resolve("none.pem");
    assertThatThrownBy(() -> ServerCertificate.load(none, none))
        .hasMessage("There is no file " + none + ".");
    Path alone = directory.resolve("alone.pem");
    makeByOpenssl(alone, directory.resolve("key.pem"));
    assertThatThrownBy(() -> ServerCertificate.load(alone, alone))
        .hasMessageContaining("no unencrypted private key");
  }

  private static void makeByOpenssl(Path certificate, Path key) throws Exception {
    openssl(
        "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj /CN=elsewhere -keyout %s -out %s"
            .formatted(key, certificate));
  }

  private static String openssl(String arguments) throws Exception {
    List<String> command = List.of(("openssl " + arguments).split(" ", -1));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output;
  }
}
