package io.openaep.platform.registry;

import io.openaep.platform.access.DeviceRef;
import io.openaep.platform.access.ProductOptions;
import io.openaep.platform.access.Protocol;
import io.openaep.wire.Bytes;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;

/// Makes new products and devices: gives them ids and secrets of the shapes that AEP uses, each
/// from the system's secure random numbers. Thread-safe.
final class Mint {
  private static final String PSK_ALPHABET =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
  private static final int PSK_CHARACTERS = 16;
  private static final int APP_KEY_CHARACTERS = 11;
  private static final int APP_SECRET_CHARACTERS = 24;

  private final SecureRandom random = new SecureRandom();

  Product product(long productId, NewProduct wanted, Instant now) {
    return new Product(
        productId,
        wanted.tenantId(),
        hexId(),
        wanted.protocol(),
        wanted.encrypted(),
        wanted.transparent(),
        wanted.oneTypeOneSecret() ? Optional.of(token()) : Optional.empty(),
        wanted.endpointFormat(),
        wanted.power(),
        ProductOptions.STANDARD,
        wanted.form(),
        now,
        now);
  }

  Device device(long number, Product product, NewDevice wanted, Instant now) {
    boolean lwm2m = product.protocol() == Protocol.LWM2M;
    String deviceId = lwm2m ? hexId() : product.productId() + wanted.deviceSn().orElseThrow();
    boolean ownToken = !lwm2m && product.sharedSecret().isEmpty();
    Optional<Bytes> psk =
        product.encrypted()
            ? wanted.psk().or(() -> Optional.of(Bytes.utf8(psk())))
            : Optional.empty();
    return new Device(
        new DeviceRef(number, product.productId(), deviceId),
        product.tenantId(),
        wanted.name(),
        wanted.deviceSn(),
        wanted.imei(),
        wanted.imsi(),
        ownToken ? Optional.of(token()) : Optional.empty(),
        psk,
        lwm2m && wanted.autoObserve(),
        Optional.empty(),
        wanted.operator(),
        wanted.operator(),
        now,
        now);
  }

  /// 11 letters and digits, as AEP's look.
  String appKey() {
    return letters(APP_KEY_CHARACTERS);
  }

  String appSecret() {
    return letters(APP_SECRET_CHARACTERS);
  }

  /// 32 lower-case hex digits: a Master-APIkey or the id of an LwM2M device.
  private String hexId() {
    return HexFormat.of().formatHex(bytes(16));
  }

  /// A 特征串: 32 random bytes as 43 characters of base64url (AEP device protocols, 0).
  private String token() {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes(32));
  }

  /// A DTLS key: 16 characters of `[A-Za-z0-9]` (AEP device protocols, 1.3).
  private String psk() {
    return letters(PSK_CHARACTERS);
  }

  private String letters(int count) {
    return random
        .ints(count, 0, PSK_ALPHABET.length())
        .mapToObj(PSK_ALPHABET::charAt)
        .collect(StringBuilder::new, StringBuilder::append, StringBuilder::append)
        .toString();
  }

  private byte[] bytes(int count) {
    byte[] bytes = new byte[count];
    random.nextBytes(bytes);
    return bytes;
  }
}
