package io.openaep.devices.cloud;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// The calls that a test bench makes, in its own words: products, devices, commands, data. Each is
/// one northbound function (AEP northbound, section 3); blocking.
public final class Cloud {
  private static final String OPERATOR = "openaep";

  private final CloudClient client;

  public Cloud(CloudClient client) {
    this.client = client;
  }

  /// A product as this bench needs it.
  public record CloudProduct(long productId, String masterKey) {}

  /// A device as this bench needs it.
  ///
  /// @param token the 特征串; empty on LwM2M
  public record CloudDevice(CloudProduct product, String deviceId, String token) {}

  /// One report.
  ///
  /// @param base64 `APPdata`
  public record CloudReport(long timestamp, String base64) {}

  /// How a product is to be; the numbers are AEP's (northbound, 4.1).
  public record ProductPlan(String name, Kind kind, boolean dtls, int powerModel, int endpoint) {
    /// The protocols that are served.
    public enum Kind {
      LWM2M,
      MQTT,
      TCP
    }
  }

  public CloudProduct createProduct(ProductPlan plan) throws CloudException {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("productName", plan.name());
    body.put("productDesc", "made by openaep replay");
    body.put("productType", "智慧城市");
    body.put("secondaryType", "公共事业");
    body.put("thirdType", "智能水表");
    body.put("nodeType", 1);
    body.put("accessType", 1);
    body.put("networkType", 2);
    body.put("tupIsThrough", 0);
    switch (plan.kind()) {
      case LWM2M -> {
        body.put("productProtocol", 3);
        body.put("authType", 4);
        body.put("dataEncryption", plan.dtls() ? 4 : 5);
        body.put("endpointFormat", plan.endpoint());
        body.put("powerModel", plan.powerModel());
        if (plan.powerModel() == 3) {
          body.put("lwm2mEdrxTime", 20.48);
        }
      }
      case MQTT -> {
        body.put("productProtocol", 2);
        body.put("authType", 1);
        body.put("dataEncryption", 5);
        body.put("encryptionType", 0);
        body.put("payloadFormat", 1);
      }
      case TCP -> {
        body.put("productProtocol", 7);
        body.put("authType", 1);
        body.put("encryptionType", 0);
      }
    }
    JsonNode result =
        client
            .call(
                "POST", "/aep_product_management/product", "20191018204154", Optional.empty(), body)
            .path("result");
    return new CloudProduct(result.path("productId").asLong(), result.path("apiKey").asString());
  }

  public void deleteProduct(CloudProduct product) throws CloudException {
    client.call(
        "DELETE",
        "/aep_product_management/product",
        "20181031202029",
        Optional.of(product.masterKey()),
        Map.of("productId", Long.toString(product.productId())));
  }

  /// @param number the IMEI on LwM2M, else the device number
  /// @param pskHex the DTLS key, as hex
  public CloudDevice createDevice(
      CloudProduct product, boolean lwm2m, String number, Optional<String> pskHex, boolean observe)
      throws CloudException {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("deviceName", "replay " + number);
    body.put("operator", OPERATOR);
    body.put("productId", product.productId());
    if (lwm2m) {
      Map<String, Object> other = new LinkedHashMap<>();
      other.put("autoObserver", observe ? 0 : 1);
      pskHex.ifPresent(hex -> {
        other.put("pskValue", hex);
        other.put("pskType", 1);
      });
      body.put("imei", number);
      body.put("other", other);
    } else {
      body.put("deviceSn", number);
    }
    JsonNode result =
        client
            .call(
                "POST",
                "/aep_device_management/device",
                "20181031202117",
                Optional.of(product.masterKey()),
                body)
            .path("result");
    return new CloudDevice(
        product, result.path("deviceId").asString(), result.path("token").asString(""));
  }

  /// A device of a batch.
  ///
  /// @param number the IMEI on LwM2M, else the device number
  /// @param pskHex the DTLS key, as hex
  public record DevicePlan(String number, Optional<String> pskHex) {}

  /// Creates up to 100 devices in one call (AEP northbound, 4.2).
  ///
  /// @return in the order of the plans
  /// @throws CloudException also if one of them was refused
  public List<CloudDevice> createDevices(
      CloudProduct product, boolean lwm2m, List<DevicePlan> plans) throws CloudException {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("productId", product.productId());
    body.put("operator", OPERATOR);
    body.put("devices", plans.stream().map(plan -> row(plan, lwm2m)).toList());
    JsonNode rows =
        (lwm2m
                ? client.call(
                    "POST",
                    "/aep_nb_device_management/batchNBDevice",
                    "20200828140355",
                    Optional.empty(),
                    body)
                : client.call(
                    "POST",
                    "/aep_device_management/batchDevice",
                    "20230330043852",
                    Optional.of(product.masterKey()),
                    body))
            .path("result");
    List<CloudDevice> made = new ArrayList<>();
    for (JsonNode row : rows) {
      if (row.path("resultCode").asInt(0) != 0) {
        throw new CloudException("a device of a batch was refused: " + row);
      }
      made.add(
          new CloudDevice(
              product, row.path("deviceId").asString(), row.path("token").asString("")));
    }
    if (made.size() != plans.size()) {
      throw new CloudException(
          "a batch of " + plans.size() + " devices was answered with " + made.size());
    }
    return made;
  }

  private static Map<String, Object> row(DevicePlan plan, boolean lwm2m) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("deviceName", "openaep " + plan.number());
    row.put(lwm2m ? "imei" : "deviceSn", plan.number());
    plan.pskHex()
        .ifPresent(hex -> {
          row.put("pskValue", hex);
          row.put("pskType", 1);
        });
    return row;
  }

  public void deleteDevice(CloudDevice device) throws CloudException {
    client.call(
        "DELETE",
        "/aep_device_management/device",
        "20181031202131",
        Optional.of(device.product().masterKey()),
        Map.of(
            "productId", Long.toString(device.product().productId()),
            "deviceIds", device.deviceId()));
  }

  public boolean online(CloudDevice device) throws CloudException {
    JsonNode result =
        client
            .call(
                "GET",
                "/aep_device_management/device",
                "20181031202139",
                Optional.of(device.product().masterKey()),
                Map.of(
                    "productId", Long.toString(device.product().productId()),
                    "deviceId", device.deviceId()))
            .path("result");
    return result.path("netStatus").asInt(2) == 1;
  }

  /// Creates a command.
  ///
  /// @param content as the product's protocol wants it (northbound, 4.3)
  /// @return the command's id
  public String command(CloudDevice device, Map<String, Object> content) throws CloudException {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("content", content);
    body.put("deviceId", device.deviceId());
    body.put("operator", OPERATOR);
    body.put("productId", device.product().productId());
    body.put("ttl", 7200);
    body.put("level", 1);
    return client
        .call(
            "POST",
            "/aep_device_command/command",
            "20190712225145",
            Optional.of(device.product().masterKey()),
            body)
        .path("result")
        .path("commandId")
        .asString();
  }

  /// The Chinese status text of a command, such as 指令已送达.
  public String commandStatus(CloudDevice device, String commandId) throws CloudException {
    return client
        .call(
            "GET",
            "/aep_device_command/command",
            "20190712225241",
            Optional.of(device.product().masterKey()),
            Map.of(
                "commandId", commandId,
                "productId", Long.toString(device.product().productId()),
                "deviceId", device.deviceId()))
        .path("result")
        .path("commandStatus")
        .asString();
  }

  /// All reports of a device, oldest first.
  public List<CloudReport> reports(CloudDevice device) throws CloudException {
    List<CloudReport> reports = new ArrayList<>();
    String next = "";
    do {
      JsonNode page =
          client.call(
              "POST",
              "/aep_device_status/getDeviceStatusHisInPage",
              "20190928013337",
              Optional.empty(),
              Map.<String, Object>of(
                  "productId",
                  Long.toString(device.product().productId()),
                  "deviceId",
                  device.deviceId(),
                  "begin_timestamp",
                  "0",
                  "end_timestamp",
                  "9999999999999",
                  "page_size",
                  1000,
                  "page_timestamp",
                  next));
      for (JsonNode item : page.path("deviceStatusList")) {
        reports.add(
            new CloudReport(item.path("timestamp").asLong(), item.path("APPdata").asString("")));
      }
      next = page.path("page_timestamp").asString("");
    } while (!next.isEmpty());
    return reports.reversed();
  }
}
