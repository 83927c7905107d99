package io.openaep.wire.payload;

import static io.openaep.wire.model.ServiceKind.COMMAND;
import static io.openaep.wire.model.ServiceKind.COMMAND_RESPONSE;
import static io.openaep.wire.model.ServiceKind.DATA_REPORT;
import static io.openaep.wire.model.ServiceKind.EVENT_REPORT;
import static io.openaep.wire.payload.Given.BOOL;
import static io.openaep.wire.payload.Given.DATE;
import static io.openaep.wire.payload.Given.DOUBLE;
import static io.openaep.wire.payload.Given.ENUM;
import static io.openaep.wire.payload.Given.FLOAT;
import static io.openaep.wire.payload.Given.INT16;
import static io.openaep.wire.payload.Given.INT32;
import static io.openaep.wire.payload.Given.TEXT;
import static io.openaep.wire.payload.Given.named;
import static org.assertj.core.api.Assertions.assertThat;

import io.openaep.wire.Bytes;
import io.openaep.wire.DecodeException;
import io.openaep.wire.model.ThingModel;
import io.openaep.wire.model.Value;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Bytes that others wrote or that follow from the documents alone, with their source in
/// `golden-payloads.txt`.
class GoldenPayloadTest {
  /// Model, form and JSON values of each vector by its name in the file.
  private static final Map<String, ThingModel> MODELS =
      Map.of(
          "two-floats",
          new Given().service(DATA_REPORT, 1, "s", named("a", FLOAT), named("b", FLOAT)).model(),
          "int16-command",
          new Given().service(COMMAND, 8001, "s", named("a", INT16)).model(),
          "signal",
          new Given()
              .service(
                  DATA_REPORT,
                  1,
                  "s",
                  named("rsrp", INT32),
                  named("sinr", INT32),
                  named("pci", INT32),
                  named("ecl", INT32),
                  named("cell_id", INT32))
              .model(),
          "event",
          new Given().service(EVENT_REPORT, 1001, "s", named("a", ENUM), named("b", FLOAT)).model(),
          "int32-command",
          new Given().service(COMMAND, 8001, "s", named("a", INT32)).model(),
          "response",
          new Given().service(COMMAND_RESPONSE, 9001, "s", named("a", ENUM)).model(),
          "string",
          new Given().service(DATA_REPORT, 3, "s", named("a", TEXT)).model(),
          "numbers",
          new Given()
              .service(DATA_REPORT, 4, "s", named("a", DOUBLE), named("b", FLOAT), named("c", DATE))
              .model());

  record Vector(String model, String hex, String json) {
    @Override
    public String toString() {
      return model;
    }
  }

  static List<Vector> vectors() {
    return lines().stream()
        .map(line -> line.split(" \\| "))
        .map(part -> new Vector(part[0].strip(), part[1].replace(" ", ""), part[2].strip()))
        .toList();
  }

  private static List<String> lines() {
    try (InputStream in =
        Objects.requireNonNull(
            GoldenPayloadTest.class.getResourceAsStream("golden-payloads.txt"))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void binaryIsReadAndWrittenAsTheVectorSays(Vector vector) throws DecodeException {
    ThingModel model = Objects.requireNonNull(MODELS.get(vector.model()));
    Bytes bytes = Bytes.hex(vector.hex());
    ServiceMessage message = CompactBinary.decode(model, bytes);
    assertThat(JsonValues.write(message)).isEqualTo(vector.json());
    assertThat(CompactBinary.encode(message)).isEqualTo(bytes);
  }

  @Test
  void everyVectorIsUsed() {
    assertThat(vectors())
        .extracting(Vector::model)
        .containsExactlyInAnyOrderElementsOf(MODELS.keySet());
  }

  /// Captured on a module (AEP device protocols, 1.8).
  @Test
  void flatCommandsHaveTheBytesThatWereCaptured() throws DecodeException {
    ThingModel model =
        new Given()
            .service(COMMAND, 8001, "valve", named("valve_onoff", ENUM))
            .service(COMMAND, 8004, "period", named("frozen_period", INT32))
            .service(COMMAND, 8006, "enable", named("valveOff_enable", BOOL))
            .model();
    for (String captured :
        List.of(
            "{\"valve_onoff\":0,\"taskId\":1,\"serviceId\":8001}",
            "{\"taskId\":2,\"serviceId\":8004,\"frozen_period\":24}",
            "{\"valveOff_enable\":1,\"taskId\":3,\"serviceId\":8006}")) {
      ServiceMessage message = FlatJson.decode(model, Bytes.utf8(captured));
      assertThat(FlatJson.encode(message).toUtf8()).isEqualTo(captured);
    }
  }

  /// AEP device protocols, 1.8.
  @Test
  void flatReportNamesItsServiceInTheObject() throws DecodeException {
    ThingModel model = new Given().service(DATA_REPORT, 2, "signal", named("pci", INT32)).model();
    ServiceMessage message =
        FlatJson.decodeUplink(model, Bytes.utf8("{\"serviceId\":2,\"pci\":-9}"));
    assertThat(message.values()).isEqualTo(Map.of("pci", new Value.Whole(-9)));
  }

  /// AEP device protocols, 2.3: both keys, in this order, or the vendor's SDK crashes.
  @Test
  void topicCommandWrapsItsParameters() {
    ThingModel model =
        new Given().service(COMMAND, 8001, "motor_control_cmd", named("on", BOOL)).model();
    ServiceMessage command =
        ServiceMessage.task(
            model.service(8001).orElseThrow(), 64004, Map.of("on", new Value.Flag(true)));
    assertThat(TopicJson.encode(command).toUtf8())
        .isEqualTo("{\"taskId\":64004,\"payload\":{\"on\":true}}");
  }

  /// AEP device protocols, 2.3: the SDK prints line breaks and tabs.
  @Test
  void topicResponseIsReadWithItsWhiteSpace() throws DecodeException {
    ThingModel model =
        new Given()
            .service(COMMAND_RESPONSE, 9001, "motor_control_resp", named("on", BOOL))
            .model();
    ServiceMessage response =
        TopicJson.decodeUplink(
            model,
            "motor_control_resp",
            Bytes.utf8(
                "{\n\t\"taskId\":\t64004,\n\t\"resultPayload\":\t{\n\t\t\"on\":\t1\n\t}\n}"));
    assertThat(response.taskId()).hasValue(64004);
    assertThat(response.values()).isEqualTo(Map.of("on", new Value.Flag(true)));
  }

  /// AEP device protocols, 3.2, by the layout that is said there.
  @Test
  void tcpParametersFollowTheirServiceAndTask() throws DecodeException {
    ThingModel model =
        new Given()
            .service(DATA_REPORT, 1, "data", named("t", FLOAT))
            .service(COMMAND, 8001, "set", named("p", INT16))
            .service(COMMAND_RESPONSE, 9001, "done", named("r", ENUM))
            .model();
    assertThat(TcpService.decodeReport(model, Bytes.hex("000141b40000")).values())
        .isEqualTo(Map.of("t", new Value.Single(22.5f)));
    assertThat(
            TcpService.encode(
                ServiceMessage.task(
                    model.service(8001).orElseThrow(), 10, Map.of("p", new Value.Whole(200)))))
        .isEqualTo(Bytes.hex("000a1f4100c8"));
    ServiceMessage response = TcpService.decodeResponse(model, Bytes.hex("000a232900"));
    assertThat(response.taskId()).hasValue(10);
    assertThat(response.values()).isEqualTo(Map.of("r", new Value.Choice(0)));
  }
}
