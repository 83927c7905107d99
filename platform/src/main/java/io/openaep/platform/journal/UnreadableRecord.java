package io.openaep.platform.journal;

/// A record on disk cannot be read: the file is damaged, or a newer release wrote it. Unchecked,
/// because nothing that reads the journal can go on sensibly.
public final class UnreadableRecord extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public UnreadableRecord(String reason) {
    super(reason);
  }
}
