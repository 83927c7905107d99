package io.openaep.conformance;

/// A call that touches several things, to be cut off by a kill, and how to see afterwards what it
/// did. Of one thread at a time.
interface Cut {
  /// Makes what the next call needs.
  void prepare(int round) throws Exception;

  /// Makes the call.
  ///
  /// @return whether it was answered with success
  /// @throws java.io.IOException if the platform was killed meanwhile
  boolean send() throws Exception;

  /// After the restart.
  ///
  /// @return whether it happened
  /// @throws AssertionError if a part of it did
  boolean happened() throws Exception;

  /// Repeats the call where that is right, or carries it out if it has not happened, and looks that
  /// then it has, once.
  void complete(boolean happened) throws Exception;
}
