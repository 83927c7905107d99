package io.openaep.wire.codegen;

import io.openaep.wire.model.DataType;
import io.openaep.wire.model.Service;
import io.openaep.wire.model.ServiceKind;
import java.util.Locale;

/// Writes the header. Used once.
final class HeaderFile {
  private final CCodec codec;
  private final StringBuilder out = new StringBuilder();

  HeaderFile(CCodec codec) {
    this.codec = codec;
  }

  String text() {
    String guard = codec.constant("H");
    line("/* Made by openaep codec from a thing model; do not edit. C99, no heap, no dependency.");
    line(" * Compact binary of LwM2M products: big-endian, see AEP's device protocol. */");
    line("#ifndef " + guard);
    line("#define " + guard);
    line("");
    line("#include <stddef.h>");
    line("#include <stdint.h>");
    line("");
    line("#ifdef __cplusplus");
    line("extern \"C\" {");
    line("#endif");
    line("");
    results();
    texts();
    for (Service service : codec.services()) {
      service(service);
    }
    line("/* The service that a message is about, and for commands and responses its taskId;");
    line(" * the matching decode function then reads the values. */");
    line(
        "int %s_peek(const uint8_t *in, size_t in_size, uint16_t *service_id, uint16_t *task_id);"
            .formatted(codec.name()));
    line("");
    line("#ifdef __cplusplus");
    line("}");
    line("#endif");
    line("");
    line("#endif");
    return out.toString();
  }

  private void results() {
    line("/* Results; a size above 0 is success of an encode function. */");
    line("#define %s 0".formatted(codec.constant("OK")));
    line(
        "#define %s 1 /* no room, or a value that does not fit */"
            .formatted(codec.constant("FAILED")));
    line("#define %s 2 /* unknown message type */".formatted(codec.constant("UNKNOWN_TYPE")));
    line(
        "#define %s 3 /* another service than asked for */"
            .formatted(codec.constant("UNKNOWN_SERVICE")));
    line("#define %s 4 /* payload cannot be parsed */".formatted(codec.constant("PARSE_ERROR")));
    line("");
  }

  private void texts() {
    line("/* A text of variable length: not ended by a zero byte. */");
    line("typedef struct {");
    line("  const char *bytes;");
    line("  uint16_t size;");
    line("} %s_text;".formatted(codec.name()));
    line("");
  }

  private void service(Service service) {
    String struct = codec.struct(service);
    line("/* %s %d */".formatted(service.kind().word(), service.id()));
    line("#define %s %du".formatted(id(codec, service), service.id()));
    line("typedef struct {");
    for (Service.Field field : service.fields()) {
      line("  " + member(codec, field) + ";");
    }
    if (service.fields().isEmpty()) {
      line("  uint8_t nothing; /* C has no empty struct */");
    }
    line("} %s;".formatted(struct));
    String task = CCodec.isTask(service) ? "uint16_t task_id, " : "";
    line(
        "size_t %s_encode(%sconst %s *value, uint8_t *out, size_t out_size); /* 0: failed */"
            .formatted(struct, task, struct));
    String taskOut = CCodec.isTask(service) ? "uint16_t *task_id, " : "";
    line(
        "int %s_decode(const uint8_t *in, size_t in_size, %s%s *value);"
            .formatted(struct, taskOut, struct));
    line("");
  }

  static String id(CCodec codec, Service service) {
    return codec.constant("ID_" + service.identifier().toUpperCase(Locale.ROOT));
  }

  private static String member(CCodec codec, Service.Field field) {
    String name = CCodec.member(field);
    return switch (field.property().type()) {
      case DataType.Whole(var width, _) ->
          "%sint%d_t %s".formatted(width.signed() ? "" : "u", 8 * width.sizeBytes(), name);
      case DataType.Single _ -> "float " + name;
      case DataType.Real _ -> "double " + name;
      case DataType.Choice _ -> "uint8_t " + name;
      case DataType.Flag _ -> "uint8_t %s /* 0 or 1 */".formatted(name);
      case DataType.Moment _ -> "uint64_t %s /* ms since 1970 */".formatted(name);
      case DataType.FixedText(int sizeBytes) ->
          "char %s[%d] /* filled up with zero bytes */".formatted(name, sizeBytes);
      case DataType.Text _ -> "%s_text %s".formatted(codec.name(), name);
    };
  }

  /// The type byte of a service's message.
  static String type(ServiceKind kind) {
    return switch (kind) {
      case DATA_REPORT -> "0x02";
      case EVENT_REPORT -> "0x07";
      case COMMAND -> "0x06";
      case COMMAND_RESPONSE -> "0x86";
    };
  }

  private void line(String text) {
    out.append(text).append('\n');
  }
}
