package io.openaep.conformance;

/// The texts by which AEP's API shows the status of a command.
final class Status {
  static final String SAVED = "指令已保存";
  static final String SENT = "指令已发送";
  static final String DELIVERED = "指令已送达";
  static final String COMPLETED = "指令已完成";
  static final String CANCELLED = "指令已取消";
  static final String FAILED = "指令发送失败";

  private Status() {}
}
