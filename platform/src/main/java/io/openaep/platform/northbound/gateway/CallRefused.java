package io.openaep.platform.northbound.gateway;

/// The caller was wrong. Becomes the module's own envelope: with HTTP 200 and AEP's code where it
/// has one, else with an HTTP status that is repeated as the code.
public final class CallRefused extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final int code;
  private final String text;
  private final boolean nothingDone;

  private CallRefused(int status, int code, String text, String reason, boolean nothingDone) {
    super(reason);
    this.nothingDone = nothingDone;
    this.status = status;
    this.code = code;
    this.text = text;
  }

  /// @param detail a sentence for people: what is wrong and what to change
  public static CallRefused aep(AepCode code, String detail) {
    return new CallRefused(200, code.code(), code.message(detail), detail, true);
  }

  public static CallRefused http(int status, String sentence) {
    return new CallRefused(status, status, sentence, sentence, true);
  }

  /// Our mistake: the call may have been carried out.
  public static CallRefused mistake(String detail) {
    AepCode code = AepCode.INTERNAL;
    return new CallRefused(500, code.code(), code.message(detail), detail, false);
  }

  /// The call began and its end is not known: it may have been carried out.
  public static CallRefused unfinished(int status, String sentence) {
    return new CallRefused(status, status, sentence, sentence, false);
  }

  /// Whether it is certain that nothing was changed.
  public boolean nothingDone() {
    return nothingDone;
  }

  /// The HTTP status.
  public int status() {
    return status;
  }

  /// The envelope's code.
  public int code() {
    return code;
  }

  /// The envelope's text.
  public String text() {
    return text;
  }

  /// For the log.
  public String reason() {
    return String.valueOf(getMessage());
  }
}
