/// Turns a tree of settings records with defaults in code into documented keys, and a YAML file,
/// environment variables and command-line options into such a tree. An unknown key stops the start
/// with a sentence that names the nearest right one.
///
/// Start at {@link io.openaep.platform.config.SettingsTree}.
@NullMarked
package io.openaep.platform.config;

import org.jspecify.annotations.NullMarked;
