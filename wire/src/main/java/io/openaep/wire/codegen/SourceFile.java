package io.openaep.wire.codegen;

import io.openaep.wire.model.DataType;
import io.openaep.wire.model.Service;

/// Writes the source file: a few bounds-checked readers and writers, then two functions a service.
/// Used once.
final class SourceFile {
  /// Readers and writers of the fields; `PREFIX` stands for the name. Those that a model does not
  /// need are left to the optimizer: they are called by one function that is never called, so that
  /// no compiler warns of them.
  private static final String FIELDS =
      """
      typedef struct {
        uint8_t *at;
        size_t left;
        int failed;
      } writer;

      typedef struct {
        const uint8_t *at;
        size_t left;
        int failed;
      } reader;

      static void put(writer *out, uint64_t value, size_t size) {
        if (out->failed || out->left < size) {
          out->failed = 1;
          return;
        }
        for (size_t i = 0; i < size; i++) {
          out->at[i] = (uint8_t)(value >> (8 * (size - 1 - i)));
        }
        out->at += size;
        out->left -= size;
      }

      static void put_bytes(writer *out, const char *bytes, size_t size) {
        if (out->failed || out->left < size || (size > 0 && bytes == NULL)) {
          out->failed = 1;
          return;
        }
        if (size > 0) {
          memcpy(out->at, bytes, size);
        }
        out->at += size;
        out->left -= size;
      }

      static void put_float(writer *out, float value) {
        uint32_t bits;
        memcpy(&bits, &value, sizeof bits);
        put(out, bits, 4);
      }

      static void put_double(writer *out, double value) {
        uint64_t bits;
        memcpy(&bits, &value, sizeof bits);
        put(out, bits, 8);
      }

      static uint64_t get(reader *in, size_t size) {
        uint64_t value = 0;
        if (in->failed || in->left < size) {
          in->failed = 1;
          return 0;
        }
        for (size_t i = 0; i < size; i++) {
          value = value << 8 | in->at[i];
        }
        in->at += size;
        in->left -= size;
        return value;
      }

      /* Two's complement of a field of size bytes, without relying on how the compiler narrows. */
      static int32_t get_signed(reader *in, size_t size) {
        uint32_t bits = (uint32_t)get(in, size);
        uint32_t sign = (uint32_t)1 << (8 * size - 1);
        if ((bits & sign) == 0) {
          return (int32_t)bits;
        }
        return (int32_t)(bits - sign) - (int32_t)(sign - 1) - 1;
      }

      static void get_bytes(reader *in, char *bytes, size_t size) {
        if (in->failed || in->left < size) {
          in->failed = 1;
          return;
        }
        memcpy(bytes, in->at, size);
        in->at += size;
        in->left -= size;
      }

      static float get_float(reader *in) {
        uint32_t bits = (uint32_t)get(in, 4);
        float value;
        memcpy(&value, &bits, sizeof value);
        return value;
      }

      static double get_double(reader *in) {
        uint64_t bits = get(in, 8);
        double value;
        memcpy(&value, &bits, sizeof value);
        return value;
      }

      static PREFIX_text get_text(reader *in) {
        PREFIX_text text = {NULL, 0};
        uint16_t size = (uint16_t)get(in, 2);
        if (in->failed || in->left < size) {
          in->failed = 1;
          return text;
        }
        text.bytes = (const char *)in->at;
        text.size = size;
        in->at += size;
        in->left -= size;
        return text;
      }

      /* Names every one of the above once, for models that do not need them all. */
      void PREFIX_unused(void);
      void PREFIX_unused(void) {
        uint8_t bytes[8] = {0};
        char text[1];
        writer out = {bytes, sizeof bytes, 0};
        reader in = {bytes, sizeof bytes, 0};
        put_float(&out, get_float(&in));
        put_double(&out, get_double(&in));
        put_bytes(&out, text, 0);
        get_bytes(&in, text, 0);
        put(&out, (uint64_t)get_signed(&in, 1), get_text(&in).size);
      }

      """;

  private final CCodec codec;
  private final StringBuilder out = new StringBuilder();

  SourceFile(CCodec codec) {
    this.codec = codec;
  }

  String text() {
    line("/* Made by openaep codec from a thing model; do not edit. */");
    line("#include \"%s.h\"".formatted(codec.name()));
    line("");
    line("#include <string.h>");
    line("");
    out.append(FIELDS.replace("PREFIX", codec.name()));
    peek();
    for (Service service : codec.services()) {
      encode(service);
      decode(service);
    }
    return out.toString();
  }

  private void peek() {
    line(
        "int %s_peek(const uint8_t *in, size_t in_size, uint16_t *service_id, uint16_t *task_id) {"
            .formatted(codec.name()));
    line("  reader from = {in, in_size, 0};");
    line("  uint8_t type = (uint8_t)get(&from, 1);");
    line("  if (from.failed) {");
    line("    return %s;".formatted(codec.constant("PARSE_ERROR")));
    line("  }");
    line("  if (type != 0x02 && type != 0x03 && type != 0x06 && type != 0x07 && type != 0x86) {");
    line("    return %s;".formatted(codec.constant("UNKNOWN_TYPE")));
    line("  }");
    line("  *service_id = (uint16_t)get(&from, 2);");
    line("  *task_id = type == 0x06 || type == 0x86 ? (uint16_t)get(&from, 2) : 0;");
    line(
        "  return from.failed ? %s : %s;"
            .formatted(codec.constant("PARSE_ERROR"), codec.constant("OK")));
    line("}");
    line("");
  }

  private void encode(Service service) {
    String struct = codec.struct(service);
    boolean task = CCodec.isTask(service);
    line(
        "size_t %s_encode(%sconst %s *value, uint8_t *out, size_t out_size) {"
            .formatted(struct, task ? "uint16_t task_id, " : "", struct));
    int head = task ? 7 : 5;
    line("  writer to = {out, out_size, 0};");
    line("  size_t size;");
    line("  put(&to, %s, 1);".formatted(HeaderFile.type(service.kind())));
    line("  put(&to, %s, 2);".formatted(HeaderFile.id(codec, service)));
    if (task) {
      line("  put(&to, task_id, 2);");
    }
    line("  put(&to, 0, 2);");
    if (service.fields().isEmpty()) {
      line("  (void)value;");
    }
    for (Service.Field field : service.fields()) {
      put(field);
    }
    line("  size = out_size - to.left;");
    line("  if (to.failed || size - %d > 65535u) {".formatted(head));
    line("    return 0;");
    line("  }");
    line("  out[%d] = (uint8_t)((size - %d) >> 8);".formatted(head - 2, head));
    line("  out[%d] = (uint8_t)(size - %d);".formatted(head - 1, head));
    line("  return size;");
    line("}");
    line("");
  }

  private void put(Service.Field field) {
    String value = "value->" + CCodec.member(field);
    switch (field.property().type()) {
      case DataType.Whole(var width, _) ->
          line("  put(&to, (uint64_t)%s, %d);".formatted(value, width.sizeBytes()));
      case DataType.Single _ -> line("  put_float(&to, %s);".formatted(value));
      case DataType.Real _ -> line("  put_double(&to, %s);".formatted(value));
      case DataType.Choice _ -> line("  put(&to, %s, 1);".formatted(value));
      case DataType.Flag _ -> {
        line("  to.failed |= %s > 1;".formatted(value));
        line("  put(&to, %s, 1);".formatted(value));
      }
      case DataType.Moment _ -> line("  put(&to, %s, 8);".formatted(value));
      case DataType.FixedText(int sizeBytes) ->
          line("  put_bytes(&to, %s, %d);".formatted(value, sizeBytes));
      case DataType.Text _ -> {
        line("  put(&to, %s.size, 2);".formatted(value));
        line("  put_bytes(&to, %s.bytes, %s.size);".formatted(value, value));
      }
    }
  }

  private void decode(Service service) {
    String struct = codec.struct(service);
    boolean task = CCodec.isTask(service);
    line(
        "int %s_decode(const uint8_t *in, size_t in_size, %s%s *value) {"
            .formatted(struct, task ? "uint16_t *task_id, " : "", struct));
    line("  reader from = {in, in_size, 0};");
    line("  uint8_t type = (uint8_t)get(&from, 1);");
    line("  uint16_t service_id = (uint16_t)get(&from, 2);");
    line("  size_t length;");
    line("  memset(value, 0, sizeof *value);");
    if (task) {
      line("  *task_id = (uint16_t)get(&from, 2);");
    }
    line("  length = (size_t)get(&from, 2);");
    line("  if (from.failed) {");
    line("    return %s;".formatted(codec.constant("PARSE_ERROR")));
    line("  }");
    String type = HeaderFile.type(service.kind());
    String other = type.equals("0x02") ? " && type != 0x03" : "";
    line("  if (type != %s%s) {".formatted(type, other));
    line("    return %s;".formatted(codec.constant("UNKNOWN_TYPE")));
    line("  }");
    line("  if (service_id != %s) {".formatted(HeaderFile.id(codec, service)));
    line("    return %s;".formatted(codec.constant("UNKNOWN_SERVICE")));
    line("  }");
    line("  if (length != from.left) {");
    line("    return %s;".formatted(codec.constant("PARSE_ERROR")));
    line("  }");
    for (Service.Field field : service.fields()) {
      get(field);
    }
    line(
        "  return from.failed || from.left > 0 ? %s : %s;"
            .formatted(codec.constant("PARSE_ERROR"), codec.constant("OK")));
    line("}");
    line("");
  }

  private void get(Service.Field field) {
    String value = "value->" + CCodec.member(field);
    switch (field.property().type()) {
      case DataType.Whole(var width, _) -> {
        int size = width.sizeBytes();
        line(
            width.signed()
                ? "  %s = (int%d_t)get_signed(&from, %d);".formatted(value, 8 * size, size)
                : "  %s = (uint%d_t)get(&from, %d);".formatted(value, 8 * size, size));
      }
      case DataType.Single _ -> line("  %s = get_float(&from);".formatted(value));
      case DataType.Real _ -> line("  %s = get_double(&from);".formatted(value));
      case DataType.Choice _ -> line("  %s = (uint8_t)get(&from, 1);".formatted(value));
      case DataType.Flag _ -> {
        line("  %s = (uint8_t)get(&from, 1);".formatted(value));
        line("  from.failed |= %s > 1;".formatted(value));
      }
      case DataType.Moment _ -> line("  %s = get(&from, 8);".formatted(value));
      case DataType.FixedText(int sizeBytes) ->
          line("  get_bytes(&from, %s, %d);".formatted(value, sizeBytes));
      case DataType.Text _ -> line("  %s = get_text(&from);".formatted(value));
    }
  }

  private void line(String text) {
    out.append(text).append('\n');
  }
}
