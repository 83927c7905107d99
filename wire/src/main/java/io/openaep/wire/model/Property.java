package io.openaep.wire.model;

import java.util.regex.Pattern;

/// A property (属性) of a product, or a parameter (参数) that belongs to one service alone: both are an
/// identifier with a data type.
///
/// @param id AEP's propertyId or parameterId
/// @param identifier 标识符: the member name in JSON
/// @param name for people
public record Property(
    int id, String identifier, String name, DataType type, Unit unit, String description) {
  /// Also a name in generated C.
  private static final Pattern IDENTIFIER = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,63}");

  private static final int TEXT_CHARACTERS = 500;

  /// @throws InvalidModel if the identifier has another form, or is a word of the protocol
  public Property {
    checkIdentifier(identifier);
    InvalidModel.unless(
        !identifier.equals("taskId") && !identifier.equals("serviceId"),
        identifier + " is a word of the protocol; choose another identifier");
    InvalidModel.unless(id > 0, "the id of " + identifier + " is not above 0");
    InvalidModel.unless(
        name.length() <= TEXT_CHARACTERS && description.length() <= TEXT_CHARACTERS,
        "name and description of %s have at most %d characters"
            .formatted(identifier, TEXT_CHARACTERS));
  }

  static void checkIdentifier(String identifier) {
    InvalidModel.unless(
        IDENTIFIER.matcher(identifier).matches(),
        "the identifier \"%s\" is not a letter or _ with up to 63 letters, digits and _ after it"
            .formatted(shown(identifier)));
  }

  private static String shown(String text) {
    return text.length() > 80 ? text.substring(0, 80) + "…" : text;
  }
}
