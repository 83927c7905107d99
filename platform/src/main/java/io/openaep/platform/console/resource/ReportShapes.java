package io.openaep.platform.console.resource;

import io.openaep.platform.console.rest.Body;
import io.openaep.platform.console.rest.Reply;
import io.openaep.platform.console.rest.Shape;
import io.openaep.platform.data.Report;
import io.openaep.wire.mqtt.MqttProperties.UserProperty;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A report as the REST API gives it. Pure.
final class ReportShapes {
  private static final int RAW_CHARACTERS = 1 << 20;

  static final Shape.Obj REPORT =
      Shape.object(
          "Report",
          Shape.must("at", Shape.time(), "When it was received"),
          Shape.must("position", Shape.whole(0, Long.MAX_VALUE), "Its place in the journal"),
          Shape.must("channel", Shape.text(0, 1024), "LwM2M path, MQTT topic; empty on TCP"),
          Shape.must("bytes", Shape.whole(0, Integer.MAX_VALUE), "Its length"),
          Shape.must("raw", Shape.text(0, RAW_CHARACTERS), "Its bytes in Base64"),
          Shape.may("service", Shape.text(1, 128), "Of the thing model that understood it"),
          Shape.may("values", Shape.any(), "What the thing model made of it"),
          Shape.may("problem", Shape.text(1, 10_000), "Why it could not be decoded, or is odd"),
          Shape.may(
              "userProperties",
              Shape.list(
                  Shape.object(
                      "UserProperty",
                      Shape.must("name", Shape.text(0, 65_535), "Names may repeat"),
                      Shape.must("value", Shape.text(0, 65_535), "As the device sent it")),
                  1,
                  32_768),
              "What an MQTT 5.0 device said beside the payload"));

  static final Shape.Obj PRODUCT_REPORT =
      REPORT.with(
          "ProductReport", Shape.must("deviceId", Shape.text(1, 80), "The device that sent it"));

  private ReportShapes() {}

  static Map<String, Object> view(Report report, List<UserProperty> user) {
    return Reply.members(
        "at",
        report.at(),
        "position",
        report.position(),
        "channel",
        report.channel(),
        "bytes",
        report.raw().size(),
        "raw",
        report.raw().toBase64(),
        "service",
        Optional.of(report.service()).filter(it -> !it.isEmpty()),
        "values",
        Optional.of(report.values()).filter(it -> !it.isEmpty()).map(Body::tree),
        "problem",
        Optional.of(report.problem()).filter(it -> !it.isEmpty()),
        "userProperties",
        Optional.of(
                user.stream()
                    .map(it -> Reply.members("name", it.name(), "value", it.value()))
                    .toList())
            .filter(it -> !it.isEmpty()));
  }
}
