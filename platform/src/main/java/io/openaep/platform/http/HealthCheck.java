package io.openaep.platform.http;

import java.util.Optional;
import java.util.function.Supplier;

/// One thing that must be well for the platform to be ready.
///
/// @param name a short fixed word, such as `journal`
/// @param trouble empty while it is well, else a sentence that says what is wrong
public record HealthCheck(String name, Supplier<Optional<String>> trouble) {}
