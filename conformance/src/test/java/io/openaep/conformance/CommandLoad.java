package io.openaep.conformance;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/// Commands to LwM2M devices that are always on: signed calls over kept connections, each timed
/// until its payload is at the device. A caller waits for the answer of a call before the next; the
/// devices answer every write at once. For `make bench`; used once.
public final class CommandLoad {
  private static final int DRX = 2;
  private static final Duration LOOK = Duration.ofMillis(200);

  private final PlatformProcess platform;
  private final Api api;
  private final Map<String, Long> began = new ConcurrentHashMap<>();
  private final ConcurrentLinkedQueue<Long> tookNanos = new ConcurrentLinkedQueue<>();
  private final LongAdder calls = new LongAdder();
  private volatile boolean measuring;
  private volatile boolean over;

  /// @param perSecond commands whose payload reached a device within the window
  /// @param callMillis how long a call took on average
  /// @param p50Millis from the begin of the call until the payload is at the device
  public record Result(
      double perSecond, double callMillis, double p50Millis, double p99Millis, long commands) {}

  public CommandLoad(PlatformProcess platform) {
    this.platform = platform;
    this.api = platform.api();
  }

  /// @param warmUp comes before what is measured
  /// @param marks run when the warm-up is over, and when the measurement is
  public Result run(int devices, int callers, Duration warmUp, Duration time, Runnable marks)
      throws IOException, InterruptedException {
    Api.Product product = api.lwm2m("command load", DRX);
    List<Api.Device> all = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < devices; i++) {
        String imei = "86%013d".formatted(9_000_000_000L + i);
        all.add(api.device(product, true, imei));
        RawLwm2m socket = RawLwm2m.open(platform);
        socket.register(imei);
        var _ = threads.submit(() -> answer(socket));
      }
      List<Future<?>> calling = new ArrayList<>();
      for (int i = 0; i < callers; i++) {
        int first = i;
        calling.add(threads.submit(() -> call(all, first, callers)));
      }
      TimeUnit.NANOSECONDS.sleep(warmUp.toNanos());
      marks.run();
      long start = System.nanoTime();
      calls.reset();
      measuring = true;
      TimeUnit.NANOSECONDS.sleep(time.toNanos());
      measuring = false;
      double seconds = (System.nanoTime() - start) / 1e9;
      marks.run();
      Result result = result(seconds, callers);
      over = true;
      for (Future<?> caller : calling) {
        caller.get();
      }
      return result;
    } catch (ExecutionException e) {
      throw new IOException("a call failed", e.getCause());
    } finally {
      over = true;
    }
  }

  private Result result(double seconds, int callers) {
    long[] sorted = tookNanos.stream().mapToLong(Long::longValue).sorted().toArray();
    return new Result(
        sorted.length / seconds,
        callers * seconds * 1000 / Math.max(1, calls.sum()),
        percentile(sorted, 50),
        percentile(sorted, 99),
        sorted.length);
  }

  private static double percentile(long[] sorted, int percent) {
    return sorted.length == 0 ? Double.NaN : sorted[sorted.length * percent / 100] / 1e6;
  }

  private @Nullable Void call(List<Api.Device> all, int first, int step) throws IOException {
    int number = 0;
    for (int at = first; !over; at = at + step < all.size() ? at + step : first) {
      String text = first + "-" + number++;
      began.put(text, System.nanoTime());
      api.textCommand(all.get(at), text);
      calls.increment();
    }
    return null;
  }

  /// One device, until the load is over.
  private @Nullable Void answer(RawLwm2m socket) throws IOException {
    try (socket) {
      while (!over) {
        Optional<RawCoap> request = socket.nextRequest(LOOK);
        if (request.isPresent()) {
          Long since = began.remove(new String(request.get().payload(), StandardCharsets.UTF_8));
          if (since != null && measuring) {
            tookNanos.add(System.nanoTime() - since);
          }
          socket.answer(request.get(), RawLwm2m.CHANGED);
        }
      }
    }
    return null;
  }
}
