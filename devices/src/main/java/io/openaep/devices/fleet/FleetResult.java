package io.openaep.devices.fleet;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/// What a run came to.
///
/// @param devices as planned
/// @param connected of them when the load began
/// @param connectRate devices connected a second
/// @param connectCpuMicros the platform's CPU time for each of them, if it told
/// @param connectCpuByThread the same, of the threads of each name; empty if not told
/// @param sent reports
/// @param acknowledged of them by the platform
/// @param verified whether the server could be asked; if not, the next four are 0
/// @param stored reports in the platform's history
/// @param lost acknowledged and not stored: there must be none
/// @param duplicates copies beyond the first
/// @param altered stored reports that are not, byte for byte, what a device sent
/// @param unanswered sent and given up, or open when a connection ended
/// @param rate acknowledged (and so stored) reports a second within the load window; sent ones
///   where nothing is acknowledged
/// @param p50Ms to the acknowledgement, within the load window
/// @param cpuMicros the platform's CPU time for each of these reports, if it told
/// @param cpuByThread the same, of the threads of each name; empty if not told
/// @param residentMiB the platform's memory at the end of the load, if it told
/// @param unverified why the platform did not say what it has stored, if it did not
/// @param trouble why most connections were lost, if any were
public record FleetResult(
    int devices,
    long connected,
    double connectRate,
    OptionalDouble connectCpuMicros,
    Map<String, Double> connectCpuByThread,
    long sent,
    long acknowledged,
    boolean verified,
    long stored,
    long lost,
    long duplicates,
    long altered,
    long unanswered,
    double rate,
    double p50Ms,
    double p99Ms,
    double maxMs,
    OptionalDouble cpuMicros,
    Map<String, Double> cpuByThread,
    OptionalDouble residentMiB,
    Optional<String> unverified,
    Optional<String> trouble) {
  public FleetResult {
    connectCpuByThread = Map.copyOf(connectCpuByThread);
    cpuByThread = Map.copyOf(cpuByThread);
  }
}
