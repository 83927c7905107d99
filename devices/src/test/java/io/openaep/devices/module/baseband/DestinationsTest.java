package io.openaep.devices.module.baseband;

import static org.assertj.core.api.Assertions.assertThat;

import io.openaep.devices.module.baseband.Destinations.Door;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DestinationsTest {
  private final Destinations platform =
      Destinations.platform(
          "box.example",
          Map.of(Door.LWM2M, 15683, Door.LWM2MS, 15684, Door.MQTT, 11883, Door.TCP, 18996));

  @Test
  void guideAddressesMeanThePlatform() {
    for (String host :
        new String[] {
          "lwm2m.ctwing.cn",
          "2000033383.nb.ctwing.cn",
          "DMP-COAP.cuiot.cn",
          "221.229.214.202",
          "180.106.148.146",
          "153.35.119.75",
          "240E:980:8120:28:84F4:C0C2:4A95:85F9",
          "240e:0980:8120:0028:84f4:c0c2:4a95:85f9"
        }) {
      assertThat(text(platform, host, 5683)).as(host).isEqualTo("box.example:15683");
      assertThat(platform.host(host)).as(host).isEqualTo("box.example");
    }
  }

  @Test
  void everyPortOfTheGuideHasItsDoor() {
    assertThat(text(platform, "lwm2m.ctwing.cn", 5684)).isEqualTo("box.example:15684");
    assertThat(text(platform, "mqtt.ctwing.cn", 1883)).isEqualTo("box.example:11883");
    assertThat(text(platform, "tcp.ctwing.cn", 8996)).isEqualTo("box.example:18996");
    assertThat(text(platform, "dmp-tcp.cuiot.cn", 8843)).isEqualTo("box.example:18996");
    assertThat(text(platform, "tcp.ctwing.cn", 7)).isEqualTo("box.example:7");
  }

  @Test
  void closedDoorLeadsNowhere() {
    assertThat(platform.of("mqtt.ctwing.cn", 8883)).isEmpty();
  }

  @Test
  void otherAddressesStayAsTheyAre() {
    for (String host :
        new String[] {"127.0.0.1", "example.org", "notctwing.cn", "::1", "221.229.214.203"}) {
      assertThat(text(platform, host, 5683)).isEqualTo(host + ":5683");
      assertThat(platform.host(host)).isEqualTo(host);
    }
    assertThat(text(Destinations.direct(), "lwm2m.ctwing.cn", 5683))
        .isEqualTo("lwm2m.ctwing.cn:5683");
  }

  private static String text(Destinations destinations, String host, int port) {
    return destinations
        .of(host, port)
        .map(address -> address.getHostString() + ":" + address.getPort())
        .orElse("nowhere");
  }
}
