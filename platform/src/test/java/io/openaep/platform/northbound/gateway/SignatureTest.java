package io.openaep.platform.northbound.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.openaep.platform.northbound.gateway.Signature.Signed;
import io.openaep.wire.Bytes;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Golden vectors: what the vendor's Java SDK 2.5.0 sent, with AppKey `AK` and AppSecret `SECRET`.
class SignatureTest {
  private static final FunctionTable TABLE = FunctionTable.load();

  private static Signed signed(String method, String path, String query, String body) {
    ApiFunction function =
        TABLE.at(path).stream()
            .filter(row -> row.method().equals(method))
            .findFirst()
            .orElseThrow();
    HttpCall http =
        new HttpCall(method, path, query, Map.of("masterkey", "MK"), Bytes.utf8(body), "");
    return new Signed(function, Query.parse(query), http);
  }

  private static boolean fits(String signature, String timestamp, Signed signed) {
    return Signature.fits(
        signature, "AK", "SECRET", timestamp, signed, signed.http().body().unsafeArray());
  }

  @Test
  void allDeclaredParametersMissingOnesEmpty() {
    Signed devices = signed("GET", "/aep_device_management/devices", "productId=100", "");
    assertThat(fits("a49znDEZ4/d392SmNPlq+rpftQY=", "1795339862154", devices)).isTrue();
  }

  @Test
  void onlyTheParametersPresent() {
    Signed devices = signed("GET", "/aep_device_management/devices", "productId=100", "");
    assertThat(fits("/HEedh/9j7NUGZ3umgM/Z3PzBtw=", "1795339862154", devices)).isTrue();
  }

  @Test
  void theMasterKeyMayBeSentAndNotSigned() {
    Signed devices = signed("GET", "/aep_device_management/devices", "productId=100", "");
    String unsigned = "application:AK\ntimestamp:1795339862154\nproductId:100\n";
    assertThat(fits(Signature.of("SECRET", unsigned.getBytes(UTF_8)), "1795339862154", devices))
        .isTrue();
    assertThat(
            fits(
                Signature.of("SECRET", unsigned.replace("productId:100\n", "").getBytes(UTF_8)),
                "1795339862154",
                devices))
        .isFalse();
  }

  @Test
  void theMasterKeyMayBeLeftOutAlsoWhereMissingOnesAreSignedEmpty() {
    Signed devices = signed("GET", "/aep_device_management/devices", "productId=100", "");
    String text = "application:AK\ntimestamp:1\npageNow:\npageSize:\nproductId:100\nsearchValue:\n";
    assertThat(fits(Signature.of("SECRET", text.getBytes(UTF_8)), "1", devices)).isTrue();
  }

  @Test
  void onlyABodyThatNoOneLooksAtMayBeUnsigned() {
    Signed device =
        signed("GET", "/aep_device_management/device", "productId=1&deviceId=d", "{\"a\":1}");
    String text = "application:AK\ntimestamp:1\nMasterKey:MK\ndeviceId:d\nproductId:1\n";
    assertThat(fits(Signature.of("SECRET", text.getBytes(UTF_8)), "1", device)).isTrue();
    assertThat(fits(Signature.of("SECRET", (text + "{\"a\":1}\n").getBytes(UTF_8)), "1", device))
        .isTrue();
    Signed command = signed("POST", "/aep_device_command/command", "", "{\"a\":1}");
    String unsigned = "application:AK\ntimestamp:1\nMasterKey:MK\n";
    assertThat(fits(Signature.of("SECRET", unsigned.getBytes(UTF_8)), "1", command)).isFalse();
  }

  @Test
  void bodyIsSignedByteForByte() {
    Signed command = signed("POST", "/aep_device_command/command", "", "{\"a\":\"中\"}");
    assertThat(fits("D5D9PY2hwAqJZGyAOj/IscMGQIM=", "1795339862428", command)).isTrue();
    Signed spaced = signed("POST", "/aep_device_command/command", "", "{\"a\": \"中\"}");
    assertThat(fits("D5D9PY2hwAqJZGyAOj/IscMGQIM=", "1795339862428", spaced)).isFalse();
  }

  @Test
  void nothingElseFits() {
    Signed devices = signed("GET", "/aep_device_management/devices", "productId=101", "");
    assertThat(fits("a49znDEZ4/d392SmNPlq+rpftQY=", "1795339862154", devices)).isFalse();
    Signed same = signed("GET", "/aep_device_management/devices", "productId=100", "");
    assertThat(fits("a49znDEZ4/d392SmNPlq+rpftQY=", "1795339862155", same)).isFalse();
    assertThat(fits("", "1795339862154", same)).isFalse();
    assertThat(fits("字", "1795339862154", same)).isFalse();
  }

  @Test
  void parameterGivenTwiceIsTwoLinesInOrder() {
    Signed twice = signed("GET", "/aep_device_management/devices", "productId=2&productId=1", "");
    assertThat(Signature.variants(twice).getFirst())
        .startsWith(
            new Signature.Line("MasterKey", "MK"),
            new Signature.Line("pageNow", ""),
            new Signature.Line("pageSize", ""),
            new Signature.Line("productId", "2"),
            new Signature.Line("productId", "1"));
  }

  @Test
  void queryIsDecodedAsAForm() {
    assertThat(Query.parse("a=%E6%B0%B4+1&b=&c&=x&a=2").values())
        .isEqualTo(Map.of("a", List.of("水 1", "2"), "b", List.of(""), "c", List.of("")));
  }
}
