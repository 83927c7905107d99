package io.openaep.wire.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import io.openaep.wire.Bytes;
import io.openaep.wire.mqtt.MqttPacket.Ack;
import io.openaep.wire.mqtt.MqttPacket.AckType;
import io.openaep.wire.mqtt.MqttPacket.Broken;
import io.openaep.wire.mqtt.MqttPacket.Connect;
import io.openaep.wire.mqtt.MqttPacket.Publish;
import io.openaep.wire.mqtt.MqttPacket.Subscribe;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class MqttDecoderTest {
  @Test
  void connectOf311() {
    Connect connect =
        (Connect)
            decode(
                0x10,
                "0004 4d515454 04 ee 003c 0001 64 0001 77 0002 6869 0001 75 0001 70",
                MqttVersion.V5);
    assertThat(connect.version()).isEqualTo(MqttVersion.V3_1_1);
    assertThat(connect.clientId()).isEqualTo("d");
    assertThat(connect.cleanStart()).isTrue();
    assertThat(connect.keepAliveSeconds()).isEqualTo(60);
    assertThat(connect.will())
        .contains(new MqttPacket.Will("w", Bytes.utf8("hi"), 1, true, MqttProperties.NONE));
    assertThat(connect.userName()).contains("u");
    assertThat(connect.password()).contains(Bytes.utf8("p"));
    assertThat(connect.toString()).doesNotContain("p]");
  }

  @Test
  void connectOf5WithProperties() {
    Connect connect =
        (Connect)
            decode(
                0x10,
                "0004 4d515454 05 02 0000 0f 11 0000000a 21 0014 26 0001 61 0001 62 0001 64",
                MqttVersion.V3_1_1);
    assertThat(connect.version()).isEqualTo(MqttVersion.V5);
    assertThat(connect.properties().number(MqttProperty.SESSION_EXPIRY, 0)).isEqualTo(10);
    assertThat(connect.properties().number(MqttProperty.RECEIVE_MAXIMUM, 0)).isEqualTo(20);
    assertThat(connect.properties().user())
        .containsExactly(new MqttProperties.UserProperty("a", "b"));
    assertThat(connect.will()).isEqualTo(Optional.empty());
  }

  @Test
  void publishAcknowledgeAndSubscribe() {
    assertThat(decode(0x3b, "0001 74 0005 7878", MqttVersion.V3_1_1))
        .isEqualTo(new Publish(true, 1, true, "t", 5, MqttProperties.NONE, Bytes.utf8("xx")));
    assertThat(decode(0x40, "0005", MqttVersion.V3_1)).isEqualTo(new Ack(AckType.PUBACK, 5, 0));
    assertThat(decode(0x40, "0005 97", MqttVersion.V5)).isEqualTo(new Ack(AckType.PUBACK, 5, 0x97));
    assertThat(decode(0x62, "0005 92 00", MqttVersion.V5))
        .isEqualTo(new Ack(AckType.PUBREL, 5, 0x92));
    assertThat(decode(0x82, "0007 03 0b 8001 0001 61 2d", MqttVersion.V5))
        .isEqualTo(
            new Subscribe(7, OptionalInt.of(128), List.of(new MqttPacket.Filter("a", 1, true))));
  }

  @Test
  void fieldThatReachesPastTheEndIsMalformed() {
    assertBroken(decode(0x10, "0004 4d515454 04 c2 003c 0100 61", MqttVersion.V3_1_1), 0x81);
    assertBroken(decode(0x32, "0001 74", MqttVersion.V3_1_1), 0x81);
    assertBroken(decode(0x32, "0001 74 0001 05 01", MqttVersion.V5), 0x81);
    assertBroken(decode(0xc0, "00", MqttVersion.V3_1_1), 0x81);
  }

  @Test
  void integerThatIsLongerThanNeededIsMalformed() {
    assertBroken(decode(0x30, "0001 74 8000", MqttVersion.V5), 0x81);
    assertBroken(decode(0x30, "0001 74 80808001", MqttVersion.V5), 0x81);
  }

  @Property(tries = 3_000)
  void anyBytesAreAPacketOrBroken(
      @ForAll @IntRange(max = 255) int first, @ForAll byte[] body, @ForAll MqttVersion version) {
    assertThat(MqttDecoder.decode(first, Bytes.copyOf(body), version)).isNotNull();
  }

  private static void assertBroken(MqttPacket packet, int code) {
    assertThat(packet)
        .isInstanceOfSatisfying(
            Broken.class, broken -> assertThat(broken.code().code()).isEqualTo(code));
  }

  private static MqttPacket decode(int first, String hex, MqttVersion version) {
    return MqttDecoder.decode(first, Bytes.hex(hex.replace(" ", "")), version);
  }
}
