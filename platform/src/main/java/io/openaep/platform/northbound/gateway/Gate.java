package io.openaep.platform.northbound.gateway;

import io.openaep.platform.northbound.gateway.ApiFunction.Parameter;
import io.openaep.platform.northbound.gateway.Signature.Signed;
import io.openaep.platform.registry.Application;
import io.openaep.platform.registry.Product;
import io.openaep.platform.registry.Registry;
import io.openaep.platform.registry.Tenancy;
import io.openaep.platform.store.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.regex.Pattern;

/// Who may pass: headers, timestamp and signature; then parameters; then the MasterKey. Each
/// refusal says what to change. Thread-safe.
final class Gate {
  /// Its MasterKey is that of a public product, which the module itself looks for.
  private static final String OF_PUBLIC_PRODUCTS = "aep_public_product_device";

  private static final Pattern MILLIS = Pattern.compile("\\d{1,15}");
  private static final Pattern WHOLE = Pattern.compile("\\d{1,18}");

  private final Registry registry;
  private final InstantSource clock;
  private final Duration window;
  private final RateLimit rate;

  Gate(Registry registry, InstantSource clock, GatewaySettings settings) {
    this.registry = registry;
    this.clock = clock;
    this.window = settings.timestampWindow();
    this.rate = new RateLimit(settings.callsPerSecond());
  }

  /// @param timestamp as signed
  record Passed(Application application, Instant timestamp, String signature) {}

  /// Checks headers and signature (AEP northbound, 1.3 and 1.4); 401 for whatever is wrong.
  Passed admit(Signed signed) {
    HttpCall http = signed.http();
    String appKey = header(http, "application", "the AppKey");
    String timestamp = header(http, "timestamp", "the time in milliseconds since 1970");
    String signature = header(http, "signature", "Base64 of the HMAC-SHA1");
    Instant at = instant(timestamp);
    Tenancy.Entry entry =
        registry
            .tenancy()
            .application(appKey)
            .orElseThrow(() -> refused("No application has this AppKey; check it."));
    Application application = entry.application();
    Duration off = Duration.between(clock.instant(), at);
    if (off.abs().compareTo(window) > 0) {
      throw refused(
          "The timestamp is %d s %s the platform's clock; %d s are allowed. GET /echo tells the time."
              .formatted(
                  off.abs().toSeconds(),
                  off.isNegative() ? "behind" : "ahead of",
                  window.toSeconds()));
    }
    String secret = application.appSecret();
    if (!Signature.fits(signature, appKey, secret, timestamp, signed, http.body().unsafeArray())) {
      String why =
          SignatureHints.explain(signature, appKey, secret, timestamp, signed)
              .orElse("check the AppSecret, and sign parameters and body exactly as sent");
      throw refused("The signature does not fit: " + why + ".");
    }
    authorise(entry, signed);
    return new Passed(application, at, signature);
  }

  /// Whose application a call that is refused names, so that the tenant sees why its calls are
  /// refused; empty where nobody has the AppKey, or it cannot be looked up now.
  Optional<String> tenantOf(HttpCall http) {
    try {
      return http.header("application")
          .flatMap(registry.tenancy()::application)
          .map(entry -> entry.application().tenantId());
    } catch (StoreException broken) {
      return Optional.empty();
    }
  }

  /// Who has signed rightly may still not be allowed to: 403, or 429 beyond the rate.
  private void authorise(Tenancy.Entry entry, Signed signed) {
    String api = signed.function().word();
    String host = signed.http().remoteHost();
    if (!entry.grant().enabled()) {
      throw CallRefused.http(403, "This application is disabled; its administrator can enable it.");
    }
    if (!entry.grant().allowsFrom(host)) {
      throw CallRefused.http(
          403,
          "This application may not call from %s; add the address to its sources.".formatted(host));
    }
    if (!entry.grant().allows(api)) {
      throw CallRefused.http(
          403, "This application is not authorised for %s; add it to its APIs.".formatted(api));
    }
    if (!rate.take(entry.application().appKey(), clock.instant())) {
      throw CallRefused.http(
          429, "This application calls faster than it may; wait a second and call more slowly.");
    }
  }

  /// Checks required and whole-number parameters: 8803.
  static void checkParameters(ApiFunction function, Query query) {
    for (Parameter parameter : function.query()) {
      Optional<String> value = query.first(parameter.name());
      if (value.isEmpty() && parameter.required()) {
        throw CallRefused.aep(
            AepCode.INVALID, "the query parameter " + parameter.name() + " is missing");
      }
      if (parameter.whole() && value.isPresent() && !WHOLE.matcher(value.get()).matches()) {
        throw CallRefused.aep(
            AepCode.INVALID, "the query parameter " + parameter.name() + " must be a whole number");
      }
    }
  }

  /// Checks the MasterKey where the function requires one: 403 if it is missing or belongs to
  /// another product, 1002 if there is no such product. One that is optional must fit as well if it
  /// is sent for a product.
  Optional<Product> openProduct(Signed signed, Application application, Fields body) {
    ApiFunction function = signed.function();
    Optional<String> masterKey = signed.http().header(Signature.MASTER_KEY);
    return switch (function.masterKey()) {
      case UNDECLARED -> Optional.empty();
      case OPTIONAL -> {
        Optional<Long> productId = productId(signed, body);
        yield masterKey.isPresent() && productId.isPresent()
            ? Optional.of(opened(application, productId.get(), masterKey.get()))
            : Optional.empty();
      }
      case REQUIRED -> {
        String key =
            masterKey.orElseThrow(() ->
                CallRefused.http(
                    403,
                    function.name()
                        + " needs the header MasterKey with the product's Master-APIkey."));
        yield function.module().equals(OF_PUBLIC_PRODUCTS)
            ? Optional.empty()
            : Optional.of(
                opened(
                    application,
                    productId(signed, body).orElseGet(() -> body.whole("productId")),
                    key));
      }
    };
  }

  private static Optional<Long> productId(Signed signed, Fields body) {
    return signed
        .query()
        .first("productId")
        .map(Long::valueOf)
        .or(() -> body.optionalWhole("productId"));
  }

  private Product opened(Application application, long productId, String masterKey) {
    Product product =
        registry
            .product(application.tenantId(), productId)
            .orElseThrow(
                () -> CallRefused.aep(AepCode.PRODUCT_UNKNOWN, "there is no product " + productId));
    if (!product.hasMasterKey(masterKey)) {
      throw CallRefused.http(403, "The MasterKey is not the one of product " + productId + ".");
    }
    return product;
  }

  private static Instant instant(String timestamp) {
    if (!MILLIS.matcher(timestamp).matches()) {
      throw refused("The header timestamp must be milliseconds since 1970 in digits.");
    }
    return Instant.ofEpochMilli(Long.parseLong(timestamp));
  }

  private static String header(HttpCall http, String name, String meaning) {
    return http.header(name)
        .orElseThrow(
            () -> refused("The header " + name + " is missing; it carries " + meaning + "."));
  }

  private static CallRefused refused(String sentence) {
    return CallRefused.http(401, sentence);
  }
}
