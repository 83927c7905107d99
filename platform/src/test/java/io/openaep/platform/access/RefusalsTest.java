package io.openaep.platform.access;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.micrometer.core.instrument.MockClock;
import io.micrometer.core.instrument.simple.SimpleConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class RefusalsTest {
  private final MockClock clock = new MockClock();
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry(SimpleConfig.DEFAULT, clock);
  private final Refusals refusals = new Refusals(meters);
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();

  private static Logger logger() {
    return (Logger) LoggerFactory.getLogger(Refusals.class);
  }

  @BeforeEach
  void listen() {
    log.start();
    logger().addAppender(log);
  }

  @AfterEach
  void leave() {
    logger().detachAppender(log);
  }

  private List<String> lines() {
    return log.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
  }

  private void refuse(int times) {
    for (int i = 0; i < times; i++) {
      refusals.refused(Door.TCP, "malformed", "-", "192.0.2.7:1", "no frame");
    }
  }

  @Test
  void floodIsCountedInFullAndLoggedInPart() {
    refuse(1_000);
    assertThat(lines()).hasSize(200);
    assertThat(meters.get("openaep.refused").counter().count()).isEqualTo(1_000);
    assertThat(meters.get("openaep.refused.unlogged").counter().count()).isEqualTo(800);

    clock.add(Duration.ofSeconds(1));
    refuse(1);
    assertThat(lines()).hasSize(202).contains("refusals left out of the log device=- count=800");
  }

  @Test
  void textOfAPeerIsBoundedAndCannotForgeALine() {
    refusals.refused(Door.MQTT, "x", "a\nrefused door=\"" + "b".repeat(200), "r", "why");
    assertThat(lines().getFirst()).doesNotContain("\n").contains("device=a?refused door=?bbb");
    assertThat(lines().getFirst().length()).isLessThan(250);
  }
}
