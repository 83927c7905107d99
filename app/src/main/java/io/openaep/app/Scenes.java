package io.openaep.app;

import io.openaep.devices.cloud.Cloud;
import io.openaep.devices.module.baseband.Destinations;
import io.openaep.devices.replay.CloudStage;
import io.openaep.devices.replay.ModuleUnderTest;
import io.openaep.devices.replay.Outcome;
import io.openaep.devices.replay.Player;
import io.openaep.devices.replay.Transcript;
import java.io.IOException;
import java.util.Map;

/// Plays transcripts against one platform, each on a fresh stage.
final class Scenes {
  private final Cloud cloud;
  private final Destinations destinations;
  private final boolean keep;

  /// @param keep leave products and devices on the platform afterwards
  Scenes(Cloud cloud, Destinations destinations, boolean keep) {
    this.cloud = cloud;
    this.destinations = destinations;
    this.keep = keep;
  }

  Outcome play(Transcript transcript, ModuleUnderTest module, Map<String, String> set)
      throws InterruptedException {
    String name = "replay " + transcript.name() + " " + Long.toString(System.nanoTime(), 36);
    try (CloudStage stage = new CloudStage(cloud, tail(name, 64), keep)) {
      return new Player(transcript, module, stage, set).play();
    }
  }

  /// On a factory-new virtual module with the identity that the transcript's fixtures name.
  Outcome playOnOwnModule(Transcript transcript, Map<String, String> set)
      throws InterruptedException, IOException {
    try (OwnModule own = OwnModule.start(destinations, transcript.fixtures(), set);
        ModuleUnderTest module = own.connect()) {
      return play(transcript, module, set);
    }
  }

  private static String tail(String name, int limitChars) {
    return name.substring(Math.max(0, name.length() - limitChars));
  }
}
