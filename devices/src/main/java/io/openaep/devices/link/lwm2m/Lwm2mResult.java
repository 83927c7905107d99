package io.openaep.devices.link.lwm2m;

/// How something that the device asked of the server ended.
public sealed interface Lwm2mResult {
  /// It is done; of a report: the server has it.
  record Done() implements Lwm2mResult {}

  /// @param code the server's CoAP code, written `4.03`
  record Refused(String code) implements Lwm2mResult {}

  /// The server's CoAP layer rejected the message itself.
  record Reset() implements Lwm2mResult {}

  /// No answer to any repetition.
  record Silent() implements Lwm2mResult {}

  /// Too much is under way already; nothing was sent.
  record Busy() implements Lwm2mResult {}
}
