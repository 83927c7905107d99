package io.openaep.platform.ingest;

/// What storing may cost in memory.
///
/// @param rememberedMessages how many confirmable messages are remembered so that a repetition is
///   recognised: 100,000 is enough for 400 a second over the whole window, in some 20 MB. At higher
///   rates the memory reaches back less far; retransmissions come within seconds
public record IngestSettings(int rememberedMessages) {
  public static final IngestSettings USUAL = new IngestSettings(100_000);

  public IngestSettings {
    if (rememberedMessages < 1) {
      throw new IllegalArgumentException(
          "rememberedMessages must be at least 1, not " + rememberedMessages);
    }
  }
}
