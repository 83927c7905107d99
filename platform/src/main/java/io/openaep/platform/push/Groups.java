package io.openaep.platform.push;

/// Which groups there are and which devices are in them: a port that the registry's groups fill.
/// Asked with every message of a product that has a subscription of group level.
public interface Groups {
  /// No groups at all.
  Groups NONE =
      new Groups() {
        @Override
        public boolean exists(String tenantId, long groupId) {
          return false;
        }

        @Override
        public boolean contains(long groupId, long device) {
          return false;
        }
      };

  boolean exists(String tenantId, long groupId);

  /// @param device the registry's number
  boolean contains(long groupId, long device);
}
