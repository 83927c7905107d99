package io.openaep.platform.push;

import java.util.Arrays;
import java.util.Optional;

/// What can be subscribed to, with AEP's number and the word in the message (AEP northbound, 4.6).
public enum MessageType {
  DATA_REPORT(1, "dataReport"),
  COMMAND_RESPONSE(2, "commandResponse"),
  EVENT_REPORT(3, "eventReport"),
  ONLINE_OFFLINE(4, "deviceOnlineOfflineReport"),
  /// AEP has this type on its message queue; the form of the message is OpenAEP's own.
  CREATED_DELETED(5, "deviceCreatedDeletedReport");

  private final int number;
  private final String word;

  MessageType(int number, String word) {
    this.number = number;
    this.word = word;
  }

  /// AEP's `subType`.
  public int number() {
    return number;
  }

  /// AEP's `messageType`.
  public String word() {
    return word;
  }

  public static Optional<MessageType> of(int number) {
    return Arrays.stream(values()).filter(it -> it.number == number).findFirst();
  }
}
