package io.openaep.platform.data;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Reports that are in the history's tables but not yet in the tables of places, and what was heard
/// meanwhile. Written one by one they would each cost a page of the file, as every device's place
/// is elsewhere; gathered and sorted, many share a page. Thread-safe: the fold adds and takes,
/// reads look.
final class Unplaced {
  private final Map<Long, Heard> heard = new HashMap<>();
  private final Map<Long, List<Place>> places = new HashMap<>();
  private int size;

  synchronized void add(Place place) {
    places.computeIfAbsent(place.device(), _ -> new ArrayList<>(2)).add(place);
    size++;
    put(Heard.reporting(place));
  }

  synchronized void put(Heard newest) {
    int devices = heard.size();
    heard.merge(newest.device(), newest, Heard::and);
    size += heard.size() - devices;
  }

  /// Places and devices: what the memory is measured by.
  synchronized int size() {
    return size;
  }

  synchronized Optional<Heard> heard(long device) {
    return Optional.ofNullable(heard.get(device));
  }

  /// The device's places in a stretch of time, in the order in which they came.
  synchronized List<Place> places(long device, Instant from, DeviceData.Cursor before) {
    return places.getOrDefault(device, List.of()).stream()
        .filter(place -> place.isWithin(from, before))
        .toList();
  }

  /// Places of a product's devices in a stretch of time, in no order.
  synchronized List<DeviceData.Cursor> placesOf(
      long product, Instant from, DeviceData.Cursor before) {
    return places.values().stream()
        .flatMap(List::stream)
        .filter(place -> place.product() == product && place.isWithin(from, before))
        .map(Place::cursor)
        .toList();
  }

  /// Everything, in the order of the tables.
  synchronized List<Place> allPlaces() {
    return places.values().stream().flatMap(List::stream).sorted(Place.BY_DEVICE).toList();
  }

  synchronized List<Heard> allHeard() {
    return List.copyOf(heard.values());
  }

  synchronized void clear() {
    heard.clear();
    places.clear();
    size = 0;
  }
}
