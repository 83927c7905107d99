package io.openaep.platform.northbound.gateway;

/// AEP's own result codes and their texts (AEP northbound, section 2).
public enum AepCode {
  OK(0, "ok", false),
  /// Whatever has no code of its own.
  GENERIC(-1, "参数校验失败", true),
  CANCEL_FAILED(-1, "指令取消失败", true),
  PRODUCT_UNKNOWN(1002, "此产品不存在", false),
  DEVICE_EXISTS(1101, "设备编号已存在", false),
  /// A device that its product has no room for.
  DEVICE_TABLE_FAILED(1102, "操作设备信息表失败", true),
  DEVICE_UNKNOWN(1104, "此设备不存在", false),
  PUBLIC_PRODUCT_FAILED(1045, "公共产品查询失败", true),
  TOKEN_FAILED(1105, "获取设备token失败", true),
  GROUP_NOT_CREATED(2101, "创建群组失败", true),
  GROUP_NOT_CHANGED(2102, "编辑群组失败", true),
  GROUP_NOT_DELETED(2104, "删除群组失败", true),
  GROUP_RELATION_NOT_CHANGED(2106, "编辑群组关联失败", true),
  STANDARD_MODEL_FAILED(2304, "查看标准物模型失败", true),
  /// The message is `error`, the text is the result.
  ARCHIVE_NOT_CREATED(8001, "设备档案创建失败", true),
  ARCHIVE_NOT_READ(8011, "设备档案查询失败", true),
  /// Our mistake, with HTTP status 500.
  INTERNAL(8800, "内部错误，请联系管理员", true),
  UNPARSEABLE(8802, "参数解析失败", true),
  INVALID(8803, "参数验证失败", true),
  IMEI_EXISTS(2010115, "IMEI号已存在", false);

  private final int code;
  private final String text;
  private final boolean detailed;

  AepCode(int code, String text, boolean detailed) {
    this.code = code;
    this.text = text;
    this.detailed = detailed;
  }

  public int code() {
    return code;
  }

  public String text() {
    return text;
  }

  /// The `msg` of the answer: AEP's text, followed by what to change where the text alone does not
  /// say it. Texts that applications compare stay bare.
  String message(String detail) {
    return detailed && !detail.isEmpty() ? text + ": " + detail : text;
  }
}
