package io.openaep.devices.module.lwm2m;

import io.openaep.devices.link.lwm2m.Lwm2mAnswer;
import io.openaep.devices.link.lwm2m.Lwm2mPath;
import io.openaep.devices.link.lwm2m.Lwm2mRequest;
import io.openaep.devices.link.lwm2m.Lwm2mValue;
import io.openaep.wire.Bytes;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Answers to observe requests without the host (`QLWCFG="auto_ack",1`): the value that the host
/// told last, or an empty one.
final class AutomaticAnswers {
  private final ObjectTable objects;
  private final Map<Lwm2mPath, Lwm2mValue> lastValues = new HashMap<>();

  AutomaticAnswers(ObjectTable objects) {
    this.objects = objects;
  }

  void remember(Lwm2mPath resource, Lwm2mValue value) {
    lastValues.put(resource, value);
  }

  /// @return empty where the host must answer itself
  Optional<Lwm2mAnswer> to(Lwm2mRequest request) {
    return switch (request) {
      case Lwm2mRequest.Observe(int _, Lwm2mPath path) -> Optional.of(content(path));
      case Lwm2mRequest.CancelObserve(int _, Lwm2mPath path) -> Optional.of(content(path));
      case Lwm2mRequest.Read _, Lwm2mRequest.Write _, Lwm2mRequest.Execute _ -> Optional.empty();
    };
  }

  private Lwm2mAnswer content(Lwm2mPath path) {
    Lwm2mPath resource = objects.first(path).orElse(path);
    Lwm2mValue value = lastValues.getOrDefault(resource, new Lwm2mValue.Opaque(Bytes.EMPTY));
    return new Lwm2mAnswer.Content(resource, value);
  }

  void clear() {
    lastValues.clear();
  }
}
