package io.openaep.platform.access.mqtt;

/// Somebody for the planted violations to know.
public final class PlantedNeighbour {
  private PlantedNeighbour() {}
}
