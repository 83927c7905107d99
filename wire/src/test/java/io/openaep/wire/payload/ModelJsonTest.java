package io.openaep.wire.payload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.openaep.wire.model.Bounds;
import io.openaep.wire.model.DataType;
import io.openaep.wire.model.InvalidModel;
import io.openaep.wire.model.Property;
import io.openaep.wire.model.Service;
import io.openaep.wire.model.ServiceKind;
import io.openaep.wire.model.ThingModel;
import io.openaep.wire.model.Unit;
import java.math.BigDecimal;
import java.util.Optional;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ModelJsonTest {
  @net.jqwik.api.Property(tries = 200)
  void everyModelComesBackFromBothForms(@ForAll("models") ThingModel model) {
    assertThat(ModelJson.read(ModelJson.write(model))).isEqualTo(model);
    assertThat(ServiceInfo.read(ServiceInfo.write(model))).isEqualTo(model);
  }

  @Provide
  Arbitrary<ThingModel> models() {
    return RandomModels.models();
  }

  /// In either form: what the platform takes it can read again, and it is the same.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "1e30",
        "1e40",
        "1e63",
        "1e308",
        "1.7976931348623157E308",
        "-1.7976931348623157E308",
        "4.9E-324",
        "1.50",
        "0E+300",
        "1234567890123456789012345678901234567890",
        "0.1234567890123456789012345678901234567890"
      })
  void aBoundOfAnySizeComesBack(String number) {
    ThingModel model =
        ModelJson.read(
            """
            {"properties":[{"propertyFlag":"p","dataType":"double","min":"%s"}]}
            """
                .formatted(number));
    assertThat(bound(model)).isEqualByComparingTo(number);
    assertThat(ModelJson.read(ModelJson.write(model))).isEqualTo(model);
    assertThat(ServiceInfo.read(ServiceInfo.write(model))).isEqualTo(model);
    String plain = new BigDecimal(number).toPlainString();
    assertThat(ModelJson.read(ModelJson.write(model).replace(Bounds.text(bound(model)), plain)))
        .isEqualTo(model);
  }

  private static BigDecimal bound(ThingModel model) {
    DataType type = model.property("p").orElseThrow().type();
    return ((DataType.Real) type).bounds().least().orElseThrow();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1e1000",
        "1e-1000",
        "1e2147483647",
        "1e-2147483647",
        "12345678901234567890123456789012345678901",
        "x"
      })
  void aBoundThatNobodyWritesIsRefused(String number) {
    assertThatThrownBy(() ->
            ModelJson.read(
                """
                {"properties":[{"propertyFlag":"p","dataType":"double","min":"%s"}]}
                """
                    .formatted(number)))
        .isInstanceOf(InvalidModel.class)
        .hasMessageMatching(
            "a number has at most 40 digits and 400 zeros|properties\\[0].min must be a number");
  }

  /// AEP device protocols, 2.4, the texts of dataSchema as they stand there.
  @Test
  void theVendorsFileIsRead() {
    ThingModel model =
        ServiceInfo.read(
            """
            \ufeff{"properties":[
              {"propertyId":10477,"identifier":"ir_sensor_data","propertyName":"红外","description":"",
               "dataType":"bool","dataSchema":"\\"len\\":1,\\"boolDetail\\":{\\"false\\":\\"0\\",\\"true\\":\\"1\\"}"},
              {"propertyId":10478,"identifier":"temperature","propertyName":"温度","description":"",
               "dataType":"int32","dataSchema":"\\"len\\":4,\\"unit\\":\\"°C\\",\\"min\\":\\"0\\",\\"max\\":\\"100\\",\\"step\\":\\"1\\",\\"unitName\\":\\"摄氏度\\""}],
             "services":[
              {"serviceId":10479,"identifier":"ir_sensor_report","serviceName":"上报","serviceType":"DataReport",
               "description":"","properties":[{"propertyId":10477},{"propertyId":10478}],"parameters":[]}]}
            """);
    assertThat(model.property("temperature"))
        .contains(
            new Property(
                10478,
                "temperature",
                "温度",
                new DataType.Whole(
                    DataType.Width.INT32,
                    new Bounds(
                        Optional.of(BigDecimal.ZERO),
                        Optional.of(new BigDecimal(100)),
                        Optional.of(BigDecimal.ONE))),
                new Unit("°C", "摄氏度"),
                ""));
    Service report = model.service("ir_sensor_report").orElseThrow();
    assertThat(report.id()).isEqualTo(10479);
    assertThat(report.fields())
        .extracting(Service.Field::identifier)
        .containsExactly("ir_sensor_data", "temperature");
  }

  @Test
  void numbersThatAreLeftOutAreTheLowestFreeOnesOfTheirKind() {
    ThingModel model =
        ModelJson.read(
            """
            {"properties":[{"propertyFlag":"a","dataType":"integer"}],
             "services":[
              {"serviceFlag":"taken","serviceId":2,"serviceType":1,"properties":[{"propertyFlag":"a"}]},
              {"serviceFlag":"first","serviceType":1},
              {"serviceFlag":"third","serviceType":1},
              {"serviceFlag":"alarm","serviceType":2,"eventType":3},
              {"serviceFlag":"cmd","serviceType":6},
              {"serviceFlag":"resp","serviceType":7}]}
            """);
    assertThat(model.services()).extracting(Service::id).containsExactly(2, 1, 3, 1001, 8001, 9001);
    assertThat(model.commandOf(model.service("resp").orElseThrow()))
        .map(Service::identifier)
        .contains("cmd");
  }

  @Test
  void serialSaysTheOrderOfPropertiesAndParameters() {
    ThingModel model =
        ModelJson.read(
            """
            {"properties":[{"propertyFlag":"p","dataType":"bool"}],
             "services":[{"serviceFlag":"cmd","serviceType":6,
              "properties":[{"propertyFlag":"p","serial":2}],
              "parameters":[{"parameterFlag":"x","dataType":"enum","serial":1},
                            {"parameterFlag":"y","dataType":"short","serial":3}]}]}
            """);
    Service command = model.service("cmd").orElseThrow();
    assertThat(command.kind()).isEqualTo(ServiceKind.COMMAND);
    assertThat(command.fields())
        .extracting(Service.Field::identifier)
        .containsExactly("x", "p", "y");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          [] | the model cannot be read: the payload is not a JSON object
          {"properties":{}} | properties must be an array
          {"property":[]} | property is no member of a thing model
          {"properties":[{"dataType":"bool"}]} | properties[0].propertyFlag is missing
          {"properties":[{"propertyFlag":"a","dataType":"decimal"}]} | properties[0].dataType must be int8, uint8, int16, uint16, int32, uint32, float, double, enum, bool, date, string or fix-string
          {"properties":[{"propertyFlag":"1a","dataType":"bool"}]} | the identifier "1a" is not a letter or _ with up to 63 letters, digits and _ after it
          {"properties":[{"propertyFlag":"taskId","dataType":"bool"}]} | taskId is a word of the protocol; choose another identifier
          {"properties":[{"propertyFlag":"a","dataType":"fix-string"}]} | properties[0].len is missing: a fix-string needs one
          {"properties":[{"propertyFlag":"a","dataType":"float","min":"2","max":"1"}]} | the minimum 2 is above the maximum 1
          {"properties":[{"propertyFlag":"a","dataType":"enum","enumDetail":{"x":"y"}}]} | properties[0].enumDetail must have numbers for names, such as "1"
          {"properties":[{"propertyFlag":"a","dataType":"enum","enumDetail":{"256":"y"}}]} | the enum number 256 is not within 0…255
          {"properties":[{"propertyFlag":"a","dataType":"bool"},{"propertyFlag":"a","dataType":"bool"}]} | two properties are called a
          {"services":[{"serviceFlag":"s","serviceType":3}]} | services[0].serviceType must be 1 (data report), 2 (event report), 6 (command) or 7 (command response)
          {"services":[{"serviceFlag":"s","serviceType":2}]} | eventType belongs to event reports, and each has one: see s
          {"services":[{"serviceFlag":"s","serviceType":1,"properties":[{"propertyFlag":"a"}]}]} | services[0].properties[0].propertyFlag: the model has no property a
          {"services":[{"serviceFlag":"s","serviceType":1,"parameters":[{"parameterFlag":"a","dataType":"bool"}]}]} | a data report carries properties only: a of s is a parameter
          {"services":[{"serviceFlag":"s","serviceType":7,"commandFlag":"c"}]} | s answers c, which is no command of this model
          {"services":[{"serviceFlag":"s","serviceType":1,"serviceId":5},{"serviceFlag":"t","serviceType":1,"serviceId":5}]} | two services have the serviceId 5
          """)
  void aModelThatBreaksARuleIsRefusedWithThePlace(String json, String reason) {
    assertThatThrownBy(() -> ModelJson.read(json))
        .isInstanceOf(InvalidModel.class)
        .hasMessage(reason);
  }

  @Test
  void deviceInfoComesBack() {
    DeviceInfo info =
        new DeviceInfo("sn1", "10000001sn1", "MQTT", "secret", false, "h", 1883, "h", 8883);
    assertThat(info.write()).startsWith("\ufeff{");
    assertThat(DeviceInfo.read(info.write())).isEqualTo(info);
    assertThat(info.toString()).doesNotContain("secret");
  }
}
