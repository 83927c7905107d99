package io.openaep.platform.registry;

/// A caller of the northbound API (应用).
public record Application(String appKey, String appSecret, String tenantId) {
  /// Without the secret.
  @Override
  public String toString() {
    return "Application[appKey=" + appKey + ", tenantId=" + tenantId + "]";
  }
}
