package io.openaep.app;

import io.openaep.devices.cloud.CloudClient;
import io.openaep.devices.cloud.CloudException;
import io.openaep.devices.module.baseband.Destinations;
import io.openaep.devices.module.baseband.Destinations.Door;
import java.io.IOException;
import java.net.URI;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/// Where a platform is, as the user says it: a host with the usual ports, or a URL whose
/// `/api/info` names them.
final class PlatformAddress {
  private static final Map<Door, Integer> USUAL =
      Map.of(
          Door.LWM2M, 5683, Door.LWM2MS, 5684, Door.MQTT, 1883, Door.MQTTS, 8883, Door.TCP, 8996);

  private PlatformAddress() {}

  /// @throws WrongUse if it is neither
  /// @throws IOException if no platform answers at the URL
  static Destinations of(String text) throws IOException {
    if (!text.contains("://")) {
      return Destinations.platform(text, USUAL);
    }
    URI url = URI.create(text);
    if (url.getHost() == null) {
      throw new WrongUse("--platform is HOST, or a URL such as http://127.0.0.1:8080, not " + text);
    }
    Map<Door, Integer> ports = new EnumMap<>(Door.class);
    JsonNode told = info(url).path("ports");
    for (Door door : Door.values()) {
      JsonNode port = told.path(door.name().toLowerCase(Locale.ROOT));
      if (port.isNumber()) {
        ports.put(door, port.asInt());
      }
    }
    String host = url.getHost();
    return Destinations.platform(
        host.startsWith("[") ? host.substring(1, host.length() - 1) : host, ports);
  }

  private static JsonNode info(URI url) throws IOException {
    try (CloudClient client = new CloudClient(url, "", "", InstantSource.system())) {
      return client.info();
    } catch (CloudException e) {
      throw new IOException("--platform: " + e.getMessage(), e);
    }
  }
}
