package io.openaep.platform.console.rest;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// What a JSON value looks like, said once: bodies and parameters are checked against it ({@link
/// ShapeCheck}) and the OpenAPI document shows it ({@link ShapeSchema}). Immutable.
public sealed interface Shape {
  /// Text of a number of characters, counted as people do (a Chinese character is one).
  ///
  /// @param form what it must match as a whole
  /// @param formWords the same in words, such as `must be 8 to 17 digits`
  record Text(int least, int most, Optional<Pattern> form, String formWords) implements Shape {}

  /// A whole number, both ends included.
  record Whole(long least, long most) implements Shape {}

  /// Any number.
  record Decimal() implements Shape {}

  record Flag() implements Shape {}

  /// One of some words.
  record Choice(List<String> words) implements Shape {
    public Choice {
      words = List.copyOf(words);
    }
  }

  /// An instant as RFC 3339 has it: `2026-11-22T08:30:00Z`.
  record Time() implements Shape {}

  /// Bytes as Base64 (RFC 4648, 4).
  record Base64() implements Shape {}

  record ListOf(Shape items, int least, int most) implements Shape {}

  /// An object with the members that are listed and no others.
  ///
  /// @param name in the OpenAPI document
  record Obj(String name, List<Member> members) implements Shape {
    public Obj {
      members = List.copyOf(members);
    }

    /// The same with more members, under another name.
    public Obj with(String newName, Member... more) {
      List<Member> all = new java.util.ArrayList<>(members);
      all.addAll(List.of(more));
      return new Obj(newName, all);
    }
  }

  /// An object of any members, each of one shape.
  record MapOf(Shape values, int most) implements Shape {}

  /// Any JSON value.
  record Any() implements Shape {}

  /// One member of an object.
  ///
  /// @param says what it means, in a few words
  record Member(String name, Shape shape, boolean required, String says) {}

  static Shape text(int least, int most) {
    return new Text(least, most, Optional.empty(), "");
  }

  /// @param words said to a caller whose text does not match: `must be …`
  static Shape text(String form, String words) {
    return new Text(0, Integer.MAX_VALUE, Optional.of(Pattern.compile(form)), words);
  }

  static Shape whole(long least, long most) {
    return new Whole(least, most);
  }

  static Shape decimal() {
    return new Decimal();
  }

  static Shape flag() {
    return new Flag();
  }

  static Shape choice(String... words) {
    return new Choice(List.of(words));
  }

  /// The constants of an enum as lower-case words with dashes.
  static <E extends Enum<E>> Shape choice(Class<E> type) {
    return new Choice(Arrays.stream(type.getEnumConstants()).map(Words::of).toList());
  }

  static Shape time() {
    return new Time();
  }

  static Shape base64() {
    return new Base64();
  }

  static Shape list(Shape items, int least, int most) {
    return new ListOf(items, least, most);
  }

  static Shape map(Shape values, int most) {
    return new MapOf(values, most);
  }

  static Shape any() {
    return new Any();
  }

  static Obj object(String name, Member... members) {
    return new Obj(name, List.of(members));
  }

  /// A member that must be there.
  static Member must(String name, Shape shape, String says) {
    return new Member(name, shape, true, says);
  }

  /// A member that may be missing; `null` is not the same as missing and refused.
  static Member may(String name, Shape shape, String says) {
    return new Member(name, shape, false, says);
  }
}
