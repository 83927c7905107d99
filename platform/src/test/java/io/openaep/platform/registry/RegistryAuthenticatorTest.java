package io.openaep.platform.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.openaep.platform.access.Admission;
import io.openaep.platform.access.Admission.Cause;
import io.openaep.platform.access.DeviceProfile;
import io.openaep.platform.access.Door;
import io.openaep.platform.access.EndpointFormat;
import io.openaep.platform.access.PowerMode;
import io.openaep.platform.access.Protocol;
import io.openaep.wire.Bytes;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RegistryAuthenticatorTest {
  private static final String IMEI = "868543060974334";
  private static final String IMSI = "460115472446714";

  @TempDir Path temp;
  private RegistryWorld world;

  @BeforeEach
  void open() {
    world = new RegistryWorld(temp.resolve("data"));
  }

  @AfterEach
  void close() {
    world.close();
  }

  private static void refused(Cause cause, String reason, Admission admission) {
    assertThat(admission)
        .isInstanceOfSatisfying(
            Admission.Refused.class,
            it -> {
              assertThat(it.cause()).isEqualTo(cause);
              assertThat(it.reason()).contains(reason);
            });
  }

  private static DeviceProfile granted(Admission admission) {
    assertThat(admission).isInstanceOf(Admission.Granted.class);
    return ((Admission.Granted) admission).profile();
  }

  private Admission byPassword(Door door, Device device, String password) {
    return world.authenticator.byPassword(door, device.ref().deviceId(), password);
  }

  private Admission plain(String endpoint) {
    return world.authenticator.byEndpoint(Door.LWM2M, endpoint, Optional.empty());
  }

  private Admission secure(String endpoint, String identity) {
    return world.authenticator.byEndpoint(Door.LWM2MS, endpoint, Optional.of(identity));
  }

  @Test
  void deviceIsLetInByItsOwnTokenOnBothMqttDoors() {
    Device device = world.connected(world.mqtt("p"), "1");
    String token = device.token().orElseThrow();
    assertThat(granted(byPassword(Door.MQTT, device, token)))
        .isEqualTo(
            new DeviceProfile(
                device.ref(), world.tenantId, Optional.empty(), new PowerMode.Drx(), false));
    granted(byPassword(Door.MQTTS, device, token));
    refused(Cause.BAD_CREDENTIALS, "of this device", byPassword(Door.MQTT, device, token + "x"));
    refused(Cause.BAD_CREDENTIALS, "of this device", byPassword(Door.MQTT, device, ""));
  }

  @Test
  void tokenOfAnotherDeviceIsRefused() {
    Product product = world.mqtt("p");
    Device device = world.connected(product, "1");
    Device other = world.connected(product, "2");
    refused(
        Cause.BAD_CREDENTIALS,
        "of this device",
        byPassword(Door.MQTT, device, other.token().orElseThrow()));
  }

  @Test
  void oneTypeOneSecretLetsEveryDeviceOfTheProductIn() {
    Product product = world.registry.createProduct(world.plan(Protocol.TCP, "p", true));
    Device device = world.connected(product, "1");
    granted(byPassword(Door.TCP, device, product.sharedSecret().orElseThrow()));
    refused(Cause.BAD_CREDENTIALS, "of product", byPassword(Door.TCP, device, "x"));
  }

  @Test
  void reasonSaysWhichHalfOfTheDeviceIdIsWrong() {
    Product product = world.mqtt("p");
    refused(
        Cause.UNKNOWN_DEVICE,
        "product %d has no device with the number 77".formatted(product.productId()),
        world.authenticator.byPassword(Door.MQTT, product.productId() + "77", "x"));
    refused(
        Cause.UNKNOWN_DEVICE,
        "nor does a product id begin it",
        world.authenticator.byPassword(Door.MQTT, "9999999977", "x"));
    refused(
        Cause.UNKNOWN_DEVICE,
        "no device has the id ",
        world.authenticator.byPassword(Door.MQTT, "", ""));
    refused(
        Cause.UNKNOWN_DEVICE, "…", world.authenticator.byPassword(Door.MQTT, "x".repeat(500), "x"));
  }

  @Test
  void wrongProtocolIsTheWrongDoor() {
    Device device = world.connected(world.mqtt("p"), "1");
    Device meter = world.meter(world.lwm2m("q"), IMEI);
    refused(
        Cause.WRONG_DOOR,
        "speaks MQTT, and this is the door of TCP",
        byPassword(Door.TCP, device, device.token().orElseThrow()));
    refused(Cause.WRONG_DOOR, "speaks LWM2M", byPassword(Door.MQTT, meter, "x"));
  }

  @Test
  void changeIsHeededByTheNextLogin() {
    Product product = world.mqtt("p");
    Device device = world.connected(product, "1");
    String token = device.token().orElseThrow();
    granted(byPassword(Door.MQTT, device, token));
    world.registry.cancelDevices(product.productId(), List.of(device.ref().deviceId()), "op");
    refused(Cause.CANCELLED, "cancelled", byPassword(Door.MQTT, device, token));
    assertThat(world.authenticator.profile(device.ref().number())).isEmpty();
    refused(Cause.BAD_CREDENTIALS, "password", byPassword(Door.MQTT, device, "x"));
    world.registry.deleteDevices(product.productId(), List.of(device.ref().deviceId()));
    refused(Cause.UNKNOWN_DEVICE, "no device", byPassword(Door.MQTT, device, token));
  }

  /// Devices asked for last are kept in memory: by none of their names may an old one be found.
  @Test
  void changeOfAMeterIsHeededByEachOfItsNames() {
    Product product = world.lwm2m("meters");
    Device meter = world.meter(product, IMEI);
    long number = meter.ref().number();
    for (int ask = 0; ask < 2; ask++) {
      assertThat(granted(plain(IMEI)).autoObserve()).isEqualTo(meter.autoObserve());
      assertThat(world.authenticator.profile(number)).isPresent();
    }
    world.registry.cancelDevices(product.productId(), List.of(meter.ref().deviceId()), "op");
    refused(Cause.CANCELLED, "cancelled", plain(IMEI));
    assertThat(world.authenticator.profile(number)).isEmpty();
    assertThat(world.registry.deviceById(meter.ref().deviceId()).orElseThrow().cancelledAt())
        .isPresent();
    world.registry.deleteDevices(product.productId(), List.of(meter.ref().deviceId()));
    refused(Cause.UNKNOWN_DEVICE, "no device", plain(IMEI));
    assertThat(world.registry.deviceById(meter.ref().deviceId())).isEmpty();
    assertThat(world.registry.deviceByNumber(number)).isEmpty();
  }

  @Test
  void endpointMustHaveTheFormOfItsProduct() {
    world.meter(world.lwm2m("imei"), "86854306097431");
    world.meter(world.lwm2m("urn", false, EndpointFormat.URN_IMEI), "86854306097432");
    world.registry.createDevice(
        RegistryWorld.meterPlan(
            world.lwm2m("both", false, EndpointFormat.URN_IMEI_IMSI),
            "86854306097433",
            Optional.of(IMSI),
            Optional.empty()));

    assertThat(granted(plain("86854306097431")).imei()).contains("86854306097431");
    granted(plain("urn:imei:86854306097432"));
    granted(plain("URN:IMEI:86854306097432"));
    granted(plain("Urn:Imei-Imsi:86854306097433-" + IMSI));

    refused(
        Cause.WRONG_ENDPOINT_FORM,
        "endpoint is urn:imei:86854306097431 but product 10000001 expects 86854306097431",
        plain("urn:imei:86854306097431"));
    refused(Cause.WRONG_ENDPOINT_FORM, "expects urn:imei:86854306097432", plain("86854306097432"));
    refused(
        Cause.WRONG_ENDPOINT_FORM,
        "expects urn:imei-imsi:86854306097433-<IMSI>",
        plain("urn:imei:86854306097433"));
    refused(
        Cause.BAD_CREDENTIALS,
        "another IMSI",
        plain("urn:imei-imsi:86854306097433-460000000000000"));
    refused(Cause.WRONG_ENDPOINT_FORM, "none of", plain("urn:uuid:1234"));
    refused(Cause.WRONG_ENDPOINT_FORM, "none of", plain(""));
    refused(Cause.WRONG_ENDPOINT_FORM, "none of", plain(" 86854306097431"));
    refused(Cause.UNKNOWN_DEVICE, "no device has the IMEI 12345678", plain("12345678"));
  }

  @Test
  void endpointWithAnyImsiIsLetInWhereTheDeviceHasNone() {
    world.meter(world.lwm2m("p", false, EndpointFormat.URN_IMEI_IMSI), IMEI);
    granted(plain("urn:imei-imsi:" + IMEI + "-" + IMSI));
  }

  @Test
  void overDtlsTheEndpointMustNameTheIdentity() {
    Product product = world.lwm2m("p", true, EndpointFormat.URN_IMEI);
    world.meter(product, IMEI);
    world.meter(product, "12345678");
    granted(secure("urn:imei:" + IMEI, IMEI));
    refused(
        Cause.BAD_CREDENTIALS,
        "another IMEI than the DTLS identity 12345678",
        secure("urn:imei:" + IMEI, "12345678"));
    refused(
        Cause.BAD_CREDENTIALS,
        "another IMEI",
        world.authenticator.byEndpoint(Door.LWM2MS, "urn:imei:" + IMEI, Optional.empty()));
  }

  @Test
  void encryptedAndPlainProductsHaveDoorsOfTheirOwn() {
    world.meter(world.lwm2m("secure", true, EndpointFormat.IMEI), IMEI);
    world.meter(world.lwm2m("plain"), "12345678");
    refused(Cause.WRONG_DOOR, "demands DTLS", plain(IMEI));
    refused(Cause.WRONG_DOOR, "is plain", secure("12345678", "12345678"));
  }

  @Test
  void keyIsGivenForTheImeiOfAnEncryptedDeviceOnly() {
    Product product = world.lwm2m("secure", true, EndpointFormat.URN_IMEI);
    Device device = world.meter(product, IMEI);
    world.meter(world.lwm2m("plain"), "12345678");
    Bytes key = device.psk().orElseThrow();
    assertThat(world.authenticator.preSharedKey(IMEI)).contains(key);
    assertThat(world.authenticator.preSharedKey("12345678")).isEmpty();
    assertThat(world.authenticator.preSharedKey("nobody")).isEmpty();
    world.registry.cancelDevices(product.productId(), List.of(device.ref().deviceId()), "op");
    assertThat(world.authenticator.preSharedKey(IMEI)).isEmpty();
    refused(Cause.CANCELLED, "cancelled", secure("urn:imei:" + IMEI, IMEI));
  }

  @Test
  void profileOfARestoredSessionIsTheCurrentOne() {
    Device device = world.meter(world.lwm2m("p"), IMEI);
    DeviceProfile profile = world.authenticator.profile(device.ref().number()).orElseThrow();
    assertThat(profile.power()).isEqualTo(new PowerMode.Psm());
    assertThat(profile.autoObserve()).isTrue();
    assertThat(world.authenticator.profile(999)).isEmpty();
  }
}
