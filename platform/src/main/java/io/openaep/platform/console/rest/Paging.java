package io.openaep.platform.console.rest;

import io.openaep.platform.console.rest.Shape.Member;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// Which part of a list is asked for. A cursor names the last row that was seen, so that rows that
/// come or go meanwhile neither repeat nor hide others. To callers it is opaque.
///
/// @param limit rows of this page
/// @param after what the last row of the page before was given as; empty at first
public record Paging(int limit, Optional<String> after) {
  private static final int MOST_ROWS = 1000;
  private static final int USUAL_ROWS = 50;

  static final List<Member> PARAMETERS =
      List.of(
          Shape.may(
              "limit",
              Shape.whole(1, MOST_ROWS),
              "Rows of a page; %d if not said".formatted(USUAL_ROWS)),
          Shape.may("cursor", Shape.text(1, 1024), "`next` of the page before"));

  static Shape.Obj page(Shape.Obj item) {
    return Shape.object(
        item.name() + "Page",
        Shape.must("items", Shape.list(item, 0, MOST_ROWS), "The rows of this page"),
        Shape.may("next", Shape.text(1, 1024), "The cursor of the next page; missing on the last"));
  }

  static Paging of(Call call) {
    int limit = Math.toIntExact(call.whole("limit").orElse((long) USUAL_ROWS));
    return new Paging(limit, call.query("cursor").map(Paging::opened));
  }

  /// One more than fits, so that {@link #page} can tell whether there is more.
  public int toRead() {
    return limit + 1;
  }

  /// The cursor as a number, for lists in the order of a number.
  ///
  /// @param start where a list begins
  public long afterNumber(long start) {
    return after
        .map(text -> {
          try {
            return Long.parseLong(text);
          } catch (NumberFormatException _) {
            throw broken();
          }
        })
        .orElse(start);
  }

  /// @param read up to {@link #toRead} rows
  /// @param key what the cursor of a row says
  public <T> Reply page(
      List<T> read, Function<T, ?> key, Function<T, ? extends Map<String, ?>> view) {
    return pageOfPresent(read, key, row -> Optional.of(view.apply(row)));
  }

  /// The same, without rows that are gone when they are to be shown: the page is shorter then.
  public <T> Reply pageOfPresent(
      List<T> read, Function<T, ?> key, Function<T, ? extends Optional<?>> view) {
    List<T> shown = read.subList(0, Math.min(limit, read.size()));
    return Reply.ok(
        Reply.members(
            "items",
            shown.stream().flatMap(row -> view.apply(row).stream()).toList(),
            "next",
            read.size() > limit
                ? Optional.of(closed(String.valueOf(key.apply(shown.getLast()))))
                : Optional.empty()));
  }

  private static String closed(String key) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(key.getBytes(StandardCharsets.UTF_8));
  }

  private static String opened(String cursor) {
    try {
      return new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException _) {
      throw broken();
    }
  }

  /// For a cursor that no page gave.
  public static Problem broken() {
    return Problem.invalid("?cursor", "must be `next` of the page before, unchanged");
  }
}
