package io.openaep.wire.payload;

import static io.openaep.wire.model.ServiceKind.COMMAND;
import static io.openaep.wire.model.ServiceKind.COMMAND_RESPONSE;
import static io.openaep.wire.model.ServiceKind.DATA_REPORT;
import static io.openaep.wire.payload.Given.BOOL;
import static io.openaep.wire.payload.Given.FLOAT;
import static io.openaep.wire.payload.Given.INT16;
import static io.openaep.wire.payload.Given.TEXT;
import static io.openaep.wire.payload.Given.named;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.openaep.wire.Bytes;
import io.openaep.wire.DecodeException;
import io.openaep.wire.model.DataType;
import io.openaep.wire.model.Service;
import io.openaep.wire.model.ThingModel;
import io.openaep.wire.model.Value;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What does not fit the model is refused with the reason; what is merely odd is marked.
class RefusalsTest {
  private static final ThingModel MODEL =
      new Given()
          .service(
              DATA_REPORT,
              1,
              "data_report",
              named("temperature", Given.percent()),
              named("count", INT16),
              named("on", BOOL),
              named("name", TEXT))
          .service(
              COMMAND,
              8001,
              "set",
              named("level", Given.percent()),
              named("mode", DataType.Choice.of(Map.of(0, "off", 1, "on"))))
          .service(COMMAND_RESPONSE, 9001, "done", named("ok", BOOL))
          .model();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          02                       | serviceId needs 2 bytes, 0 are there
          05 0001 0000             | message type 0x05 is unknown
          02 0005 0000             | the product has no service 5
          07 0001 0000             | serviceId 1 is data_report, a DataReport, and the message is a EventReport
          02 0001 0009 00          | the length says 9 bytes, 1 follow
          02 0001 0001 00          | temperature needs 4 bytes, 1 are there
          02 0001 0009 41b40000 0001 02 0000    | on is a bool and its byte is 2
          02 0001 000a 41b40000 0001 01 0001 ff | name is not UTF-8
          02 0001 000a 41b40000 0001 01 0000 00 | 1 bytes too many after the values of data_report
          06 1f41 0001 0005 41b40000 01         | 0x06 is a command: the platform's to send
          """)
  void binaryThatDoesNotFitIsRefusedWithTheReason(String hex, String reason) {
    assertThatThrownBy(() -> CompactBinary.decodeUplink(MODEL, Bytes.hex(hex.replace(" ", ""))))
        .isInstanceOf(DecodeException.class)
        .hasMessage(reason);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          {"temperature":20}                      | serviceId is missing
          {"serviceId":"1","temperature":20}      | serviceId is no integer
          {"serviceId":7}                         | the product has no service 7
          {"serviceId":1}                         | there is no value of data_report in it
          {"serviceId":1,"pressure":3}            | data_report does not carry "pressure"
          {"serviceId":1,"temperature":"20"}      | temperature is "20", which is no float
          {"serviceId":1,"temperature":1e39}      | temperature is 1.0E39, which is no float
          {"serviceId":1,"count":32768}           | count is 32768, which is no int16
          {"serviceId":1,"count":1.5}             | count is 1.5, which is no int16
          {"serviceId":1,"on":2}                  | on is 2, which is no bool
          {"serviceId":1,"name":5}                | name is 5, which is no string
          {"serviceId":1,"name":"a","name":"b"}   | the payload is not JSON: Duplicate Object property "name"
          [1]                                     | the payload is not a JSON object
          {"serviceId":9001,"ok":true}            | taskId is missing
          {"serviceId":8001,"taskId":1,"level":1} | serviceId 8001 is set, a command: the platform's to send
          """)
  void flatJsonThatDoesNotFitIsRefusedWithTheReason(String json, String reason) {
    assertThatThrownBy(() -> FlatJson.decodeUplink(MODEL, Bytes.utf8(json)))
        .isInstanceOf(DecodeException.class)
        .hasMessage(reason);
  }

  @Test
  void aNumberOutOfRangeIsMarkedAndKept() throws DecodeException {
    ServiceMessage message =
        FlatJson.decodeUplink(MODEL, Bytes.utf8("{\"serviceId\":1,\"temperature\":120.5}"));
    assertThat(message.values()).isEqualTo(Map.of("temperature", new Value.Single(120.5f)));
    assertThat(message.remarks()).containsExactly("temperature 120.5 is above its maximum 100.");
  }

  @Test
  void aBrokenSensorsNotANumberIsMarkedAndKept() throws DecodeException {
    ServiceMessage message =
        CompactBinary.decodeUplink(
            MODEL, Bytes.hex("0200010009" + "7fc00000" + "0001" + "01" + "0000"));
    assertThat(message.remarks()).containsExactly("temperature NaN is not a finite number.");
    assertThat(JsonValues.write(message))
        .isEqualTo("{\"temperature\":\"NaN\",\"count\":1,\"on\":true,\"name\":\"\"}");
  }

  @Test
  void partialReportsAreTakenAndNullSaysNothing() throws DecodeException {
    ServiceMessage message =
        TopicJson.decodeUplink(MODEL, "data_report", Bytes.utf8("{\"count\":7.0,\"name\":null}"));
    assertThat(message.values()).isEqualTo(Map.of("count", new Value.Whole(7)));
  }

  @Test
  void aCommandOnTheTopicOfAReportIsRefusedWithTheReason() {
    Bytes command = Bytes.utf8("{\"taskId\":1,\"payload\":{}}");
    assertThatThrownBy(() -> TopicJson.decodeCommand(MODEL, "data_report", command))
        .isInstanceOf(DecodeException.class)
        .hasMessageStartingWith("topic data_report is a ");
  }

  @Test
  void anUnknownTopicIsRefusedWithTheReason() {
    assertThatThrownBy(() -> TopicJson.decodeUplink(MODEL, "other", Bytes.utf8("{}")))
        .hasMessage("the topic is no service identifier of the product");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          {"level":1}             | mode of set is missing
          {"level":101,"mode":1}  | level 101.0 is above its maximum 100
          {"level":1,"mode":2}    | mode 2 is none of its enum numbers
          {"level":1,"mode":true} | mode is true, which is no enum
          {"level":1,"mode":1,"x":1} | set does not carry "x"
          """)
  void aCommandMustBeCompleteAndInRange(String json, String reason) {
    Service set = MODEL.service("set").orElseThrow();
    assertThatThrownBy(() -> JsonValues.readComplete(set, json))
        .isInstanceOf(DecodeException.class)
        .hasMessage(reason);
  }

  @Test
  void floatsAreWrittenAsTheyAreSaid() throws DecodeException {
    ThingModel model = new Given().service(DATA_REPORT, 1, "s", named("a", FLOAT)).model();
    ServiceMessage message = CompactBinary.decode(model, Bytes.hex("020001000440533333"));
    assertThat(JsonValues.write(message)).isEqualTo("{\"a\":3.3}");
  }
}
