package io.openaep.platform.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RecentTest {
  private final Recent<String, String> recent = new Recent<>(2);
  private final AtomicInteger loads = new AtomicInteger();

  private Optional<String> get(String key) {
    return recent.get(
        key,
        () -> {
          loads.incrementAndGet();
          return Optional.of(key + loads.get());
        });
  }

  @Test
  void keepsTheNewestFew() {
    assertThat(get("a")).contains("a1");
    assertThat(get("b")).contains("b2");
    assertThat(get("a")).contains("a1");
    assertThat(get("c")).contains("c3");
    assertThat(get("a")).contains("a1");
    assertThat(get("b")).contains("b4");
  }

  @Test
  void forgottenValueIsLoadedAgain() {
    get("a");
    recent.forget("a");
    assertThat(get("a")).contains("a2");
  }

  @Test
  void valueReadWhileItChangedIsNotKept() {
    Optional<String> stale =
        recent.get(
            "a",
            () -> {
              recent.forget("a");
              return Optional.of("stale");
            });
    assertThat(stale).contains("stale");
    assertThat(get("a")).contains("a1");
  }

  @Test
  void absenceIsNotKept() {
    assertThat(recent.get("a", Optional::empty)).isEmpty();
    assertThat(get("a")).contains("a1");
  }

  @Test
  void whatWasLoadedByAnotherNameIsKeptByThisOne() {
    assertThat(recent.learn(it -> "a", () -> Optional.of("other"))).contains("other");
    assertThat(get("a")).contains("other");
    assertThat(loads).hasValue(0);
  }

  @Test
  void whatChangedWhileItWasLoadedByAnotherNameIsNotKept() {
    Optional<String> stale =
        recent.learn(
            it -> "a",
            () -> {
              recent.forget("a");
              return Optional.of("stale");
            });
    assertThat(stale).contains("stale");
    assertThat(get("a")).contains("a1");
  }
}
