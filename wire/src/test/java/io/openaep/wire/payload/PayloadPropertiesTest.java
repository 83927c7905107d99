package io.openaep.wire.payload;

import static org.assertj.core.api.Assertions.assertThat;

import io.openaep.wire.Bytes;
import io.openaep.wire.DecodeException;
import io.openaep.wire.model.Service;
import io.openaep.wire.model.ServiceKind;
import io.openaep.wire.model.ThingModel;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;

/// What holds for every model and every message, whatever the form.
class PayloadPropertiesTest {
  record Case(ThingModel model, ServiceMessage message) {
    ServiceKind kind() {
      return message.service().kind();
    }
  }

  @Provide
  Arbitrary<Case> cases() {
    return RandomModels.models()
        .flatMap(model -> RandomModels.messages(model).map(message -> new Case(model, message)));
  }

  @Property(tries = 500, shrinking = ShrinkingMode.BOUNDED)
  void everyMessageComesBackFromEveryForm(@ForAll("cases") Case any) throws DecodeException {
    ThingModel model = any.model();
    ServiceMessage message = any.message();
    Service service = message.service();
    assertThat(CompactBinary.decode(model, CompactBinary.encode(message))).isEqualTo(message);
    if (any.kind() == ServiceKind.DATA_REPORT && service.fields().isEmpty()) {
      return;
    }
    assertThat(FlatJson.decode(model, FlatJson.encode(message))).isEqualTo(message);
    Bytes published = TopicJson.encode(message);
    switch (any.kind()) {
      case DATA_REPORT, EVENT_REPORT -> {
        assertThat(TcpService.decodeReport(model, TcpService.encode(message))).isEqualTo(message);
        assertThat(TopicJson.decodeUplink(model, service.identifier(), published))
            .isEqualTo(message);
      }
      case COMMAND ->
          assertThat(TopicJson.decodeCommand(model, service.identifier(), published))
              .isEqualTo(message);
      case COMMAND_RESPONSE -> {
        assertThat(TcpService.decodeResponse(model, TcpService.encode(message))).isEqualTo(message);
        assertThat(TopicJson.decodeUplink(model, service.identifier(), published))
            .isEqualTo(message);
      }
    }
  }

  @Property(tries = 500)
  void anyBytesAreAMessageOrAReason(@ForAll("models") ThingModel model, @ForAll byte[] bytes) {
    decodeOrRefuse(model, Bytes.copyOf(bytes));
  }

  @Property(tries = 500, shrinking = ShrinkingMode.BOUNDED)
  void aChangedByteIsAMessageOrAReason(
      @ForAll("cases") Case any, @ForAll int place, @ForAll byte value) {
    for (Bytes good :
        List.of(CompactBinary.encode(any.message()), FlatJson.encode(any.message()))) {
      byte[] changed = good.toArray();
      changed[Math.floorMod(place, changed.length)] = value;
      decodeOrRefuse(any.model(), Bytes.wrap(changed));
      decodeOrRefuse(
          any.model(),
          Bytes.wrap(Arrays.copyOf(good.toArray(), Math.floorMod(place, good.size()))));
    }
  }

  @Property(tries = 300)
  void anyJsonIsAMessageOrAReason(
      @ForAll("models") ThingModel model, @ForAll("jsonTexts") String json) {
    decodeOrRefuse(model, Bytes.utf8(json));
  }

  @Provide
  Arbitrary<ThingModel> models() {
    return RandomModels.models();
  }

  @Provide
  Arbitrary<String> jsonTexts() {
    Arbitrary<String> names =
        Arbitraries.of(
            "serviceId", "taskId", "payload", "resultPayload", "DataReport_1", "EventReport_1");
    Arbitrary<String> values =
        Arbitraries.of(
            "1",
            "1001",
            "9001",
            "-0.0",
            "1e400",
            "1e-400",
            "99999999999999999999999",
            "null",
            "true",
            "\"NaN\"",
            "\"\\ud800\"",
            "[]",
            "{}",
            "2.5",
            "{\"DataReport_1\":1}");
    Arbitrary<String> members =
        Combinators.combine(names, values).as((name, value) -> "\"" + name + "\":" + value);
    return members.list().ofMaxSize(4).map(all -> "{" + String.join(",", all) + "}");
  }

  private static void decodeOrRefuse(ThingModel model, Bytes bytes) {
    attempt(() -> CompactBinary.decode(model, bytes));
    attempt(() -> FlatJson.decode(model, bytes));
    attempt(() -> TcpService.decodeReport(model, bytes));
    attempt(() -> TcpService.decodeResponse(model, bytes));
    for (Service service : model.services()) {
      attempt(() -> TopicJson.decodeUplink(model, service.identifier(), bytes));
      attempt(() -> TopicJson.decodeCommand(model, service.identifier(), bytes));
    }
  }

  @FunctionalInterface
  private interface Decoding {
    ServiceMessage run() throws DecodeException;
  }

  private static void attempt(Decoding decoding) {
    try {
      ServiceMessage message = decoding.run();
      assertThat(JsonValues.write(message)).startsWith("{").endsWith("}");
      assertThat(message.remarks()).allSatisfy(remark -> assertThat(remark).endsWith("."));
    } catch (DecodeException refused) {
      assertThat(refused.reason()).isNotBlank();
    }
  }
}
