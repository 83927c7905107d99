package io.openaep.wire.payload;

import io.openaep.wire.model.DataType;
import io.openaep.wire.model.DataType.Width;
import java.util.Locale;
import java.util.Optional;

/// The words for data types, as AEP's files and answers spell them and as our own do (AEP
/// northbound, 4.8; device protocols, 1.7 and 2.4). Stateless.
final class TypeWords {
  private TypeWords() {}

  static String of(DataType type) {
    return switch (type) {
      case DataType.Whole(Width width, _) -> width.name().toLowerCase(Locale.ROOT);
      case DataType.Single _ -> "float";
      case DataType.Real _ -> "double";
      case DataType.Choice _ -> "enum";
      case DataType.Flag _ -> "bool";
      case DataType.Moment _ -> "date";
      case DataType.FixedText _ -> "fix-string";
      case DataType.Text _ -> "string";
    };
  }

  /// An integer type by its word; without a width in the word, by the size.
  ///
  /// @param sizeBytes `len`, where it is given
  static Optional<Width> width(String word, Optional<Integer> sizeBytes) {
    return switch (word.toLowerCase(Locale.ROOT)) {
      case "int", "integer" ->
          switch (sizeBytes.orElse(4)) {
            case 1 -> Optional.of(Width.INT8);
            case 2 -> Optional.of(Width.INT16);
            case 4 -> Optional.of(Width.INT32);
            default -> Optional.empty();
          };
      case "int8", "char" -> Optional.of(Width.INT8);
      case "uint8", "unsigned char" -> Optional.of(Width.UINT8);
      case "int16", "short" -> Optional.of(Width.INT16);
      case "uint16", "unsigned short" -> Optional.of(Width.UINT16);
      case "int32" -> Optional.of(Width.INT32);
      case "uint32", "unsigned int" -> Optional.of(Width.UINT32);
      default -> Optional.empty();
    };
  }

  /// `len` of a type, where it has one.
  static Optional<Integer> sizeBytes(DataType type) {
    return type instanceof DataType.Text ? Optional.empty() : Optional.of(type.leastBytes());
  }
}
