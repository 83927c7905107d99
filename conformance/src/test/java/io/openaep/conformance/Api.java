package io.openaep.conformance;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A northbound client for the tests, written from the published rules of the signature.
public final class Api {
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private final String base;
  private final String key;
  private final String secret;

  Api(String base, String key, String secret) {
    this.base = base;
    this.key = key;
    this.secret = secret;
  }

  public record Product(long id, String masterKey) {}

  public record Device(Product product, String id, String token) {}

  /// A transparent product.
  ///
  /// @param body the members that differ by protocol, as JSON without braces
  Product product(String name, String body) throws IOException {
    JsonNode result =
        post(
                "/aep_product_management/product",
                "20191018204154",
                "",
                """
                {"productName":"%s","productDesc":"conformance","productType":"a","secondaryType":"b",\
                "thirdType":"c","nodeType":1,"accessType":1,"networkType":2,"tupIsThrough":0,%s}\
                """
                    .formatted(name, body))
            .path("result");
    return new Product(result.path("productId").asLong(), result.path("apiKey").asString());
  }

  public Product lwm2m(String name, int powerModel) throws IOException {
    return product(
        name,
        "\"productProtocol\":3,\"authType\":4,\"dataEncryption\":5,\"endpointFormat\":1,\"powerModel\":"
            + powerModel);
  }

  /// A product whose devices come over DTLS.
  Product securedLwm2m(String name, int powerModel) throws IOException {
    return product(
        name,
        "\"productProtocol\":3,\"authType\":4,\"dataEncryption\":4,\"endpointFormat\":1,\"powerModel\":"
            + powerModel);
  }

  /// A device of such a product.
  ///
  /// @param key 16 letters and digits
  Device securedDevice(Product product, String imei, String key) throws IOException {
    return deviceOf(
        product,
        imei,
        "\"imei\":\"%s\",\"other\":{\"autoObserver\":0,\"pskValue\":\"%s\"}".formatted(imei, key));
  }

  public Product mqtt(String name) throws IOException {
    return product(
        name,
        "\"productProtocol\":2,\"authType\":1,\"dataEncryption\":5,\"encryptionType\":0,\"payloadFormat\":1");
  }

  public Product tcp(String name) throws IOException {
    return product(name, "\"productProtocol\":7,\"authType\":1,\"encryptionType\":0");
  }

  /// @param number the IMEI where the product is LwM2M, else the device number
  public Device device(Product product, boolean lwm2m, String number) throws IOException {
    String identity =
        lwm2m
            ? "\"imei\":\"%s\",\"other\":{\"autoObserver\":0}".formatted(number)
            : "\"deviceSn\":\"%s\"".formatted(number);
    return deviceOf(product, number, identity);
  }

  private Device deviceOf(Product product, String number, String identity) throws IOException {
    JsonNode result =
        post(
                "/aep_device_management/device",
                "20181031202117",
                product.masterKey(),
                "{\"deviceName\":\"d%s\",\"operator\":\"test\",\"productId\":%d,%s}"
                    .formatted(number, product.id(), identity))
            .path("result");
    return new Device(
        product, result.path("deviceId").asString(), result.path("token").asString(""));
  }

  /// Subscribes a URL to messages of a whole product.
  ///
  /// @param types AEP's numbers as a JSON list
  public JsonNode subscribe(Product product, String url, String types) throws IOException {
    return post(
        "/aep_subscribe_north/subscription",
        "20181031202018",
        product.masterKey(),
        "{\"productId\":%d,\"subLevel\":1,\"subTypes\":%s,\"subUrl\":\"%s\",\"operator\":\"test\"}"
            .formatted(product.id(), types, url));
  }

  /// Creates a command and returns its id.
  ///
  /// @param content the JSON of the member `content`
  public String command(Device device, String content, int ttlSeconds) throws IOException {
    return successful(commandCall(device, content, ttlSeconds))
        .path("result")
        .path("commandId")
        .asString();
  }

  /// The call that creates a command.
  static ApiCall commandCall(Device device, String content, int ttlSeconds) {
    return ApiCall.with(
        "POST",
        "/aep_device_command/command",
        "20190712225145",
        device.product().masterKey(),
        """
        {"content":%s,"deviceId":"%s","operator":"test","productId":%d,"ttl":%d,"level":1}\
        """
            .formatted(content, device.id(), device.product().id(), ttlSeconds));
  }

  /// A command of a transparent LwM2M or TCP product that is a text, with a TTL of two hours.
  String textCommand(Device device, String text) throws IOException {
    return command(device, textContent(text), 7200);
  }

  /// The `content` of a command that is a text.
  static String textContent(String text) {
    return "{\"dataType\":1,\"payload\":\"" + text + "\"}";
  }

  /// Asks to cancel a command.
  ///
  /// @return the whole answer
  JsonNode cancel(Device device, String commandId) throws IOException {
    ApiCall call =
        ApiCall.with(
            "PUT",
            "/aep_device_command/cancelCommand",
            "20190615023142",
            device.product().masterKey(),
            "{\"commandId\":\"%s\",\"deviceId\":\"%s\",\"productId\":%d}"
                .formatted(commandId, device.id(), device.product().id()));
    return JsonMapper.shared().readTree(send(call).body());
  }

  /// The Chinese text of a command's status.
  String status(Device device, String commandId) throws IOException {
    return command(device, commandId).path("commandStatus").asString("");
  }

  /// The command as the API shows it.
  public JsonNode command(Device device, String commandId) throws IOException {
    return get(
            "/aep_device_command/command",
            "20190712225241",
            device.product().masterKey(),
            Map.of(
                "commandId", commandId,
                "deviceId", device.id(),
                "productId", Long.toString(device.product().id())))
        .path("result");
  }

  /// Payloads of all reports of a device, oldest first.
  List<String> reports(Device device) throws IOException {
    List<String> payloads = new ArrayList<>();
    String next = "";
    do {
      JsonNode page =
          post(
              "/aep_device_status/getDeviceStatusHisInPage",
              "20190928013337",
              "",
              """
              {"productId":"%d","deviceId":"%s","begin_timestamp":"0","end_timestamp":"9999999999999",\
              "page_size":1000,"page_timestamp":"%s"}\
              """
                  .formatted(device.product().id(), device.id(), next));
      for (JsonNode report : page.path("deviceStatusList")) {
        byte[] payload = Base64.getDecoder().decode(report.path("APPdata").asString());
        payloads.add(new String(payload, StandardCharsets.UTF_8));
      }
      next = page.path("page_timestamp").asString("");
    } while (!next.isEmpty());
    return payloads.reversed();
  }

  /// The newest reports of a device, at most a thousand.
  public int newestReports(long productId, String deviceId, int limit) throws IOException {
    String body =
        """
        {"productId":"%d","deviceId":"%s","begin_timestamp":"0","end_timestamp":"9999999999999",\
        "page_size":%d,"page_timestamp":""}\
        """
            .formatted(productId, deviceId, limit);
    return post("/aep_device_status/getDeviceStatusHisInPage", "20190928013337", "", body)
        .path("deviceStatusList")
        .size();
  }

  /// How many reports of a device there are.
  public long countReports(long productId, String deviceId) throws IOException {
    String body =
        """
        {"productId":"%d","deviceId":"%s","begin_timestamp":"0","end_timestamp":"9999999999999"}\
        """
            .formatted(productId, deviceId);
    return post("/aep_device_status/api/v1/getDeviceStatusHisInTotal", "20190928013529", "", body)
        .path("total")
        .asLong();
  }

  /// The newest devices of a product, at most a hundred.
  public int newestDevices(Product product, int limit) throws IOException {
    Map<String, String> query =
        Map.of(
            "productId",
            Long.toString(product.id()),
            "pageNow",
            "1",
            "pageSize",
            Integer.toString(limit));
    return get("/aep_device_management/devices", "20190507012134", product.masterKey(), query)
        .path("result")
        .path("list")
        .size();
  }

  /// Whether the platform shows the device online.
  public boolean online(Device device) throws IOException {
    return get(
                "/aep_device_management/device",
                "20181031202139",
                device.product().masterKey(),
                Map.of("deviceId", device.id(), "productId", Long.toString(device.product().id())))
            .path("result")
            .path("netStatus")
            .asInt()
        == 1;
  }

  JsonNode post(String path, String version, String masterKey, String body) throws IOException {
    return successful(ApiCall.with("POST", path, version, masterKey, body));
  }

  JsonNode get(String path, String version, String masterKey, Map<String, String> query)
      throws IOException {
    return successful(ApiCall.get(path, version, masterKey, query));
  }

  private JsonNode successful(ApiCall call) throws IOException {
    HttpResponse<String> response = send(call);
    JsonNode answer = JsonMapper.shared().readTree(response.body());
    if (response.statusCode() != 200 || answer.path("code").asInt(-1) != 0) {
      throw new IOException(call + ": " + response.statusCode() + " " + response.body());
    }
    return answer;
  }

  /// Sends a call and gives back whatever the platform answers.
  HttpResponse<String> send(ApiCall call) throws IOException {
    return send(call.signed(base, key, secret));
  }

  static HttpResponse<String> send(HttpRequest request) throws IOException {
    try {
      return HTTP.send(request, BodyHandlers.ofString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(request + ": interrupted", e);
    }
  }
}
