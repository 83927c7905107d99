package io.openaep.platform.access.lwm2m.coap;

import static org.eclipse.californium.core.coap.CoAP.MessageFormat.CODE_BITS;
import static org.eclipse.californium.core.coap.CoAP.MessageFormat.MESSAGE_ID_BITS;
import static org.eclipse.californium.core.coap.CoAP.MessageFormat.TOKEN_LENGTH_BITS;
import static org.eclipse.californium.core.coap.CoAP.MessageFormat.TYPE_BITS;
import static org.eclipse.californium.core.coap.CoAP.MessageFormat.VERSION_BITS;

import org.eclipse.californium.core.coap.CoAP;
import org.eclipse.californium.core.coap.CoAP.ResponseCode;
import org.eclipse.californium.core.coap.CoAPMessageFormatException;
import org.eclipse.californium.core.coap.CoAPOptionException;
import org.eclipse.californium.core.coap.Option;
import org.eclipse.californium.core.coap.OptionNumberRegistry;
import org.eclipse.californium.core.coap.option.MapBasedOptionRegistry;
import org.eclipse.californium.core.coap.option.OptionRegistry;
import org.eclipse.californium.core.coap.option.StandardOptionRegistry;
import org.eclipse.californium.core.network.serialization.MessageHeader;
import org.eclipse.californium.core.network.serialization.UdpDataParser;
import org.eclipse.californium.elements.util.DatagramReader;
import org.jspecify.annotations.Nullable;

/// Parses CoAP, an impossible token length included (RFC 7252, 3: 9 to 15 are a message format
/// error, which 4.2 answers with RST), with the option rules of RFC 7252, 5.4.1 and 5.4.3: an
/// option that is unknown, or whose value is malformed, is ignored if elective and answered 4.02 if
/// critical. Californium by itself lets every unknown option through. On the protocol thread.
final class OptionRules extends UdpDataParser {
  private static final boolean STRICT_EMPTY_MESSAGES = true;
  private static final int HEADER_BYTES = 4;
  private static final int TOKEN_LIMIT_BYTES = 8;

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

  /// Californium throws away such a message without the answer that a confirmable one must get.
  @Override
  protected MessageHeader parseHeader(DatagramReader reader) {
    reader.mark();
    if (reader.bytesAvailable(HEADER_BYTES)) {
      reader.read(VERSION_BITS);
      boolean confirmable = reader.read(TYPE_BITS) == CoAP.Type.CON.value;
      int tokenBytes = reader.read(TOKEN_LENGTH_BITS);
      int code = reader.read(CODE_BITS);
      int messageId = reader.read(MESSAGE_ID_BITS);
      if (tokenBytes > TOKEN_LIMIT_BYTES) {
        throw new CoAPMessageFormatException(
            "token length " + tokenBytes, null, messageId, code, confirmable);
      }
    }
    reader.reset();
    return super.parseHeader(reader);
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
