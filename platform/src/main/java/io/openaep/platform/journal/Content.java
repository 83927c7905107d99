package io.openaep.platform.journal;

import java.util.List;

/// What decoding made of a report's bytes, which are kept beside it whatever it is.
///
/// The values of a thing model are kept as the text of one JSON object, members by identifier in
/// the order of the service: as they were understood then, however the model changes later.
public sealed interface Content {
  /// A transparent product: the platform does not look inside.
  record Opaque() implements Content {}

  /// The bytes do not fit what the product promises, or cannot be judged.
  ///
  /// @param reason in plain words
  /// @param unjudged not the device's doing: the product's model cannot be read
  record Undecodable(String reason, boolean unjudged) implements Content {
    /// What does not fit.
    public Undecodable(String reason) {
      this(reason, false);
    }
  }

  /// What the thing model made of the bytes.
  sealed interface Decoded extends Content {
    ServiceRef service();

    /// One JSON object.
    String values();

    /// What is odd about the values, a sentence each: out of range, unknown enum number.
    List<String> remarks();
  }

  /// A data report (数据上报): properties and their values.
  record Properties(ServiceRef service, String values, List<String> remarks) implements Decoded {
    public Properties {
      remarks = List.copyOf(remarks);
    }
  }

  /// An event report (事件上报).
  ///
  /// @param level 1 info (信息), 2 warning (警告), 3 fault (故障)
  record Occurrence(ServiceRef service, int level, String values, List<String> remarks)
      implements Decoded {
    public Occurrence {
      remarks = List.copyOf(remarks);
    }
  }

  /// A device's answer to a command (指令下发响应).
  ///
  /// @param taskId that of the command which it answers, as the device says
  record Response(ServiceRef service, long taskId, String values, List<String> remarks)
      implements Decoded {
    public Response {
      remarks = List.copyOf(remarks);
    }
  }

  /// A service of the product's thing model.
  record ServiceRef(int id, String identifier) {}
}
