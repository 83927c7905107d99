package io.openaep.platform.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.openaep.platform.access.DeviceRef;
import io.openaep.platform.access.Door;
import io.openaep.platform.access.EndpointFormat;
import io.openaep.platform.access.Inbound;
import io.openaep.platform.access.PowerMode;
import io.openaep.platform.access.ProductOptions;
import io.openaep.platform.access.Protocol;
import io.openaep.platform.access.Source;
import io.openaep.platform.journal.Content;
import io.openaep.platform.journal.Content.ServiceRef;
import io.openaep.platform.registry.Product;
import io.openaep.platform.registry.ProductForm;
import io.openaep.platform.registry.Refused;
import io.openaep.wire.Bytes;
import io.openaep.wire.model.ThingModel;
import io.openaep.wire.payload.ModelJson;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Reports of products with a thing model, in each of its forms.
class ContentsTest {
  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
  private static final long COMPACT = 15_500_001;
  private static final long FLAT = 15_500_002;
  private static final long TOPICS = 15_500_003;
  private static final long TCP = 15_500_004;
  private static final ServiceRef REPORT = new ServiceRef(1, "data_report");
  private static final ServiceRef ALARM = new ServiceRef(1001, "alarm");
  private static final ServiceRef DONE = new ServiceRef(9001, "done");
  private static final Content PROPERTIES =
      new Content.Properties(REPORT, "{\"temperature\":22.5}", List.of());

  private ThingModel model =
      ModelJson.read(
          """
          {"properties":[{"propertyFlag":"temperature","dataType":"float","max":"100"}],
           "services":[
            {"serviceFlag":"data_report","serviceType":1,"properties":[{"propertyFlag":"temperature"}]},
            {"serviceFlag":"alarm","serviceType":2,"eventType":3,"properties":[{"propertyFlag":"temperature"}]},
            {"serviceFlag":"set","serviceType":6},
            {"serviceFlag":"done","serviceType":7,"parameters":[{"parameterFlag":"ok","dataType":"bool"}]}]}
          """);
  private final Contents contents = new Contents(ContentsTest::product, _ -> model);

  @Test
  void compactBinaryIsDecodedByTheModel() {
    assertThat(judge(COMPACT, "/19/0/0", Bytes.hex("020001000441b40000"))).isEqualTo(PROPERTIES);
    assertThat(judge(COMPACT, "/19/0/0", Bytes.hex("0703e9000441b40000")))
        .isEqualTo(new Content.Occurrence(ALARM, 3, "{\"temperature\":22.5}", List.of()));
    assertThat(judge(COMPACT, "/19/0/0", Bytes.hex("862329000a000101")))
        .isEqualTo(new Content.Response(DONE, 10, "{\"ok\":true}", List.of()));
  }

  @Test
  void flatJsonIsDecodedByTheModel() {
    assertThat(judge(FLAT, "/19/0/0", Bytes.utf8("{\"temperature\":22.5,\"serviceId\":1}")))
        .isEqualTo(PROPERTIES);
    assertThat(judge(FLAT, "/19/0/0", Bytes.utf8("{\"ok\":1,\"taskId\":10,\"serviceId\":9001}")))
        .isEqualTo(new Content.Response(DONE, 10, "{\"ok\":true}", List.of()));
  }

  @Test
  void serviceTopicsAreDecodedByTheModel() {
    assertThat(judge(TOPICS, "data_report", Bytes.utf8("{\"temperature\":22.5}")))
        .isEqualTo(PROPERTIES);
    assertThat(judge(TOPICS, "done", Bytes.utf8("{\"taskId\":7,\"resultPayload\":{\"ok\":false}}")))
        .isEqualTo(new Content.Response(DONE, 7, "{\"ok\":false}", List.of()));
  }

  @Test
  void framesOfTcpAreDecodedByTheModel() {
    assertThat(judge(TCP, "", Bytes.hex("000141b40000"))).isEqualTo(PROPERTIES);
    assertThat(judge(TCP, Inbound.Report.RESPONSE, Bytes.hex("000a232901")))
        .isEqualTo(new Content.Response(DONE, 10, "{\"ok\":true}", List.of()));
  }

  @Test
  void aValueOutOfRangeIsMarkedNotRefused() {
    assertThat(judge(TOPICS, "data_report", Bytes.utf8("{\"temperature\":122.5}")))
        .isEqualTo(
            new Content.Properties(
                REPORT,
                "{\"temperature\":122.5}",
                List.of("temperature 122.5 is above its maximum 100.")));
  }

  @Test
  void whatDoesNotFitIsUndecodableWithTheReason() {
    assertThat(judge(COMPACT, "/19/0/0", Bytes.hex("0200010004")))
        .isEqualTo(
            new Content.Undecodable(
                "The report does not fit the thing model: the length says 4 bytes, 0 follow."));
    assertThat(judge(TOPICS, "unheard/of", Bytes.utf8("{}")))
        .isEqualTo(
            new Content.Undecodable(
                "The report does not fit the thing model: the topic is no service identifier of the product."));
    assertThat(judge(FLAT, "/19/0/0", Bytes.utf8("{\"serviceId\":1,\"x\":1}")))
        .isEqualTo(
            new Content.Undecodable(
                "The report does not fit the thing model: data_report does not carry \"x\"."));
  }

  @Test
  void aChangedModelIsHeededByTheNextReport() {
    assertThat(judge(TOPICS, "data_report", Bytes.utf8("{\"temperature\":22.5}")))
        .isEqualTo(PROPERTIES);
    model = ThingModel.EMPTY;
    assertThat(judge(TOPICS, "data_report", Bytes.utf8("{\"temperature\":22.5}")))
        .isInstanceOf(Content.Undecodable.class);
  }

  @Test
  void aModelThatCannotBeReadCostsNoReport() {
    Contents without =
        new Contents(
            ContentsTest::product,
            _ -> {
              throw new Refused(Refused.Kind.MODEL_UNREADABLE, "the model cannot be read");
            });
    for (long productId : new long[] {COMPACT, FLAT, TOPICS, TCP}) {
      assertThat(without.judge(report(productId, "data_report", Bytes.utf8("{}"))))
          .isEqualTo(new Content.Undecodable("Not decoded: the model cannot be read.", true));
    }
  }

  private Content judge(long productId, String channel, Bytes payload) {
    return contents.judge(report(productId, channel, payload));
  }

  private static Inbound.Report report(long productId, String channel, Bytes payload) {
    Source source = new Source(new DeviceRef(1, productId, "d"), Door.TCP, 7, "192.0.2.1:5000");
    return new Inbound.Report(
        source, NOON, channel, Optional.empty(), payload, true, Optional.empty());
  }

  private static Optional<Product> product(long productId) {
    Protocol protocol =
        productId == TOPICS ? Protocol.MQTT : productId == TCP ? Protocol.TCP : Protocol.LWM2M;
    ProductForm form =
        new ProductForm(
            "p",
            "",
            "",
            "",
            "",
            1,
            1,
            1,
            1,
            Optional.of(productId == COMPACT ? 2 : 1),
            Optional.empty(),
            Optional.empty(),
            "",
            "");
    return Optional.of(
        new Product(
            productId,
            "1",
            "0".repeat(32),
            protocol,
            false,
            false,
            Optional.empty(),
            EndpointFormat.IMEI,
            new PowerMode.Drx(),
            ProductOptions.STANDARD,
            form,
            NOON,
            NOON));
  }
}
