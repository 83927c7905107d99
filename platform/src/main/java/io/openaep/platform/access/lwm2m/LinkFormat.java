package io.openaep.platform.access.lwm2m;

import io.openaep.wire.DecodeException;

/// Checks a list of objects in CoRE link format (RFC 6690), such as
/// `</>;rt="oma.lwm2m",</1/0>,</19/0>`: the list is kept as sent, and what is kept must be well
/// formed. Pure.
final class LinkFormat {
  private final String text;
  private int at;

  private LinkFormat(String text) {
    this.text = text;
  }

  /// @param text empty is an empty list
  static void check(String text) throws DecodeException {
    if (!text.isEmpty()) {
      new LinkFormat(text).links();
    }
  }

  private void links() throws DecodeException {
    do {
      skipSpaces();
      expect('<');
      until('>');
      while (next(';')) {
        parameter();
      }
    } while (next(','));
    if (at != text.length()) {
      throw new DecodeException("the object list has something unexpected at " + at);
    }
  }

  private void parameter() throws DecodeException {
    int start = at;
    while (at < text.length() && ";,=".indexOf(text.charAt(at)) < 0) {
      at++;
    }
    if (at == start) {
      throw new DecodeException("the object list has an attribute without a name at " + at);
    }
    if (next('=')) {
      if (next('"')) {
        until('"');
      } else {
        while (at < text.length() && ";,".indexOf(text.charAt(at)) < 0) {
          at++;
        }
      }
    }
    skipSpaces();
  }

  private void until(char end) throws DecodeException {
    while (at < text.length() && text.charAt(at) != end) {
      at += text.charAt(at) == '\\' ? 2 : 1;
    }
    expect(end);
  }

  private void expect(char c) throws DecodeException {
    if (!next(c)) {
      throw new DecodeException("the object list lacks a '" + c + "' at " + at);
    }
  }

  private boolean next(char c) {
    if (at < text.length() && text.charAt(at) == c) {
      at++;
      return true;
    }
    return false;
  }

  private void skipSpaces() {
    while (at < text.length() && text.charAt(at) == ' ') {
      at++;
    }
  }
}
