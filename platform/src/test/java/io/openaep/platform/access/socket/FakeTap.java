package io.openaep.platform.access.socket;

import io.openaep.platform.access.Door;
import io.openaep.platform.access.Tap;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// A trace in the test's hand: everything is kept, as lines `who direction hex words -> fate`.
public final class FakeTap implements Tap {
  private final List<Line> lines = new CopyOnWriteArrayList<>();

  /// Mutable in its fate alone.
  private static final class Line implements Seen {
    private final String text;
    private volatile String fate = "";

    Line(String text) {
      this.text = text;
    }

    @Override
    public void became(String told) {
      fate = told;
    }
  }

  @Override
  public boolean looksAt(Party party) {
    return true;
  }

  @Override
  public Seen passed(Party party, Message message) {
    Line line =
        new Line(
            "%s %s %s %s"
                .formatted(
                    name(party),
                    message.direction(),
                    message.raw().toHex(),
                    message.words().get()));
    lines.add(line);
    return line;
  }

  @Override
  public void refused(Party party, Door door, String remote, String reason) {
    Line line = new Line(name(party));
    line.became("refused: " + reason);
    lines.add(line);
  }

  @Override
  public void ignored(Party party, Door door, String remote, String what, String reason) {
    Line line = new Line("%s %s %s".formatted(name(party), door.word(), what));
    line.became("ignored: " + reason);
    lines.add(line);
  }

  @Override
  public void noted(Party party, Door door, String remote, String what) {
    lines.add(new Line("%s %s %s".formatted(name(party), door.word(), what)));
  }

  public List<String> lines() {
    return lines.stream().map(it -> it.text + " -> " + it.fate).toList();
  }

  /// The lines, and what their bytes say as text.
  List<String> everything() {
    return lines().stream()
        .map(it -> it + " " + new String(hexIn(it), java.nio.charset.StandardCharsets.ISO_8859_1))
        .toList();
  }

  private static byte[] hexIn(String line) {
    String[] parts = line.split(" ", 4);
    return parts.length > 3 && parts[2].matches("([0-9a-f]{2})*")
        ? java.util.HexFormat.of().parseHex(parts[2])
        : new byte[0];
  }

  private static String name(Party party) {
    return switch (party) {
      case Party.Device(var ref) -> ref.deviceId();
      case Party.Stranger(String claimed) -> "?" + claimed;
    };
  }
}
