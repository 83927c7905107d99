package io.openaep.devices.link.lwm2m;

import io.openaep.wire.Bytes;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Supplier;
import org.eclipse.californium.core.coap.CoAP.ResponseCode;
import org.eclipse.californium.core.coap.MediaTypeRegistry;
import org.eclipse.californium.core.coap.Request;
import org.eclipse.californium.core.coap.Response;

/// The objects that the module answers for without its host: 1 (Server), 3 (Device) and 4
/// (Connectivity Monitoring), one instance each (LwM2M 1.0, appendix E).
final class BuiltInObjects {
  /// Instances that the registration lists.
  static final List<String> LINKS = List.of("/1/0", "/3/0", "/4/0");

  private static final int SERVER = 1;
  private static final int DEVICE = 3;
  private static final int CONNECTIVITY = 4;

  /// LTE-FDD in the list of network bearers.
  private static final int LTE_FDD = 6;

  private static final int LIFETIME = 1;
  private static final int MINIMUM_PERIOD = 2;
  private static final int MAXIMUM_PERIOD = 3;
  private static final int STORE_NOTIFICATIONS = 6;
  private static final int BINDING = 7;
  private static final int UPDATE_TRIGGER = 8;

  private final Supplier<DeviceFacts> device;
  private Duration lifetime;
  private Binding binding;
  private Duration minimumPeriod = Duration.ofSeconds(1);
  private Duration maximumPeriod = Duration.ofSeconds(60);

  BuiltInObjects(Supplier<DeviceFacts> device, Duration lifetime, Binding binding) {
    this.device = device;
    this.lifetime = lifetime;
    this.binding = binding;
  }

  /// The answer to a request, and what it changed.
  record Answered(Response response, Optional<ServerChange> change) {
    static Answered of(ResponseCode code) {
      return new Answered(new Response(code), Optional.empty());
    }
  }

  /// Whether an object belongs to the module, so that its host never sees requests for it: 0–9, 11,
  /// 13, 16 (AT reference of QLW, "built-in objects").
  static boolean owns(int object) {
    return object <= 9 || object == 11 || object == 13 || object == 16;
  }

  Duration lifetime() {
    return lifetime;
  }

  Binding binding() {
    return binding;
  }

  void updated(Duration newLifetime, Binding newBinding) {
    this.lifetime = newLifetime;
    this.binding = newBinding;
  }

  Answered answer(Request request, Lwm2mPath path) {
    return switch (request.getCode()) {
      case GET -> read(request, path);
      case PUT -> write(request, path);
      case POST -> execute(path);
      default -> Answered.of(ResponseCode.METHOD_NOT_ALLOWED);
    };
  }

  private Answered read(Request request, Lwm2mPath path) {
    Map<Integer, Lwm2mValue> resources = resources(path.object());
    if (resources.isEmpty() || path.instance() > 0) {
      return Answered.of(ResponseCode.NOT_FOUND);
    }
    int accepted = Contents.accepted(request);
    if (accepted == Contents.LINK_FORMAT) {
      return discovered(path, resources.keySet());
    }
    Optional<Contents.Encoded> encoded;
    if (path.namesResource()) {
      Lwm2mValue value = resources.get(path.resource());
      if (value == null) {
        return Answered.of(ResponseCode.NOT_FOUND);
      }
      encoded = Contents.encode(value, accepted, path);
    } else if (accepted == MediaTypeRegistry.UNDEFINED || Contents.isTlv(accepted)) {
      int format = Contents.isTlv(accepted) ? accepted : Contents.TLV;
      encoded = Optional.of(new Contents.Encoded(format, Tlv.encode(resources)));
    } else {
      encoded = Optional.empty();
    }
    if (encoded.isEmpty()) {
      return Answered.of(ResponseCode.NOT_ACCEPTABLE);
    }
    Answered answered = Answered.of(ResponseCode.CONTENT);
    encoded.get().into(answered.response());
    return answered;
  }

  /// The answer to a discover (LwM2M 1.0, 5.4.2).
  private static Answered discovered(Lwm2mPath path, Set<Integer> resources) {
    List<Lwm2mPath> all = resources.stream().map(id -> Lwm2mPath.of(path.object(), 0, id)).toList();
    Answered answered = Answered.of(ResponseCode.CONTENT);
    Contents.links(path, all).into(answered.response());
    return answered;
  }

  private Map<Integer, Lwm2mValue> resources(int object) {
    Map<Integer, Lwm2mValue> values = new LinkedHashMap<>();
    DeviceFacts facts = device.get();
    switch (object) {
      case SERVER -> {
        values.put(0, new Lwm2mValue.Whole(1));
        values.put(LIFETIME, new Lwm2mValue.Whole(lifetime.toSeconds()));
        values.put(MINIMUM_PERIOD, new Lwm2mValue.Whole(minimumPeriod.toSeconds()));
        values.put(MAXIMUM_PERIOD, new Lwm2mValue.Whole(maximumPeriod.toSeconds()));
        values.put(STORE_NOTIFICATIONS, new Lwm2mValue.Flag(false));
        values.put(BINDING, Lwm2mValue.Text.of(binding.name()));
      }
      case DEVICE -> {
        values.put(0, Lwm2mValue.Text.of(facts.manufacturer()));
        values.put(1, Lwm2mValue.Text.of(facts.model()));
        values.put(2, Lwm2mValue.Text.of(facts.imei()));
        values.put(3, Lwm2mValue.Text.of(facts.firmware()));
        values.put(16, Lwm2mValue.Text.of(binding.name()));
      }
      case CONNECTIVITY -> {
        values.put(0, new Lwm2mValue.Whole(LTE_FDD));
        values.put(2, new Lwm2mValue.Whole(facts.signalDbm()));
      }
      default -> {}
    }
    return values;
  }

  private Answered write(Request request, Lwm2mPath path) {
    if (resources(path.object()).isEmpty() || path.instance() > 0) {
      return Answered.of(ResponseCode.NOT_FOUND);
    }
    if (path.object() != SERVER || !path.namesResource()) {
      return Answered.of(ResponseCode.METHOD_NOT_ALLOWED);
    }
    if (path.resource() == BINDING) {
      return writeBinding(Contents.written(request, path));
    }
    OptionalLong seconds = number(request, path);
    if (seconds.isEmpty() || seconds.getAsLong() <= 0) {
      return Answered.of(ResponseCode.BAD_REQUEST);
    }
    Duration value = Duration.ofSeconds(seconds.getAsLong());
    return switch (path.resource()) {
      case LIFETIME -> {
        lifetime = value;
        yield changed(new ServerChange.Lifetime(value));
      }
      case MINIMUM_PERIOD -> {
        minimumPeriod = value;
        yield changed(new ServerChange.MinimumPeriod(value));
      }
      case MAXIMUM_PERIOD -> {
        maximumPeriod = value;
        yield changed(new ServerChange.MaximumPeriod(value));
      }
      default -> Answered.of(ResponseCode.METHOD_NOT_ALLOWED);
    };
  }

  private Answered writeBinding(Optional<Bytes> payload) {
    Optional<Binding> asked =
        payload.flatMap(bytes ->
            switch (bytes.toUtf8()) {
              case "U" -> Optional.of(Binding.U);
              case "UQ" -> Optional.of(Binding.UQ);
              default -> Optional.empty();
            });
    if (asked.isEmpty()) {
      return Answered.of(ResponseCode.BAD_REQUEST);
    }
    binding = asked.get();
    return changed(new ServerChange.BindingMode(binding));
  }

  private Answered execute(Lwm2mPath path) {
    if (path.equals(Lwm2mPath.of(SERVER, 0, UPDATE_TRIGGER))) {
      return changed(new ServerChange.UpdateTrigger());
    }
    return Answered.of(
        resources(path.object()).isEmpty()
            ? ResponseCode.NOT_FOUND
            : ResponseCode.METHOD_NOT_ALLOWED);
  }

  private static Answered changed(ServerChange change) {
    return new Answered(new Response(ResponseCode.CHANGED), Optional.of(change));
  }

  private static OptionalLong number(Request request, Lwm2mPath path) {
    Optional<Bytes> payload = Contents.written(request, path);
    if (payload.isEmpty()) {
      return OptionalLong.empty();
    }
    if (Contents.isTlv(request.getOptions().getContentFormat())) {
      return Tlv.whole(payload.get());
    }
    String digits = new String(payload.get().toArray(), StandardCharsets.US_ASCII);
    return digits.matches("[0-9]{1,10}")
        ? OptionalLong.of(Long.parseLong(digits))
        : OptionalLong.empty();
  }
}
