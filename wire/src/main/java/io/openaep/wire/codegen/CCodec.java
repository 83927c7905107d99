package io.openaep.wire.codegen;

import io.openaep.wire.model.InvalidModel;
import io.openaep.wire.model.Service;
import io.openaep.wire.model.ServiceKind;
import io.openaep.wire.model.ThingModel;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/// A product's codec as C99 (AEP device protocols, 1.7): one struct a service, one function each
/// way. It needs no heap and nothing but `<stdint.h>`, `<stddef.h>` and `<string.h>`; decoded texts
/// point into the caller's buffer. Result codes are those of the vendor's generated code.
/// Immutable.
///
/// @param name of the files and the prefix of every name in them
public record CCodec(String name, ThingModel model) {
  private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_]{0,30}");
  private static final int BINARY_SERVICE_ID = 65_535;

  /// @throws InvalidModel if the name is none in C, or the model does not fit the compact binary
  public CCodec {
    if (!NAME.matcher(name).matches()) {
      throw new InvalidModel(
          "the name must be a letter with up to 30 letters, digits and _ after it");
    }
    Set<String> seen = new HashSet<>();
    // name_text is the type of texts, name_peek looks at a frame
    Set<String> names = new HashSet<>(Set.of("text", "peek"));
    for (Service service : model.services()) {
      if (service.id() > BINARY_SERVICE_ID) {
        throw new InvalidModel(
            "the serviceId %d of %s does not fit the two bytes of the compact binary"
                .formatted(service.id(), service.identifier()));
      }
      if (!seen.add(service.identifier().toUpperCase(Locale.ROOT))) {
        throw new InvalidModel(
            service.identifier() + " differs from another service in case alone");
      }
      for (String ending : new String[] {"", "_encode", "_decode"}) {
        if (!names.add(service.identifier() + ending)) {
          throw new InvalidModel(
              "the service %s needs the name %s_%s%s in C, which is taken; call it otherwise"
                  .formatted(service.identifier(), name, service.identifier(), ending));
        }
      }
    }
  }

  /// The text of `name.h`.
  public String header() {
    return new HeaderFile(this).text();
  }

  /// The text of `name.c`.
  public String source() {
    return new SourceFile(this).text();
  }

  List<Service> services() {
    return model.services();
  }

  /// What a device sends.
  static boolean isUplink(Service service) {
    return service.kind() != ServiceKind.COMMAND;
  }

  static boolean isTask(Service service) {
    return service.kind() == ServiceKind.COMMAND || service.kind() == ServiceKind.COMMAND_RESPONSE;
  }

  String constant(String word) {
    return name.toUpperCase(Locale.ROOT) + "_" + word;
  }

  /// The struct of a service.
  String struct(Service service) {
    return name + "_" + service.identifier();
  }

  /// A member of a struct; its own prefix keeps C's key words out.
  static String member(Service.Field field) {
    return "v_" + field.identifier();
  }
}
