package io.openaep.app;

import java.util.List;
import org.jline.reader.CompletingParsedLine;
import org.jline.reader.Parser.ParseContext;

/// An AT line for the line editor: one word, whatever quotes and commas stand in it.
///
/// @param context why the editor asks; makes no difference here
record WholeLine(String line, int cursor, ParseContext context) implements CompletingParsedLine {
  @Override
  public String word() {
    return line;
  }

  @Override
  public int wordCursor() {
    return cursor;
  }

  @Override
  public int wordIndex() {
    return 0;
  }

  @Override
  public List<String> words() {
    return List.of(line);
  }

  @Override
  public CharSequence escape(CharSequence candidate, boolean complete) {
    return candidate;
  }

  @Override
  public int rawWordCursor() {
    return cursor;
  }

  @Override
  public int rawWordLength() {
    return line.length();
  }
}
