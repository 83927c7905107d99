package io.openaep.wire.codegen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.openaep.wire.Bytes;
import io.openaep.wire.DecodeException;
import io.openaep.wire.model.InvalidModel;
import io.openaep.wire.model.Service;
import io.openaep.wire.model.ThingModel;
import io.openaep.wire.payload.CompactBinary;
import io.openaep.wire.payload.ModelJson;
import io.openaep.wire.payload.RandomModels;
import io.openaep.wire.payload.ServiceMessage;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import org.junit.jupiter.api.Test;

/// The generated C, which also must say when the buffer is a byte too small, compiled by gcc with
/// every warning an error and both sanitizers, against the Java codec: what Java writes C reads,
/// what C writes is byte for byte what Java writes, and damaged bytes are refused by both alike.
class CCodecTest {
  private static final String EVERY_TYPE =
      """
      {"properties":[
        {"propertyFlag":"i8","dataType":"int8"},{"propertyFlag":"u8","dataType":"uint8"},
        {"propertyFlag":"i16","dataType":"int16"},{"propertyFlag":"u16","dataType":"uint16"},
        {"propertyFlag":"i32","dataType":"int32"},{"propertyFlag":"u32","dataType":"uint32"},
        {"propertyFlag":"f","dataType":"float"},{"propertyFlag":"d","dataType":"double"},
        {"propertyFlag":"e","dataType":"enum"},{"propertyFlag":"int","dataType":"bool"},
        {"propertyFlag":"t","dataType":"date"},{"propertyFlag":"fix","dataType":"fix-string","len":9},
        {"propertyFlag":"s","dataType":"string"}],
       "services":[
        {"serviceFlag":"all","serviceType":1,"properties":[
          {"propertyFlag":"i8"},{"propertyFlag":"u8"},{"propertyFlag":"i16"},{"propertyFlag":"u16"},
          {"propertyFlag":"i32"},{"propertyFlag":"u32"},{"propertyFlag":"f"},{"propertyFlag":"d"},
          {"propertyFlag":"e"},{"propertyFlag":"int"},{"propertyFlag":"t"},{"propertyFlag":"fix"},
          {"propertyFlag":"s"}]},
        {"serviceFlag":"alarm","serviceType":2,"eventType":2,"properties":[{"propertyFlag":"e"}]},
        {"serviceFlag":"set","serviceType":6,"properties":[{"propertyFlag":"s"},{"propertyFlag":"i16"}]},
        {"serviceFlag":"done","serviceType":7},
        {"serviceFlag":"empty","serviceType":1}]}
      """;

  private final Path directory = temporary();

  private static Path temporary() {
    try {
      return Files.createTempDirectory(Path.of("target"), "codec");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Example
  void everyTypeGoesBothWaysAndDamageIsRefusedAlike() throws Exception {
    ThingModel model = ModelJson.read(EVERY_TYPE);
    List<Bytes> messages = new ArrayList<>();
    for (Service service : model.services()) {
      samples(RandomModels.messages(service), 150)
          .forEach(message -> messages.add(CompactBinary.encode(message)));
    }
    Random random = new Random(7);
    for (Bytes good : List.copyOf(messages)) {
      byte[] bad = good.toArray();
      bad[random.nextInt(bad.length)] ^= (byte) (1 << random.nextInt(8));
      messages.add(Bytes.wrap(bad));
      messages.add(Bytes.wrap(java.util.Arrays.copyOf(bad, random.nextInt(bad.length + 1))));
    }
    compare(model, messages, "every");
  }

  /// Two models each time; more with `-Dopenaep.codec-models=100`, and others with another seed.
  @Example
  void anyModelCompilesAndAgrees() throws Exception {
    int count = Integer.getInteger("openaep.codec-models", 2);
    long seed = Long.getLong("openaep.codec-seed", 11);
    List<ThingModel> models =
        RandomModels.models().list().ofSize(count).generator(100).next(new Random(seed)).value();
    for (int i = 0; i < models.size(); i++) {
      ThingModel model = models.get(i);
      List<Bytes> messages =
          samples(RandomModels.messages(model), 100).stream().map(CompactBinary::encode).toList();
      compare(model, messages, "any" + i);
    }
  }

  @Test
  void theSameModelGivesTheSameText() {
    CCodec one = new CCodec("meter", ModelJson.read(EVERY_TYPE));
    CCodec two = new CCodec("meter", ModelJson.read(EVERY_TYPE));
    assertThat(one.source()).isEqualTo(two.source());
    assertThat(one.header())
        .isEqualTo(two.header())
        .contains("#define METER_ID_ALL 1u")
        .contains("float v_f;")
        .contains("uint8_t v_int /* 0 or 1 */;");
  }

  @Test
  void aNameThatIsNoneInCIsRefused() {
    assertThatThrownBy(() -> new CCodec("7up", ThingModel.EMPTY)).isInstanceOf(InvalidModel.class);
    assertThatThrownBy(() ->
            new CCodec(
                "x",
                ModelJson.read(
                    "{\"services\":[{\"serviceFlag\":\"a\",\"serviceType\":1},"
                        + "{\"serviceFlag\":\"A\",\"serviceType\":1}]}")))
        .hasMessageContaining("in case alone");
  }

  @Test
  void aServiceThatNeedsATakenNameIsRefused() {
    for (String flags : new String[] {"text", "peek", "rep,rep_encode", "rep_decode,rep"}) {
      StringBuilder services = new StringBuilder();
      for (String flag : flags.split(",", -1)) {
        services.append("{\"serviceType\":1,\"serviceFlag\":\"").append(flag).append("\"},");
      }
      services.setLength(services.length() - 1);
      ThingModel model = ModelJson.read("{\"services\":[" + services + "]}");
      assertThatThrownBy(() -> new CCodec("meter", model))
          .isInstanceOf(InvalidModel.class)
          .hasMessageContaining("in C, which is taken");
    }
  }

  private static <T> List<T> samples(Arbitrary<T> arbitrary, int count) {
    return arbitrary.list().ofSize(count).generator(1_000).next(new Random(count)).value();
  }

  /// Hands every message to the C program, which decodes it and encodes it again.
  private void compare(ThingModel model, List<Bytes> messages, String name) throws Exception {
    CCodec codec = new CCodec(name, model);
    Files.writeString(directory.resolve(name + ".h"), codec.header());
    Files.writeString(directory.resolve(name + ".c"), codec.source());
    Files.writeString(directory.resolve(name + "_main.c"), driver(codec));
    Path program = directory.resolve(name).toAbsolutePath();
    run(
        List.of(
            "gcc",
            "-std=c99",
            "-pedantic",
            "-Wall",
            "-Wextra",
            "-Werror",
            "-fsanitize=address,undefined",
            "-fno-sanitize-recover=all",
            "-o",
            program.toString(),
            directory.resolve(name + ".c").toString(),
            directory.resolve(name + "_main.c").toString()));
    Process process = new ProcessBuilder(program.toString()).redirectErrorStream(true).start();
    List<String> answers = new ArrayList<>();
    Thread reader =
        Thread.ofPlatform()
            .start(() -> {
              try (BufferedReader lines =
                  new BufferedReader(
                      new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
                lines.lines().forEach(answers::add);
              } catch (IOException e) {
                answers.add(e.toString());
              }
            });
    try (Writer to = new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8)) {
      for (Bytes message : messages) {
        to.write(message.toHex() + "\n");
      }
    }
    assertThat(process.waitFor(180, TimeUnit.SECONDS)).isTrue();
    reader.join();
    assertThat(answers).as(String.join("\n", answers)).hasSize(messages.size());
    assertThat(process.exitValue()).isZero();
    for (int i = 0; i < messages.size(); i++) {
      assertThat(expected(model, messages.get(i)))
          .as(messages.get(i).toHex())
          .contains(answers.get(i));
    }
  }

  /// What C may print. It neither checks UTF-8 nor how far a date may go, so where Java stops at
  /// that it may go on, and may find something else.
  private static List<String> expected(ThingModel model, Bytes message) {
    try {
      ServiceMessage decoded = CompactBinary.decode(model, message);
      assertThat(CompactBinary.encode(decoded).size()).isEqualTo(message.size());
      return List.of(message.at(0) == 3 ? "02" + message.toHex().substring(2) : message.toHex());
    } catch (DecodeException refused) {
      boolean laxer = refused.reason().contains("UTF-8") || refused.reason().contains("9999");
      return laxer ? List.of(message.toHex(), "refused") : List.of("refused");
    }
  }

  private static void run(List<String> command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
  }

  /// Reads a line of hex, finds the service, decodes, encodes, prints.
  private static String driver(CCodec codec) {
    StringBuilder cases = new StringBuilder();
    for (Service service : codec.services()) {
      String struct = codec.struct(service);
      cases.append(
          """
              case %d: {
                static %s value;
                if (%s_decode(in, size, %s&value) == 0) {
                  made = %s_encode(%s&value, out, sizeof out);
                  uint8_t *less = malloc(made);
                  if (less == NULL || %s_encode(%s&value, less + 1, made - 1) != 0) { return 3; }
                  free(less);
                }
                break;
              }
          """
              .formatted(
                  service.id(),
                  struct,
                  struct,
                  CCodec.isTask(service) ? "&task, " : "",
                  struct,
                  CCodec.isTask(service) ? "task, " : "",
                  struct,
                  CCodec.isTask(service) ? "task, " : ""));
    }
    return """
    #include "%s.h"
    #include <stdio.h>
    #include <stdlib.h>
    #include <string.h>
    static int digit(int c) { return c <= '9' ? c - '0' : c - 'a' + 10; }
    int main(void) {
      static char line[300000];
      static uint8_t out[70000];
      while (fgets(line, sizeof line, stdin)) {
        size_t size = strcspn(line, "\\n") / 2, made = 0;
        uint16_t id = 0, task = 0;
        /* exactly as large as the message, so that the sanitizer sees a byte too far */
        uint8_t *in = malloc(size ? size : 1);
        if (in == NULL) { return 2; }
        for (size_t i = 0; i < size; i++) {
          in[i] = (uint8_t)(digit(line[2 * i]) << 4 | digit(line[2 * i + 1]));
        }
        if (%s_peek(in, size, &id, &task) == 0) {
          switch (id) {
    %s
            default: break;
          }
        }
        if (made == 0) {
          puts("refused");
        } else {
          for (size_t i = 0; i < made; i++) { printf("%%02x", out[i]); }
          puts("");
        }
        free(in);
      }
      return 0;
    }
    """
        .formatted(codec.name(), codec.name(), cases);
  }
}
