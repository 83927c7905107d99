package io.openaep.platform.access.lwm2m.coap;

import io.openaep.wire.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.eclipse.californium.core.coap.BlockOption;
import org.eclipse.californium.core.coap.CoAP;
import org.eclipse.californium.core.coap.Message;
import org.eclipse.californium.core.coap.MessageFormatException;
import org.eclipse.californium.core.coap.OptionSet;
import org.eclipse.californium.core.network.serialization.UdpDataParser;

/// What a CoAP datagram says, for people who look at a trace: `CON POST /rd?ep=… mid=7 token=01
/// format=40 payload=27 bytes`. Pure.
public final class CoapWords {
  private CoapWords() {}

  public static String of(Bytes datagram) {
    try {
      return of(new UdpDataParser().parseMessage(datagram.toArray()));
    } catch (MessageFormatException e) {
      return "not CoAP: " + e.getMessage();
    }
  }

  private static String of(Message message) {
    OptionSet options = message.getOptions();
    List<String> words = new ArrayList<>();
    words.add(message.getType().name());
    words.add(code(message.getRawCode()) + target(message, options));
    words.add("mid=" + message.getMID());
    if (!message.getToken().isEmpty()) {
      words.add("token=" + message.getTokenString().toLowerCase(Locale.ROOT));
    }
    if (options.hasObserve()) {
      words.add("observe=" + options.getObserve());
    }
    if (options.getLocationPathCount() > 0) {
      words.add("location=/" + options.getLocationPathString());
    }
    if (options.hasContentFormat()) {
      words.add("format=" + options.getContentFormat());
    }
    if (options.hasMaxAge()) {
      words.add("max-age=" + options.getMaxAge());
    }
    block(words, "block1", options.getBlock1());
    block(words, "block2", options.getBlock2());
    if (message.getPayloadSize() > 0) {
      words.add("payload=" + message.getPayloadSize() + " bytes");
    }
    return String.join(" ", words);
  }

  private static String code(int raw) {
    if (CoAP.isEmptyMessage(raw)) {
      return "empty";
    }
    return CoAP.isRequest(raw)
        ? CoAP.Code.valueOf(raw).name()
        : CoAP.ResponseCode.valueOf(raw).text;
  }

  private static String target(Message message, OptionSet options) {
    if (!CoAP.isRequest(message.getRawCode())) {
      return "";
    }
    String query = options.getURIQueryCount() == 0 ? "" : "?" + options.getUriQueryString();
    return " /" + options.getUriPathString() + query;
  }

  private static void block(List<String> words, String name, BlockOption block) {
    if (block != null) {
      words.add(name + "=" + block.getNum() + (block.isM() ? "/more" : "/last"));
    }
  }
}
