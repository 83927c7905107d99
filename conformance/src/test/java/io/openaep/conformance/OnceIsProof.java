package io.openaep.conformance;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestWatcher;

/// Tests that kill or overload the platform and then count: what they find lost or doubled once is
/// a broken promise, however seldom. The build tries a red test a second time; such a one stays red
/// then. A time that ran out is not such a finding.
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(OnceIsProof.Memory.class)
@interface OnceIsProof {
  /// Remembers what was found, for as long as the tests' process runs.
  final class Memory implements BeforeEachCallback, TestWatcher {
    private static final Map<String, String> FOUND = new ConcurrentHashMap<>();

    @Override
    public void testFailed(ExtensionContext context, @Nullable Throwable cause) {
      if (cause instanceof AssertionError) {
        FOUND.put(context.getUniqueId(), String.valueOf(cause.getMessage()));
      }
    }

    @Override
    public void beforeEach(ExtensionContext context) {
      String found = FOUND.get(context.getUniqueId());
      if (found != null) {
        throw new AssertionError("Was red at the first try, and once is proof: " + found);
      }
    }
  }
}
