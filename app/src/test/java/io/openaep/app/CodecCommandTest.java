package io.openaep.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What `openaep codec` writes, and that it says what is wrong and where.
class CodecCommandTest {
  private static final String MODEL =
      """
      {"properties":[{"propertyFlag":"volt","dataType":"uint16"}],
       "services":[{"serviceFlag":"data","serviceType":1,"properties":[{"propertyFlag":"volt"}]}]}
      """;

  @TempDir Path directory;

  private record Ran(int status, String err) {}

  private static Ran codec(Object... words) {
    StringWriter err = new StringWriter();
    String[] arguments = new String[words.length + 1];
    arguments[0] = "codec";
    for (int i = 0; i < words.length; i++) {
      arguments[i + 1] = words[i].toString();
    }
    int status = Main.commandLine().setErr(new PrintWriter(err, true)).execute(arguments);
    return new Ran(status, err.toString().strip());
  }

  private Path file(String text) throws Exception {
    return Files.writeString(directory.resolve("model.json"), text);
  }

  private void refuses(Ran ran, String sentence) {
    assertThat(ran.err()).isEqualTo("openaep: " + sentence);
    assertThat(ran.status()).isEqualTo(2);
    assertThat(directory.resolve("out")).doesNotExist();
  }

  @Test
  void bothFilesAreWrittenWhereTheyAreWanted() throws Exception {
    Path out = directory.resolve("new/place");
    assertThat(codec(file(MODEL), "--name", "meter", "--out", out).err()).isEmpty();
    assertThat(out.resolve("meter.h")).content().contains("meter_data_encode");
    assertThat(out.resolve("meter.c")).content().contains("meter_data_decode");
  }

  @Test
  void modelWithoutServiceIsRefused() throws Exception {
    Path out = directory.resolve("out");
    Path file = file("{}");
    refuses(
        codec(file, "--out", out),
        file + ": the model has no service, so there is nothing to encode or decode");
    Files.writeString(file, "{\"properties\":[{\"propertyFlag\":\"a\",\"dataType\":\"int8\"}]}");
    refuses(
        codec(file, "--out", out),
        file + ": the model has no service, so there is nothing to encode or decode");
  }

  @Test
  void whatIsNoModelIsRefusedWithTheNameOfTheFile() throws Exception {
    Path file = file(MODEL.replace("uint16", "uint17"));
    Ran ran = codec(file, "--out", directory.resolve("out"));
    assertThat(ran.status()).isEqualTo(2);
    assertThat(ran.err()).startsWith("openaep: " + file + ": ").contains("dataType");
    Files.writeString(file, "[]");
    assertThat(codec(file).err()).startsWith("openaep: " + file + ": ");
    Files.write(file, new byte[] {(byte) 0xff, (byte) 0xfe});
    refuses(codec(file), file + " is not UTF-8");
  }

  @Test
  void fileThatCannotBeReadIsNamed() {
    Path missing = directory.resolve("missing.json");
    refuses(
        codec(missing), missing + " cannot be read: " + missing + ": no such file or directory");
    refuses(codec(directory), directory + " cannot be read: Is a directory");
  }

  @Test
  void wordsThatDoNotGoTogetherAreRefused() throws Exception {
    refuses(
        codec(file(MODEL), "--product", "1"),
        "--product and --token go with --platform, not with a FILE");
    refuses(codec(), "name a FILE, or a platform with --platform and --product");
    refuses(
        codec(file(MODEL), "--platform", "http://127.0.0.1:1"),
        "name a FILE, or a platform with --platform and --product");
    refuses(codec("--platform", "http://127.0.0.1:1"), "--platform needs --product");
    refuses(
        codec("--platform", "127.0.0.1:1", "--product", "1", "--token", "t"),
        "--platform must be a URL such as http://127.0.0.1:8080, and the token one line of letters"
            + " and digits");
  }

  @Test
  void platformThatIsNotThereIsNamed() {
    Ran ran = codec("--platform", "http://127.0.0.1:1/", "--product", "7", "--token", "t");
    assertThat(ran.err())
        .isEqualTo(
            "openaep: http://127.0.0.1:1/api/products/7/model cannot be read: nothing answers there");
    assertThat(ran.status()).isEqualTo(1);
  }
}
