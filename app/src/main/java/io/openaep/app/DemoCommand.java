package io.openaep.app;

import io.openaep.devices.cloud.Cloud;
import io.openaep.devices.cloud.CloudClient;
import io.openaep.devices.replay.Outcome;
import io.openaep.devices.replay.Transcript;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `openaep demo`: the guide, end to end, on temporary data. Every example plays on a module of its
/// own; a few at a time, for most of their time is waiting.
@Command(
    name = "demo",
    description = "Play every example of the guide against a platform on temporary data.",
    mixinStandardHelpOptions = true)
final class DemoCommand implements Callable<Integer> {
  private static final int AT_A_TIME = 4;

  @Option(
      names = "--exit",
      description = "Stop after the table; status 0 only if every scenario passed.")
  private boolean exit;

  @Override
  public Integer call() throws InterruptedException, IOException {
    try (OwnPlatform own = OwnPlatform.start(true)) {
      int status = playAll(own);
      if (!exit) {
        Runtime.getRuntime().addShutdownHook(new Thread(own::close, "openaep-demo-stop"));
        leaveRunning(own);
      }
      return status;
    }
  }

  private static int playAll(OwnPlatform own) throws InterruptedException, IOException {
    AppKey key = own.app();
    try (CloudClient client =
            new CloudClient(own.url(), key.key(), key.secret(), InstantSource.system());
        ExecutorService stages =
            Executors.newFixedThreadPool(AT_A_TIME, Thread.ofVirtual().factory())) {
      Scenes scenes = new Scenes(new Cloud(client), PlatformAddress.of(own.url().toString()), true);
      List<Future<Outcome>> outcomes = new ArrayList<>();
      List<Transcript> guide = Transcripts.guide();
      for (int i = 0; i < guide.size(); i++) {
        Transcript transcript = guide.get(i);
        Map<String, String> identity = identity(i);
        outcomes.add(stages.submit(() -> scenes.playOnOwnModule(transcript, identity)));
      }
      Scoreboard board = new Scoreboard();
      for (Future<Outcome> outcome : outcomes) {
        board.add(outcome.get());
      }
      return board.finish();
    } catch (ExecutionException e) {
      throw new IllegalStateException("a scenario could not be played: " + e.getCause(), e);
    }
  }

  /// An IMEI is unique on a platform, and every scenario keeps its device for the user to look at.
  private static Map<String, String> identity(int scenario) {
    return Map.of("imei", "%015d".formatted(868_543_060_974_334L + scenario));
  }

  private static void leaveRunning(OwnPlatform own) throws InterruptedException {
    System.out.println();
    DemoNotes.of(own).forEach(System.out::println);
    new CountDownLatch(1).await();
  }
}
