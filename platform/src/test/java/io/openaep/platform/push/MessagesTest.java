package io.openaep.platform.push;

import static org.assertj.core.api.Assertions.assertThat;

import io.openaep.platform.access.Protocol;
import io.openaep.platform.journal.Content;
import io.openaep.platform.journal.DeviceIdentity;
import io.openaep.platform.journal.Event;
import io.openaep.wire.Bytes;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Each message byte for byte: members, types and values of AEP northbound, section 5, in the
/// descending order of captured messages.
class MessagesTest {
  private static final Instant AT = Instant.ofEpochMilli(1732257000123L);
  private static final Content.ServiceRef SERVICE = new Content.ServiceRef(1, "data_report");

  private static DeviceCard card(Protocol protocol, boolean transparent) {
    boolean lwm2m = protocol == Protocol.LWM2M;
    return new DeviceCard(
        5,
        "2000033383",
        15430077,
        "15430077sn1",
        protocol,
        transparent,
        lwm2m ? Optional.empty() : Optional.of("sn1"),
        lwm2m ? Optional.of("869000000000001") : Optional.empty(),
        lwm2m ? Optional.of("460111111111111") : Optional.empty());
  }

  private static Event.Reported report(String channel, Bytes raw, Content content) {
    return new Event.Reported(AT, 5, 1, "x", channel, -1, true, 0, raw, content);
  }

  private static String text(Event event, DeviceCard card) {
    return new String(Messages.render(event, card).orElseThrow(), StandardCharsets.UTF_8);
  }

  @Test
  void transparentReportOfLwm2m() {
    assertThat(
            text(
                report("/19/0/0", Bytes.hex("0102ff"), new Content.Opaque()),
                card(Protocol.LWM2M, true)))
        .isEqualTo(
            "{\"upPacketSN\":-1,\"upDataSN\":-1,\"topic\":\"v1/up/ad\",\"timestamp\":1732257000123,"
                + "\"tenantId\":\"2000033383\",\"serviceId\":\"\",\"protocol\":\"lwm2m\","
                + "\"productId\":\"15430077\",\"payload\":{\"APPdata\":\"AQL/\"},"
                + "\"messageType\":\"dataReport\",\"deviceType\":\"\",\"deviceId\":\"15430077sn1\","
                + "\"assocAssetId\":\"\",\"IMSI\":\"460111111111111\",\"IMEI\":\"869000000000001\"}");
  }

  @Test
  void transparentReportOfTcpAndMqtt() {
    assertThat(text(report("", Bytes.utf8("x"), new Content.Opaque()), card(Protocol.TCP, true)))
        .contains("\"topic\":\"ad\"", "\"payload\":{\"APPdata\":\"eA==\"}", "\"IMEI\":\"\"");
    String json = "{ \"a\": 1.50, \"b\":[\"中\"] }";
    assertThat(
            text(
                report("topic/data", Bytes.utf8(json), new Content.Opaque()),
                card(Protocol.MQTT, true)))
        .contains("\"topic\":\"topic/data\"", "\"payload\":" + json + ",");
    assertThat(
            text(
                report("t", Bytes.utf8("{no"), new Content.Undecodable("not JSON")),
                card(Protocol.MQTT, true)))
        .contains("\"payload\":{\"APPdata\":\"e25v\"}");
  }

  @Test
  void whatMqttDropsIsToldToNobody() {
    Event odd = report("nosuch", Bytes.utf8("{}"), new Content.Undecodable("no such topic"));
    assertThat(Messages.withheld(odd, card(Protocol.MQTT, false))).isTrue();
    assertThat(Messages.withheld(odd, card(Protocol.MQTT, true))).isFalse();
    assertThat(Messages.withheld(odd, card(Protocol.TCP, false))).isFalse();
    Event unjudged = report("rep", Bytes.utf8("{}"), new Content.Undecodable("no model", true));
    assertThat(Messages.withheld(unjudged, card(Protocol.MQTT, false))).isFalse();
    Content fits = new Content.Properties(SERVICE, "{}", List.of());
    assertThat(Messages.withheld(report("r", Bytes.utf8("{}"), fits), card(Protocol.MQTT, false)))
        .isFalse();
  }

  @Test
  void reportOfAThingModel() {
    Content content = new Content.Properties(SERVICE, "{\"temp\":21.5,\"on\":true}", List.of());
    assertThat(text(report("/19/0/0", Bytes.hex("02"), content), card(Protocol.LWM2M, false)))
        .contains(
            "\"topic\":\"v1/up/ad19\"",
            "\"serviceId\":1,",
            "\"payload\":{\"temp\":21.5,\"on\":true}");
  }

  @Test
  void eventOfAThingModel() {
    Content content =
        new Content.Occurrence(
            new Content.ServiceRef(1001, "low_battery"), 2, "{\"volt\":3.1}", List.of("odd"));
    assertThat(text(report("e", Bytes.hex("07"), content), card(Protocol.MQTT, false)))
        .isEqualTo(
            "{\"timestamp\":1732257000123,\"tenantId\":\"2000033383\",\"serviceId\":1001,"
                + "\"protocol\":\"mqtt\",\"productId\":\"15430077\",\"messageType\":\"eventReport\","
                + "\"eventType\":2,\"eventContent\":{\"volt\":3.1},\"deviceSn\":\"sn1\","
                + "\"deviceId\":\"15430077sn1\",\"IMSI\":\"\",\"IMEI\":\"\"}");
    assertThat(Messages.type(report("e", Bytes.hex("07"), content)))
        .contains(MessageType.EVENT_REPORT);
  }

  @Test
  void onlineAndOffline() {
    DeviceCard card = card(Protocol.TCP, true);
    String online =
        "{\"timestamp\":1732257000123,\"tenantId\":\"2000033383\",\"protocol\":\"tcp\","
            + "\"productId\":\"15430077\",\"messageType\":\"deviceOnlineOfflineReport\","
            + "\"iccid\":\"undefined\",\"eventType\":1,\"deviceId\":\"15430077sn1\"}";
    assertThat(text(new Event.Connected(AT, 5, 1, "tcp", "x", Optional.empty()), card))
        .isEqualTo(online);
    assertThat(text(new Event.Gone(AT, 5, 1, "LEFT"), card))
        .isEqualTo(online.replace("\"eventType\":1", "\"eventType\":0"));
  }

  @Test
  void everyStateOfACommand() {
    DeviceCard card = card(Protocol.TCP, true);
    String sent =
        "{\"timestamp\":1732257000123,\"tenantId\":\"2000033383\",\"taskId\":9007199254740991,"
            + "\"result\":{\"resultDetail\":\"\",\"resultCode\":\"SENT\"},\"protocol\":\"tcp\","
            + "\"productId\":\"15430077\",\"messageType\":\"commandResponse\","
            + "\"deviceId\":\"15430077sn1\"}";
    long id = 9007199254740991L;
    assertThat(text(new Event.CommandSent(AT, 5, id), card)).isEqualTo(sent);
    assertThat(text(new Event.CommandDelivered(AT, 5, id), card))
        .isEqualTo(sent.replace("SENT", "DELIVERED"));
    for (String failure : List.of("FAILED", "EXPIRED", "TIMEOUT")) {
      assertThat(text(new Event.CommandFailed(AT, 5, id, failure, "why"), card))
          .isEqualTo(sent.replace("SENT", failure));
    }
    assertThat(text(new Event.CommandCompleted(AT, 5, id, "{\"ok\":1}"), card))
        .isEqualTo(
            sent.replace("\"resultDetail\":\"\"", "\"resultDetail\":{\"ok\":1}")
                .replace("SENT", "SUCCESSFUL"));
    assertThat(text(new Event.ResponseIgnored(AT, 5, id, 3, "{\"ok\":1}", "late"), card))
        .contains("\"resultCode\":\"SUCCESSFUL\"", "\"late\":true");
  }

  @Test
  void createdAndDeleted() {
    DeviceIdentity identity =
        new DeviceIdentity(
            "2000033383", 15430077, "15430077sn1", "n", Optional.of("sn1"), Optional.empty());
    String created =
        "{\"timestamp\":1732257000123,\"tenantId\":\"2000033383\",\"protocol\":\"mqtt\","
            + "\"productId\":\"15430077\",\"messageType\":\"deviceCreatedDeletedReport\","
            + "\"eventType\":1,\"deviceSn\":\"sn1\",\"deviceId\":\"15430077sn1\",\"IMSI\":\"\","
            + "\"IMEI\":\"\"}";
    assertThat(text(new Event.DeviceCreated(AT, 5, identity), card(Protocol.MQTT, true)))
        .isEqualTo(created);
    assertThat(text(new Event.DeviceDeleted(AT, 5, identity), card(Protocol.MQTT, true)))
        .isEqualTo(created.replace("\"eventType\":1", "\"eventType\":0"));
  }

  @Test
  void nobodyIsToldOfTheRest() {
    for (Event event :
        List.of(
            new Event.PlatformStarted(AT),
            new Event.Observed(AT, 5, 1, "x", "/19/0/0", 42, Bytes.hex("00")),
            new Event.CommandSaved(AT, 5, 1, Bytes.hex("00"), "{}", Duration.ZERO, "me"),
            new Event.CommandCancelled(AT, 5, 1, "me"),
            new Event.ResponseIgnored(AT, 5, 0, 3, "{}", "unknown task"),
            report("r", Bytes.hex("00"), new Content.Response(SERVICE, 3, "{}", List.of())),
            new Event.DeviceRemoved(AT, 5))) {
      assertThat(Messages.type(event)).isEmpty();
      assertThat(Messages.render(event, card(Protocol.TCP, true))).isEmpty();
    }
  }
}
