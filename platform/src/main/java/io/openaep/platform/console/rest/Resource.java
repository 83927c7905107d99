package io.openaep.platform.console.rest;

import java.util.List;

/// Some routes that belong together.
public interface Resource {
  /// The same each time.
  List<Route> routes();
}
