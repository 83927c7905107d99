package io.openaep.platform.access.lwm2m.coap;

import org.eclipse.californium.core.coap.CoAP.ResponseCode;
import org.eclipse.californium.core.coap.CoAPOptionException;
import org.eclipse.californium.core.coap.Option;
import org.eclipse.californium.core.coap.OptionNumberRegistry;
import org.eclipse.californium.core.coap.option.MapBasedOptionRegistry;
import org.eclipse.californium.core.coap.option.OptionRegistry;
import org.eclipse.californium.core.coap.option.StandardOptionRegistry;
import org.eclipse.californium.core.network.serialization.UdpDataParser;
import org.jspecify.annotations.Nullable;

/// Parses CoAP with the option rules of RFC 7252, 5.4.1 and 5.4.3: an option that is unknown, or
/// whose value is malformed, is ignored if elective and answered 4.02 if critical. Californium by
/// itself lets every unknown option through. On the protocol thread.
final class OptionRules extends UdpDataParser {
  private static final boolean STRICT_EMPTY_MESSAGES = true;

  /// What we, or Californium for us, act upon. If-Match, proxies, OSCORE and Q-Block are critical
  /// and not here: nobody heeds them.
  private static final OptionRegistry KNOWN =
      new MapBasedOptionRegistry(
          StandardOptionRegistry.URI_HOST,
          StandardOptionRegistry.ETAG,
          StandardOptionRegistry.OBSERVE,
          StandardOptionRegistry.URI_PORT,
          StandardOptionRegistry.LOCATION_PATH,
          StandardOptionRegistry.URI_PATH,
          StandardOptionRegistry.CONTENT_FORMAT,
          StandardOptionRegistry.MAX_AGE,
          StandardOptionRegistry.URI_QUERY,
          StandardOptionRegistry.ACCEPT,
          StandardOptionRegistry.LOCATION_QUERY,
          StandardOptionRegistry.BLOCK2,
          StandardOptionRegistry.BLOCK1,
          StandardOptionRegistry.SIZE2,
          StandardOptionRegistry.SIZE1,
          StandardOptionRegistry.NO_RESPONSE);

  OptionRules() {
    super(STRICT_EMPTY_MESSAGES, KNOWN);
  }

  @Override
  public @Nullable Option createOption(int code, int number, byte[] value) {
    try {
      return super.createOption(code, number, value);
    } catch (IllegalArgumentException e) {
      if (OptionNumberRegistry.isCritical(number)) {
        throw new CoAPOptionException(
            "Option " + number + " is not known or malformed.", ResponseCode.BAD_OPTION);
      }
      return null;
    }
  }
}
