package io.openaep.platform.registry;

import io.openaep.platform.access.Admission;
import io.openaep.platform.access.Admission.Cause;
import io.openaep.platform.access.Authenticator;
import io.openaep.platform.access.DeviceProfile;
import io.openaep.platform.access.Door;
import io.openaep.platform.access.EndpointFormat;
import io.openaep.platform.access.Protocol;
import io.openaep.wire.Bytes;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;

/// Lets devices in by what the registry says at that moment: a change is heeded by the next login.
/// One indexed read a question, on the caller's thread. Thread-safe.
public final class RegistryAuthenticator implements Authenticator {
  /// What a peer calls itself is cut to this in reasons.
  private static final int SHOWN_CHARACTERS = 80;

  private static final int PRODUCT_ID_DIGITS = 8;

  private final Registry registry;

  private record Member(Device device, Product product) {
    DeviceProfile profile() {
      return new DeviceProfile(
          device.ref(),
          device.tenantId(),
          device.imei(),
          product.power(),
          product.options(),
          device.autoObserve());
    }
  }

  public RegistryAuthenticator(Registry registry) {
    this.registry = registry;
  }

  @Override
  public Admission byPassword(Door door, String deviceId, String password) {
    Optional<Member> found = member(registry.deviceById(deviceId));
    if (found.isEmpty()) {
      return refused(Cause.UNKNOWN_DEVICE, unknownDevice(deviceId));
    }
    Product product = found.get().product();
    Device device = found.get().device();
    if (product.protocol() != door.protocol()) {
      return refused(Cause.WRONG_DOOR, otherProtocol(product, door));
    }
    Optional<String> expected = product.sharedSecret().or(device::token);
    if (expected.isEmpty() || !same(expected.get(), password)) {
      return refused(
          Cause.BAD_CREDENTIALS,
          product.sharedSecret().isPresent()
              ? "the password is not the 特征串 of product " + product.productId()
              : "the password is not the 特征串 of this device");
    }
    return admitted(found.get());
  }

  @Override
  public Admission byEndpoint(Door door, String endpoint, Optional<String> pskIdentity) {
    Optional<EndpointName> parsed = EndpointName.parse(endpoint);
    if (parsed.isEmpty()) {
      return refused(
          Cause.WRONG_ENDPOINT_FORM,
          "endpoint %s is none of <IMEI>, urn:imei:<IMEI> and urn:imei-imsi:<IMEI>-<IMSI>"
              .formatted(shown(endpoint)));
    }
    EndpointName name = parsed.get();
    if (door.encrypted() && !pskIdentity.equals(Optional.of(name.imei()))) {
      return refused(
          Cause.BAD_CREDENTIALS,
          "endpoint %s names another IMEI than the DTLS identity %s"
              .formatted(shown(endpoint), shown(pskIdentity.orElse("(none)"))));
    }
    Optional<Member> found = member(registry.deviceByImei(name.imei()));
    if (found.isEmpty()) {
      return refused(Cause.UNKNOWN_DEVICE, "no device has the IMEI " + name.imei());
    }
    return checkEndpoint(door, endpoint, name, found.get()).orElseGet(() -> admitted(found.get()));
  }

  /// Empty if product and device agree with the endpoint name and the door.
  private static Optional<Admission> checkEndpoint(
      Door door, String endpoint, EndpointName name, Member member) {
    Product product = member.product();
    Optional<String> imsi = member.device().imsi();
    if (product.protocol() != door.protocol()) {
      return Optional.of(refused(Cause.WRONG_DOOR, otherProtocol(product, door)));
    }
    if (product.encrypted() != door.encrypted()) {
      return Optional.of(
          refused(
              Cause.WRONG_DOOR,
              product.encrypted()
                  ? "product %d demands DTLS, and the device came in plain"
                      .formatted(product.productId())
                  : "product %d is plain (明文), and the device came by DTLS"
                      .formatted(product.productId())));
    }
    if (product.endpointFormat() != name.format()) {
      return Optional.of(
          refused(
              Cause.WRONG_ENDPOINT_FORM,
              "endpoint is %s but product %d expects %s"
                  .formatted(
                      shown(endpoint),
                      product.productId(),
                      EndpointName.example(product.endpointFormat(), name.imei()))));
    }
    if (name.format() == EndpointFormat.URN_IMEI_IMSI
        && imsi.isPresent()
        && !imsi.equals(name.imsi())) {
      return Optional.of(
          refused(
              Cause.BAD_CREDENTIALS,
              "endpoint %s names another IMSI than the device's %s"
                  .formatted(shown(endpoint), imsi.get())));
    }
    return Optional.empty();
  }

  @Override
  public Optional<Bytes> preSharedKey(String pskIdentity) {
    return registry
        .deviceByImei(pskIdentity)
        .filter(device -> device.cancelledAt().isEmpty())
        .flatMap(Device::psk);
  }

  @Override
  public Optional<DeviceProfile> profile(long deviceNumber) {
    return member(registry.deviceByNumber(deviceNumber))
        .filter(member -> member.device().cancelledAt().isEmpty())
        .map(Member::profile);
  }

  private static Admission admitted(Member member) {
    return member.device().cancelledAt().isPresent()
        ? refused(Cause.CANCELLED, "the device was cancelled (已注销)")
        : new Admission.Granted(member.profile());
  }

  /// Empty if there is no device, or its product was deleted between the two questions.
  private Optional<Member> member(Optional<Device> device) {
    return device.flatMap(
        it -> registry.product(it.ref().productId()).map(product -> new Member(it, product)));
  }

  /// Says which half of a device id is wrong.
  private String unknownDevice(String deviceId) {
    Optional<Product> product =
        deviceId.length() > PRODUCT_ID_DIGITS
            ? productOf(deviceId.substring(0, PRODUCT_ID_DIGITS))
            : Optional.empty();
    return product
        .filter(it -> it.protocol() != Protocol.LWM2M)
        .map(it ->
            "product %d has no device with the number %s"
                .formatted(it.productId(), shown(deviceId.substring(PRODUCT_ID_DIGITS))))
        .orElseGet(() ->
            "no device has the id %s, nor does a product id begin it".formatted(shown(deviceId)));
  }

  private Optional<Product> productOf(String digits) {
    return digits.chars().allMatch(c -> c >= '0' && c <= '9')
        ? registry.product(Long.parseLong(digits))
        : Optional.empty();
  }

  private static String otherProtocol(Product product, Door door) {
    return "product %d speaks %s, and this is the door of %s"
        .formatted(product.productId(), product.protocol(), door.protocol());
  }

  private static Admission.Refused refused(Cause cause, String reason) {
    return new Admission.Refused(cause, reason);
  }

  private static boolean same(String expected, String given) {
    return MessageDigest.isEqual(
        expected.getBytes(StandardCharsets.UTF_8), given.getBytes(StandardCharsets.UTF_8));
  }

  private static String shown(String text) {
    return text.length() > SHOWN_CHARACTERS ? text.substring(0, SHOWN_CHARACTERS) + "…" : text;
  }
}
