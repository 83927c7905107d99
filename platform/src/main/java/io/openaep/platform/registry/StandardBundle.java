package io.openaep.platform.registry;

import io.openaep.wire.model.ThingModel;
import io.openaep.wire.payload.ModelJson;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// The standard models that come with the program: what a new platform begins with, and may then
/// change. `standard/index.txt` lists them.
final class StandardBundle {
  /// To be raised with every change of the bundle: new models are added to platforms that exist.
  static final int EDITION = 1;

  private StandardBundle() {}

  static List<StandardModel> models() {
    List<StandardModel> models = new ArrayList<>();
    for (String line : text("standard/index.txt").lines().toList()) {
      if (!line.isBlank() && !line.startsWith("#")) {
        String[] part = line.split("\\s+", 4);
        models.add(
            new StandardModel(
                Long.parseLong(part[0]), part[1], part[2], read("standard/" + part[3])));
      }
    }
    return models;
  }

  /// The services that every LwM2M product with a model begins with (AEP device protocols, 1.7).
  static ThingModel lwm2m() {
    return read("standard/lwm2m.json");
  }

  private static ThingModel read(String name) {
    return ModelJson.read(text(name));
  }

  private static String text(String name) {
    try (InputStream in = StandardBundle.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("the program lacks its resource " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
