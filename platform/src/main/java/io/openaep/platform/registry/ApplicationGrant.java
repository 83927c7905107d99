package io.openaep.platform.registry;

import java.util.List;
import java.util.Optional;

/// What an application may do.
///
/// @param name for people
/// @param enabled a disabled application's calls are refused
/// @param apis modules (`aep_device_management`) or functions of one
///   (`aep_device_management/QueryDevice`) that it may call; empty for all
/// @param sources addresses or networks (`10.1.0.0/16`, `2001:db8::/32`) that it may call from;
///   none for anywhere
public record ApplicationGrant(
    String name, boolean enabled, Optional<List<String>> apis, List<String> sources) {
  public ApplicationGrant {
    apis = apis.map(List::copyOf);
    sources = List.copyOf(sources);
  }

  /// Everything, from anywhere.
  public static ApplicationGrant everything(String name) {
    return new ApplicationGrant(name, true, Optional.empty(), List.of());
  }

  /// @param function such as `aep_device_management/QueryDevice`
  public boolean allows(String function) {
    String module = function.substring(0, Math.max(0, function.indexOf('/')));
    return apis.isEmpty() || apis.get().contains(function) || apis.get().contains(module);
  }

  /// @param address an IP address as text
  public boolean allowsFrom(String address) {
    return sources.isEmpty()
        || sources.stream()
            .map(SourceRange::parse)
            .flatMap(Optional::stream)
            .anyMatch(range -> range.contains(address));
  }
}
