package io.openaep.platform.northbound;

import static org.assertj.core.api.Assertions.assertThat;

import io.openaep.platform.northbound.ApiCall.Reply;
import io.openaep.platform.northbound.ApiWorld.Product;
import io.openaep.platform.registry.ApplicationGrant;
import io.openaep.platform.registry.Tenancy;
import io.openaep.platform.requests.RequestLog.Filter;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GatewayTest {
  private static final String DEVICES = "/aep_device_management/devices";
  private static final String DEVICES_VERSION = "20190507012134";
  private static final String PRODUCT = "/aep_product_management/product";
  private static final String PRODUCT_VERSION = "20191018204154";

  @TempDir static Path path;
  private static ApiWorld world;
  private static Product product;

  @BeforeAll
  static void open() {
    world = new ApiWorld(path);
    product = world.mqtt("gateway");
  }

  @AfterAll
  static void close() {
    world.close();
  }

  private static ApiCall devices() {
    return world
        .call("GET", DEVICES, DEVICES_VERSION)
        .masterKey(product.masterKey())
        .query("productId", product.id());
  }

  @Test
  void echoTellsTheTimeToAnyone() throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpResponse<String> answer =
          client.send(
              HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + world.port + "/echo"))
                  .build(),
              BodyHandlers.ofString());
      assertThat(answer.statusCode()).isEqualTo(200);
      long told = Long.parseLong(answer.headers().firstValue("x-ag-timestamp").orElse(""));
      assertThat(told).isBetween(ApiWorld.START.toEpochMilli(), world.clock.millis());
    }
  }

  @Test
  void goldenRequestsPassTheGate() {
    Reply allDeclared =
        golden("GET", DEVICES, DEVICES_VERSION, "1795339862154", "a49znDEZ4/d392SmNPlq+rpftQY=");
    assertThat(allDeclared.code()).isEqualTo(1002);
    assertThat(allDeclared.msg()).isEqualTo("此产品不存在");
    Reply onlySent =
        golden("GET", DEVICES, DEVICES_VERSION, "1795339862154", "/HEedh/9j7NUGZ3umgM/Z3PzBtw=");
    assertThat(onlySent.code()).isEqualTo(1002);
    Reply withBody =
        world
            .call("POST", "/aep_device_command/command", "20190712225145")
            .masterKey("MK")
            .header("timestamp", "1795339862428")
            .header("signature", "D5D9PY2hwAqJZGyAOj/IscMGQIM=")
            .body("{\"a\":\"中\"}")
            .send();
    assertThat(withBody.status()).isEqualTo(200);
    assertThat(withBody.code()).isEqualTo(8803);
  }

  private static Reply golden(
      String method, String path, String version, String timestamp, String signature) {
    return world
        .call(method, path, version)
        .masterKey("MK")
        .query("productId", 100)
        .header("timestamp", timestamp)
        .header("signature", signature)
        .send();
  }

  @Test
  void masterKeyMayBeSignedWithoutBeingDeclared() {
    Reply reply =
        world
            .call("GET", PRODUCT, "20181031202055")
            .masterKey("anything")
            .query("productId", product.id())
            .send();
    assertThat(reply.code()).isZero();
  }

  @Test
  void masterKeyThatIsNotDeclaredMayBeSentUnsigned() {
    Reply reply =
        world
            .call("GET", "/aep_product_management/products", "20190507004824")
            .masterKey("anything")
            .query("pageNow", 1)
            .withoutSigningTheMasterKey()
            .send();
    assertThat(reply.code()).isZero();
  }

  @Test
  void masterKeyThatIsDeclaredMayBeSentUnsignedButMustFit() {
    assertThat(devices().withoutSigningTheMasterKey().send().code()).isZero();
    assertRefused(
        devices().masterKey("another").withoutSigningTheMasterKey().send(), 403, "MasterKey");
  }

  @Test
  void masterKeyRepeatedInTheQueryIsSignedOnce() {
    Reply reply = devices().query("MasterKey", product.masterKey()).send();
    assertThat(reply.code()).isZero();
  }

  @Test
  void headerNamesAreCaseInsensitive() {
    Reply reply =
        devices()
            .without("MasterKey")
            .header("mASTERkEY", product.masterKey())
            .signing("MasterKey", product.masterKey())
            .send();
    assertThat(reply.code()).isZero();
  }

  @Test
  void missingHeadersAre401WithTheirNames() {
    for (String header : List.of("application", "timestamp")) {
      assertRefused(devices().header("signature", "x").without(header).send(), 401, header);
    }
    assertRefused(devices().header("signature", " ").send(), 401, "signature");
  }

  @Test
  void unknownAppKeyIs401() {
    assertRefused(devices().header("application", "nobody").send(), 401, "AppKey");
  }

  @Test
  void wrongSecretIs401() {
    assertRefused(devices().secret("WRONG").send(), 401, "signature does not fit");
  }

  @Test
  void timestampMayBeAQuarterOfAnHourOff() {
    long now = world.clock.millis();
    long almost = Duration.ofMinutes(15).minusSeconds(5).toMillis();
    long over = Duration.ofMinutes(15).plusSeconds(5).toMillis();
    for (long off : List.of(-almost, almost)) {
      assertThat(devices().header("timestamp", String.valueOf(now + off)).send().code()).isZero();
    }
    assertRefused(devices().header("timestamp", String.valueOf(now - over)).send(), 401, "behind");
    assertRefused(devices().header("timestamp", String.valueOf(now + over)).send(), 401, "ahead");
    assertRefused(devices().header("timestamp", "soon").send(), 401, "milliseconds");
  }

  @Test
  void missingMasterKeyIs403() {
    assertRefused(devices().without("MasterKey").send(), 403, "MasterKey");
  }

  @Test
  void masterKeyOfAnotherProductIs403() {
    Product other = world.tcp("another");
    assertRefused(devices().masterKey(other.masterKey()).send(), 403, "MasterKey");
  }

  @Test
  void unknownVersionIs400WithTheKnownOnes() {
    Reply reply = world.call("POST", PRODUCT, "20200101000000").body("{}").send();
    assertRefused(reply, 400, "20191018204154 and 20220924042921");
    assertRefused(devices().without("version").send(), 400, "version is missing");
  }

  @Test
  void unknownPathIs404() {
    for (String unknown :
        List.of("/aep_device_management/nothing", "/aep_nothing/nothing", "/usr/nothing")) {
      assertRefused(world.call("GET", unknown, "1").send(), 404, unknown);
    }
    Reply elsewhere = world.call("GET", "/elsewhere/nothing", "1").send();
    assertThat(elsewhere.json().path("error").asString()).isEqualTo("not_found");
  }

  @Test
  void wrongMethodIs404WithTheRightOne() {
    Reply reply = world.call("GET", "/aep_device_command/cancelCommand", "1").send();
    assertRefused(reply, 404, "PUT");
  }

  @Test
  void functionThatIsNotServedIs404AndNamed() {
    Reply reply =
        world
            .call("POST", "/aep_rule_engine/v3/rule/createRule", "20210327062633")
            .body("{}")
            .send();
    assertThat(reply.status()).isEqualTo(404);
    assertThat(reply.json().path("code").asString()).isEqualTo("404");
    assertThat(reply.json().path("code").isString()).isTrue();
    assertThat(reply.msg()).contains("aep_rule_engine/CreateRule", "does not serve yet");
  }

  @Test
  void refusalInTheStatusModuleHasItsOwnEnvelope() {
    Reply reply =
        world
            .call("POST", "/aep_device_status/deviceStatus", "20181031202028")
            .secret("WRONG")
            .body("{}")
            .send();
    assertThat(reply.status()).isEqualTo(401);
    assertThat(reply.json().propertyNames()).containsExactly("code", "desc");
  }

  @Test
  void missingAndMalformedParametersAre8803() {
    assertThat(
            world.call("GET", DEVICES, DEVICES_VERSION).masterKey(product.masterKey()).send().msg())
        .isEqualTo("参数验证失败: the query parameter productId is missing");
    Reply reply = devices().query("pageNow", "one").send();
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.code()).isEqualTo(8803);
    assertThat(reply.http().body())
        .isEqualTo(
            "{\"code\":8803,\"msg\":\"参数验证失败: the query parameter pageNow must be a whole number\","
                + "\"result\":null}");
    assertThat(devices().query("pageSize", 101).send().code()).isEqualTo(8803);
  }

  @Test
  void bodiesThatAreNoJsonObjectAre8802() {
    for (String body :
        List.of(
            "nonsense",
            "[]",
            "\"text\"",
            "{\"a\":1",
            "{} {}",
            "{\"a\":1,\"a\":2}",
            "{\"a\":".repeat(40) + "1" + "}".repeat(40),
            "{\"a\":" + "9".repeat(100) + "}")) {
      Reply reply = world.call("POST", PRODUCT, PRODUCT_VERSION).body(body).send();
      assertThat(reply.status()).isEqualTo(200);
      assertThat(reply.code()).as(body).isEqualTo(8802);
      assertThat(reply.msg()).startsWith("参数解析失败");
    }
    assertThat(world.call("POST", PRODUCT, PRODUCT_VERSION).send().code()).isEqualTo(8802);
  }

  @Test
  void hintsNameTheMistakeOfTheSigner() {
    assertRefused(devices().query("pageNow", 2).signing("pageNow", "1").send(), 401, "pageNow=1");
    assertRefused(devices().signing("pageNow", "1").send(), 401, "pageNow=1 but sent nothing");
    assertRefused(devices().withoutLineFeedAtEnd().send(), 401, "line feed");
    assertRefused(
        devices().query("searchValue", "水 表").signing("searchValue", "%E6%B0%B4+%E8%A1%A8").send(),
        401,
        "URL-encoded");
  }

  @Test
  void repeatedWriteGetsTheFirstAnswerAndDoesNothing() {
    String form = ApiWorld.productForm("once", "\"productProtocol\":7,\"authType\":1");
    String timestamp = String.valueOf(world.clock.millis());
    ApiCall call =
        world.call("POST", PRODUCT, PRODUCT_VERSION).header("timestamp", timestamp).body(form);
    Reply first = call.send();
    assertThat(first.code()).isZero();
    Reply second = call.send();
    assertThat(second.http().body()).isEqualTo(first.http().body());
    assertThat(world.registry.products(world.tenantId, "once", 1, 10).total()).isEqualTo(1);
    assertThat(world.meters.get("openaep.northbound.repeated").counter().count()).isEqualTo(1);
  }

  @Test
  void repeatedWriteGetsTheFirstAnswerAfterARestart() {
    ApiCall create = create("survives");
    Reply first = create.send();
    assertThat(first.code()).isZero();
    world.restart();
    Reply second = create.at(world.port).send();
    assertThat(second.http().body()).isEqualTo(first.http().body());
    assertThat(world.registry.products(world.tenantId, "survives", 1, 10).total()).isEqualTo(1);
  }

  private static ApiCall create(String name) {
    return world
        .call("POST", PRODUCT, "20191018204154")
        .body(ApiWorld.productForm(name, "\"productProtocol\":7,\"authType\":1"));
  }

  @Test
  void writesAreRefusedWithASentenceWhileTheDiskIsFull() {
    world.journal.refuse("Nothing can be stored: the disk is full.");
    Reply reply = create("full").send();
    world.journal.accept();
    assertRefused(reply, 503, "the disk is full");
    assertThat(reply.http().headers().firstValue("Retry-After")).contains("1");
  }

  @Test
  void anApplicationCallsOnlyWhatItIsAuthorisedFor() {
    grant(
        new ApplicationGrant(
            "AK", true, Optional.of(List.of("aep_product_management/QueryProduct")), List.of()));
    Reply refused = devices().send();
    Reply allowed = world.call("GET", PRODUCT, "20181031202055").query("productId", 1).send();
    grant(ApplicationGrant.everything("AK"));
    assertRefused(refused, 403, "not authorised for aep_device_management/QueryDeviceList");
    assertThat(allowed.code()).isEqualTo(1002);
  }

  @Test
  void anApplicationCallsOnlyFromItsSources() {
    grant(new ApplicationGrant("AK", true, Optional.empty(), List.of("192.0.2.0/24")));
    Reply elsewhere = devices().send();
    grant(new ApplicationGrant("AK", true, Optional.empty(), List.of("127.0.0.0/8")));
    Reply here = devices().send();
    grant(ApplicationGrant.everything("AK"));
    assertRefused(elsewhere, 403, "may not call from 127.0.0.1");
    assertThat(here.status()).isEqualTo(200);
  }

  @Test
  void aDisabledApplicationIsToldSo() {
    grant(new ApplicationGrant("AK", false, Optional.empty(), List.of()));
    Reply reply = devices().send();
    grant(ApplicationGrant.everything("AK"));
    assertRefused(reply, 403, "is disabled");
  }

  private static void grant(ApplicationGrant grant) {
    Tenancy.Entry _ = world.registry.tenancy().changeApplication(world.tenantId, "AK", grant);
  }

  @Test
  void aBodyBeyondTheLimitIsRefusedInTheEnvelopeOfItsModule() throws Exception {
    String head = " HTTP/1.1\r\nHost: a\r\nContent-Length: 8388608\r\nConnection: close\r\n\r\n";
    for (String path :
        List.of("/aep_device_management/device", "/aep_device_status/deviceStatus")) {
      try (Socket socket = new Socket(InetAddress.ofLiteral("127.0.0.1"), world.port)) {
        socket.getOutputStream().write(("POST " + path + head).getBytes(StandardCharsets.UTF_8));
        String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(answer).startsWith("HTTP/1.1 413 ");
        String text = path.contains("status") ? "\"desc\"" : "\"msg\"";
        assertThat(answer).contains("{\"code\":413," + text + ":\"The body is larger than");
      }
    }
  }

  @Test
  void everyCallIsInTheRequestLogWithTheReasonOfItsRefusal() {
    Reply refused = devices().secret("OTHER").send();
    assertThat(refused.status()).isEqualTo(401);
    Reply done = create("logged").send();
    assertThat(done.code()).isZero();
    var newest = world.requests.list(everyTenant(), Long.MAX_VALUE, 2);
    assertThat(newest.get(0).entry())
        .satisfies(entry -> {
          assertThat(entry.tenantId()).isEqualTo(world.tenantId);
          assertThat(entry.api()).isEqualTo("aep_product_management/CreateProduct");
          assertThat(entry.code()).isZero();
          assertThat(entry.reason()).isEmpty();
        });
    assertThat(newest.get(1).entry())
        .satisfies(entry -> {
          assertThat(entry.tenantId()).isEqualTo(world.tenantId);
          assertThat(entry.appKey()).isEqualTo("AK");
          assertThat(entry.status()).isEqualTo(401);
          assertThat(entry.reason()).contains("The signature does not fit");
          assertThat(entry.remote()).startsWith("127.0.0.1:");
        });
  }

  /// Known but not served, and served in another version: whose call and which function it was.
  @Test
  void aFunctionThatIsRefusedIsNamedInTheRequestLog() {
    Reply version = world.call("GET", "/aep_product_management/products", "2000").send();
    assertThat(version.status()).isEqualTo(400);
    Reply nobody =
        world
            .call("GET", "/aep_product_management/products", "2000")
            .header("application", "nobody")
            .send();
    assertThat(nobody.status()).isEqualTo(400);
    var newest = world.requests.list(everyTenant(), Long.MAX_VALUE, 2);
    assertThat(newest)
        .extracting(it -> it.entry().api())
        .containsOnly("aep_product_management/QueryProductList");
    assertThat(newest.get(1).entry().tenantId()).isEqualTo(world.tenantId);
    assertThat(newest.get(0).entry().tenantId()).isEmpty();
  }

  /// The registry refuses it, and the module gave that no code of its own.
  @Test
  void aSearchThatIsTooLongIsRefusedAndNoMistakeOfOurs() {
    Reply reply =
        world
            .call("GET", "/aep_product_management/products", "20190507004824")
            .query("searchValue", "x".repeat(500))
            .send();
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.code()).isEqualTo(8803);
    assertThat(reply.msg()).contains("searchValue is longer than 128 characters");
  }

  private static Filter everyTenant() {
    return new Filter(
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        false,
        Instant.EPOCH,
        Instant.parse("9999-12-31T00:00:00Z"));
  }

  @Test
  void repeatedReadIsReadAgain() {
    String timestamp = String.valueOf(world.clock.millis());
    ApiCall call = devices().header("timestamp", timestamp);
    long before = call.send().result().path("total").asLong();
    world.device(product, "\"deviceSn\":\"again\"");
    assertThat(call.send().result().path("total").asLong()).isEqualTo(before + 1);
  }

  @Test
  void callsAreCountedByFunctionAndResult() {
    devices().send();
    world.call("GET", DEVICES, DEVICES_VERSION).send();
    assertThat(timer("aep_device_management/QueryDeviceList", "0")).isPositive();
    assertThat(timer("aep_device_management/QueryDeviceList", "8803")).isPositive();
  }

  private static long timer(String api, String result) {
    return world
        .meters
        .get("openaep.northbound.calls")
        .tags("api", api, "result", result)
        .timer()
        .count();
  }

  private static void assertRefused(Reply reply, int status, String reason) {
    assertThat(reply.status()).as(reply.http().body()).isEqualTo(status);
    assertThat(reply.json().propertyNames()).containsExactly("code", "msg", "result");
    assertThat(reply.code()).isEqualTo(status);
    assertThat(reply.msg()).contains(reason);
    assertThat(reply.result().isNull()).isTrue();
  }
}
