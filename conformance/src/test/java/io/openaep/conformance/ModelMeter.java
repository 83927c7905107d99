package io.openaep.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.HexFormat;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// A device with a thing model, on each protocol and in each form of payload that AEP has (AEP
/// device protocols, 4): written from the tables alone, with none of the platform's encoders.
interface ModelMeter extends AutoCloseable {
  /// Sends a data report or an event, and returns when it was acknowledged.
  ///
  /// @param service as the model has it
  /// @param values by the identifiers of properties
  void report(JsonNode service, ObjectNode values) throws IOException;

  /// The same, with a payload that fits no service.
  void nonsense(JsonNode service) throws IOException;

  /// Takes a command and confirms that it has arrived.
  ///
  /// @return its parameters, those of a binary form as hex
  /// @param taskId the number that it must have
  String command(JsonNode service, int taskId) throws IOException;

  void respond(JsonNode service, int taskId, ObjectNode values) throws IOException;

  /// How {@link #command} gives parameters of these values.
  default String carried(JsonNode service, ObjectNode values) throws IOException {
    return HexFormat.of().formatHex(binary(service.path("parameters"), "parameterFlag", values));
  }

  @Override
  void close() throws IOException;

  /// The values in the order of their serials, big-endian.
  static byte[] binary(JsonNode parts, String flag, ObjectNode values) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    for (JsonNode part : parts) {
      JsonNode value = values.path(part.path(flag).asString());
      switch (part.path("dataType").asString()) {
        case "float" -> out.writeFloat(value.floatValue());
        case "double" -> out.writeDouble(value.doubleValue());
        case "int32" -> out.writeInt(value.intValue());
        case "enum" -> out.writeByte(value.intValue());
        case "bool" -> out.writeBoolean(value.booleanValue());
        case "date" -> out.writeLong(value.longValue());
        default -> throw new IllegalArgumentException(part.toString());
      }
    }
    return bytes.toByteArray();
  }

  static byte[] properties(JsonNode service, ObjectNode values) throws IOException {
    return binary(service.path("properties"), "propertyFlag", values);
  }

  private static byte[] bytes(Object... parts) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    for (Object part : parts) {
      switch (part) {
        case Byte one -> out.writeByte(one);
        case Integer two -> out.writeShort(two);
        case byte[] more -> out.write(more);
        default -> throw new IllegalArgumentException(part.toString());
      }
    }
    return bytes.toByteArray();
  }

  private static int id(JsonNode service) {
    return service.path("serviceId").asInt();
  }

  private static boolean event(JsonNode service) {
    return service.path("serviceType").asInt() == 2;
  }

  /// The members of a JSON command, with a bool as 0 or 1, as AEP's flat form has it.
  private static String members(JsonNode json) {
    ObjectNode sorted = JsonMapper.shared().createObjectNode();
    json.properties().stream()
        .sorted(java.util.Map.Entry.comparingByKey())
        .forEach(it ->
            sorted.put(
                it.getKey(),
                it.getValue().isBoolean()
                    ? it.getValue().booleanValue() ? 1 : 0
                    : it.getValue().intValue()));
    return sorted.toString();
  }

  /// Compact binary over LwM2M.
  record Binary(RawLwm2m lwm2m) implements ModelMeter {
    @Override
    public void report(JsonNode service, ObjectNode values) throws IOException {
      byte[] content = properties(service, values);
      byte type = (byte) (event(service) ? 0x07 : 0x02);
      lwm2m.exchange(lwm2m.notification(bytes(type, id(service), content.length, content)));
    }

    @Override
    public void nonsense(JsonNode service) throws IOException {
      lwm2m.exchange(lwm2m.notification(bytes((byte) 0x02, id(service), 1, new byte[] {1})));
    }

    @Override
    public String command(JsonNode service, int taskId) throws IOException {
      RawCoap write = lwm2m.nextRequest();
      byte[] payload = write.payload();
      lwm2m.answer(write, RawLwm2m.CHANGED);
      byte[] head = bytes((byte) 0x06, id(service), taskId, payload.length - 7);
      assertThat(payload).startsWith(head);
      return HexFormat.of().formatHex(payload, head.length, payload.length);
    }

    @Override
    public void respond(JsonNode service, int taskId, ObjectNode values) throws IOException {
      byte[] content = binary(service.path("parameters"), "parameterFlag", values);
      lwm2m.exchange(
          lwm2m.notification(bytes((byte) 0x86, id(service), taskId, content.length, content)));
    }

    @Override
    public void close() {
      lwm2m.close();
    }
  }

  /// Flat JSON over LwM2M.
  record Flat(RawLwm2m lwm2m) implements ModelMeter {
    @Override
    public void report(JsonNode service, ObjectNode values) throws IOException {
      lwm2m.report(values.deepCopy().put("serviceId", id(service)).toString());
    }

    @Override
    public void nonsense(JsonNode service) throws IOException {
      lwm2m.report("{\"serviceId\":" + id(service) + ",\"no_such\":1}");
    }

    @Override
    public String command(JsonNode service, int taskId) throws IOException {
      RawCoap write = lwm2m.nextRequest();
      lwm2m.answer(write, RawLwm2m.CHANGED);
      ObjectNode json = (ObjectNode) JsonMapper.shared().readTree(RawLwm2m.written(write));
      assertThat(json.remove("taskId").asInt()).isEqualTo(taskId);
      assertThat(json.remove("serviceId").asInt()).isEqualTo(id(service));
      return members(json);
    }

    @Override
    public void respond(JsonNode service, int taskId, ObjectNode values) throws IOException {
      lwm2m.report(
          values.deepCopy().put("taskId", taskId).put("serviceId", id(service)).toString());
    }

    @Override
    public String carried(JsonNode service, ObjectNode values) {
      return members(values);
    }

    @Override
    public void close() {
      lwm2m.close();
    }
  }

  /// JSON on the topics of services.
  record Topics(RawMqtt mqtt) implements ModelMeter {
    private void publish(JsonNode service, String payload) throws IOException {
      mqtt.send(RawMqtt.publish(7, service.path("serviceFlag").asString(), payload));
      mqtt.expect(RawMqtt.PUBACK, 7);
    }

    @Override
    public void report(JsonNode service, ObjectNode values) throws IOException {
      publish(service, values.toString());
    }

    @Override
    public void nonsense(JsonNode service) throws IOException {
      publish(service, "{\"no_such\":1}");
    }

    @Override
    public String command(JsonNode service, int taskId) throws IOException {
      RawMqtt.Delivery delivery = mqtt.nextCommand();
      mqtt.acknowledge(delivery);
      assertThat(delivery.topic()).isEqualTo(service.path("serviceFlag").asString());
      JsonNode json = JsonMapper.shared().readTree(delivery.payload());
      assertThat(json.path("taskId").asInt()).isEqualTo(taskId);
      return members(json.path("payload"));
    }

    @Override
    public void respond(JsonNode service, int taskId, ObjectNode values) throws IOException {
      ObjectNode json = JsonMapper.shared().createObjectNode().put("taskId", taskId);
      json.set("resultPayload", values);
      publish(service, json.toString());
    }

    @Override
    public String carried(JsonNode service, ObjectNode values) {
      return members(values);
    }

    @Override
    public void close() throws IOException {
      mqtt.close();
    }
  }

  /// Frames of TCP 1.1.
  record Frames(RawStream tcp) implements ModelMeter {
    private void data(byte[] content, int service, int result) throws IOException {
      tcp.send(bytes((byte) 0x02, content.length + 4, 7, service, content));
      assertThat(tcp.read(7)).isEqualTo(bytes((byte) 0x82, 4, 7, result));
    }

    @Override
    public void report(JsonNode service, ObjectNode values) throws IOException {
      data(properties(service, values), id(service), 0);
    }

    @Override
    public void nonsense(JsonNode service) throws IOException {
      data(new byte[] {1}, id(service), 1);
    }

    @Override
    public String command(JsonNode service, int taskId) throws IOException {
      byte[] head = tcp.read(7);
      int lengthBytes = ((head[1] & 0xff) << 8 | (head[2] & 0xff)) - 4;
      assertThat(head).isEqualTo(bytes((byte) 0x03, lengthBytes + 4, taskId, id(service)));
      return HexFormat.of().formatHex(tcp.read(lengthBytes));
    }

    @Override
    public void respond(JsonNode service, int taskId, ObjectNode values) throws IOException {
      byte[] content = binary(service.path("parameters"), "parameterFlag", values);
      tcp.send(bytes((byte) 0x83, content.length + 4, taskId, id(service), content));
    }

    @Override
    public void close() throws IOException {
      tcp.close();
    }
  }
}
