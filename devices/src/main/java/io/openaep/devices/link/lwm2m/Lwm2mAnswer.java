package io.openaep.devices.link.lwm2m;

/// What the module's host answers to a {@link Lwm2mRequest}.
public sealed interface Lwm2mAnswer {
  /// 2.05 with the value of one resource: for a read, an observation and its end.
  record Content(Lwm2mPath resource, Lwm2mValue value) implements Lwm2mAnswer {}

  /// 2.04: for a write and an execution.
  record Changed() implements Lwm2mAnswer {}

  record Refused(Reason reason) implements Lwm2mAnswer {}

  enum Reason {
    BAD_REQUEST,
    UNAUTHORIZED,
    NOT_FOUND,
    METHOD_NOT_ALLOWED,
    NOT_ACCEPTABLE
  }
}
