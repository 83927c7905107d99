package io.openaep.platform.access.socket;

import io.openaep.platform.access.Admission;
import io.openaep.platform.access.Authenticator;
import io.openaep.platform.access.DeviceProfile;
import io.openaep.platform.access.DeviceRef;
import io.openaep.platform.access.Door;
import io.openaep.platform.access.PowerMode;
import io.openaep.wire.Bytes;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;

/// A registry of devices that share one password. Thread-safe.
public final class FakeAuthenticator implements Authenticator {
  public static final String PASSWORD = "ny6f1tSA41DQUVPD6P8g4iOk9zWNg5LGa9LIzPymuE8";

  private final Semaphore gate = new Semaphore(0);
  private volatile String slow = "";
  private final Map<String, Long> numbers = new ConcurrentHashMap<>();
  private final List<Door> doors = new CopyOnWriteArrayList<>();
  private final Map<String, Admission.Cause> barred = new ConcurrentHashMap<>();

  /// The doors that were asked at, in order.
  public List<Door> doors() {
    return List.copyOf(doors);
  }

  public FakeAuthenticator add(String deviceId) {
    numbers.put(deviceId, numbers.size() + 1L);
    return this;
  }

  /// Refuses a device, whatever its password.
  public FakeAuthenticator bar(String deviceId, Admission.Cause cause) {
    barred.put(deviceId, cause);
    return this;
  }

  public long number(String deviceId) {
    return Optional.ofNullable(numbers.get(deviceId)).orElseThrow();
  }

  /// Answers for this device only after {@link #letGo}: a registry whose disk is slow.
  public void holdUp(String deviceId) {
    slow = deviceId;
  }

  public boolean heldUp() {
    return gate.getQueueLength() > 0;
  }

  public void letGo() {
    gate.release();
  }

  @Override
  public Admission byPassword(Door door, String deviceId, String password) {
    doors.add(door);
    if (deviceId.equals(slow)) {
      gate.acquireUninterruptibly();
    }
    Admission.Cause cause = barred.get(deviceId);
    if (cause != null) {
      return new Admission.Refused(cause, "barred by the test");
    }
    Long number = numbers.get(deviceId);
    if (number == null) {
      return new Admission.Refused(Admission.Cause.UNKNOWN_DEVICE, "no such device");
    }
    if (!password.equals(PASSWORD)) {
      return new Admission.Refused(Admission.Cause.BAD_CREDENTIALS, "password does not match");
    }
    return new Admission.Granted(
        new DeviceProfile(
            new DeviceRef(number, 15436586, deviceId),
            "2000033383",
            Optional.empty(),
            new PowerMode.Drx(),
            false));
  }

  @Override
  public Admission byEndpoint(Door door, String endpoint, Optional<String> pskIdentity) {
    throw new UnsupportedOperationException("not a question of a stream door");
  }

  @Override
  public Optional<Bytes> preSharedKey(String pskIdentity) {
    throw new UnsupportedOperationException("not a question of a stream door");
  }

  @Override
  public Optional<DeviceProfile> profile(long deviceNumber) {
    throw new UnsupportedOperationException("not a question of a stream door");
  }
}
