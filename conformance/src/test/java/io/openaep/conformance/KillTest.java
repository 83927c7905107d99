package io.openaep.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/// Every message that got its acknowledgement before a SIGKILL is stored after it, and every
/// command whose id was returned is there. A second copy may exist only of a message that the
/// device sent again, and of MQTT's QoS 2 never. `make soak` kills more often.
@OnceIsProof
class KillTest {
  private static final int ROUNDS = Integer.getInteger("openaep.kill-rounds", 20);
  private static final long SEED = Long.getLong("openaep.seed", System.nanoTime());

  @Test
  void whatWasAcknowledgedIsStored(@TempDir(cleanup = CleanupMode.ON_SUCCESS) Path directory)
      throws Exception {
    KillRun run = new KillRun(directory.resolve("data"), ROUNDS, SEED);
    ReportingFleet.Account account = run.run();
    System.out.printf(
        "kill test: rounds=%d acknowledged=%d lost=%d second-copies=%d doubled=%d commands=%d %s seed=%d%n",
        ROUNDS,
        account.acknowledged(),
        account.lost().size(),
        account.secondCopies(),
        account.doubled().size(),
        run.commands(),
        run.states(),
        SEED);
    assertThat(account.faults()).isEmpty();
    assertThat(account.lost()).as("acknowledged and not stored").isEmpty();
    assertThat(account.doubled()).as("stored twice though sent once").isEmpty();
    assertThat(run.commands()).isPositive();
  }
}
