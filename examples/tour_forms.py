"""The forms that AEP has for devices of LwM2M, MQTT and TCP, transparent and with a thing model: how the product is made, and how its
device says things (AEP device protocols, sections 1 to 3).
"""

import base64
import json
import struct

import tour_device
import tour_lwm2m
import tour_mqtt

MODEL = {
    "properties": [
        {"propertyFlag": "volt", "propertyName": "电压", "dataType": "int32", "unit": "V", "min": "-100", "max": "100"},
        {"propertyFlag": "temp", "dataType": "float"}, {"propertyFlag": "total", "dataType": "double"},
        {"propertyFlag": "mode", "dataType": "enum", "enumDetail": {"0": "关", "1": "开"}},
        {"propertyFlag": "on", "dataType": "bool", "boolDetail": {"false": "关", "true": "开"}},
        {"propertyFlag": "at", "dataType": "date"}, {"propertyFlag": "code", "dataType": "fix-string", "len": 4},
        {"propertyFlag": "text", "dataType": "string"}],
    "services": [
        {"serviceFlag": "all_report", "serviceType": 1,
         "properties": [{"propertyFlag": it} for it in ("volt", "temp", "total", "mode", "on", "at", "code", "text")]},
        {"serviceFlag": "low_alarm", "serviceType": 2, "eventType": 2, "properties": [{"propertyFlag": "volt"}, {"propertyFlag": "mode"}]},
        {"serviceFlag": "set", "serviceName": "设置", "serviceType": 6,
         "parameters": [{"parameterFlag": "level", "parameterName": "档位", "dataType": "int32"}, {"parameterFlag": "on", "dataType": "bool"}]},
        {"serviceFlag": "set_resp", "serviceType": 7, "parameters": [{"parameterFlag": "result", "dataType": "enum"},
                                                                     {"parameterFlag": "note", "dataType": "string"}]}]}

# A report, an event, a command and its response: as JSON, and as they stand in compact binary (AEP device protocols, 1.7).
VALUES = {"volt": -7, "temp": 22.5, "total": 0.25, "mode": 1, "on": True, "at": 1700000000000, "code": "AB", "text": "水位"}
VALUE_TEXTS = {"volt": "-7", "temp": "22.5", "total": "0.25", "mode": "1", "on": "true", "at": "1700000000000", "code": "AB", "text": "水位"}
VALUE_BYTES = struct.pack(">ifdBBq", -7, 22.5, 0.25, 1, 1, 1700000000000) + b"AB\0\0" + struct.pack(">H", 6) + "水位".encode()
EVENT, EVENT_BYTES = {"volt": 3, "mode": 0}, struct.pack(">iB", 3, 0)
PARAMETERS, PARAMETER_BYTES = {"level": 5, "on": True}, struct.pack(">iB", 5, 1)
RESPONSE, RESPONSE_BYTES = {"result": 0, "note": "ok"}, b"\0" + struct.pack(">H", 2) + b"ok"


def base(data):
    return base64.b64encode(data).decode()


class Form:
    """One form: how its product is made, and how its device says things.

    `raw` and `odd` are the bytes of a report that fits and of one that does not, as the platform gets them.
    """
    transparent = True
    model = None
    topic = ""
    content = {"dataType": 2, "payload": "00ff10"}

    def __init__(self, t):
        self.door = t.doors[self.protocol]

    def take(self):
        """The next command, as it came."""
        return self.device.command()

    def confirm(self):
        """Says that it has arrived."""
        self.device.confirm()

    def payload(self):
        """Of the push of a report."""
        return VALUES if self.model else {"APPdata": base(self.raw)}


class OfModel(Form):
    transparent = False
    model = MODEL
    content = {"params": PARAMETERS, "serviceIdentifier": "set"}


class Lwm2m(Form):
    protocol, number = "lwm2m", 3
    members = {"productProtocol": 3, "authType": 4, "dataEncryption": 5, "endpointFormat": 1, "powerModel": 2}
    topic = "v1/up/ad"
    raw = "水位\0".encode()

    def come(self, one):
        self.device = tour_lwm2m.Device(self.door, one["imei"])

    def report(self):
        self.device.notify(self.raw)

    def refuse(self):
        self.take()
        self.device.confirm(tour_lwm2m.NOT_ALLOWED)

    def command(self, task):
        return b"\x00\xff\x10"


class Lwm2mBinary(OfModel, Lwm2m):
    members = {**Lwm2m.members, "payloadFormat": 2}
    topic = "v1/up/ad19"
    raw = struct.pack(">BHH", 2, 1, len(VALUE_BYTES)) + VALUE_BYTES
    odd = struct.pack(">BHH", 2, 1, 1) + b"\x01"

    def command(self, task):
        return struct.pack(">BHHH", 6, 8001, task, len(PARAMETER_BYTES)) + PARAMETER_BYTES

    def report_odd(self):
        self.device.notify(self.odd)

    def event(self):
        self.device.notify(struct.pack(">BHH", 7, 1001, len(EVENT_BYTES)) + EVENT_BYTES)

    def respond(self, task):
        self.device.notify(struct.pack(">BHHH", 0x86, 9001, task, len(RESPONSE_BYTES)) + RESPONSE_BYTES)


class Lwm2mJson(Lwm2mBinary):
    members = {**Lwm2m.members, "payloadFormat": 1}
    raw = json.dumps({**VALUES, "serviceId": 1}).encode()
    odd = b'{"serviceId":1,"pressure":1}'

    def command(self, task):
        return b'{"taskId":%d,"serviceId":8001,"on":1,"level":5}' % task

    def event(self):
        self.device.notify(json.dumps({"serviceId": 1001, **EVENT}).encode())

    def respond(self, task):
        self.device.notify(json.dumps({"taskId": task, "serviceId": 9001, **RESPONSE}).encode())


class Mqtt(Form):
    protocol, number = "mqtt", 2
    members = {"productProtocol": 2, "authType": 1, "payloadFormat": 1, "dataEncryption": 5, "encryptionType": 0}
    topic = "any/topic"
    raw = '{"t":21.50, "n":"中", "on":true, "no":null}'.encode()
    content = {"payload": {"on": 1, "list": [1.50, "x", None]}}

    def command(self, task):
        return "device_control", b'{"on":1,"list":[1.5,"x",null]}'

    def come(self, one):
        self.device = tour_mqtt.Device(self.door, one["deviceId"], one["token"])

    def report(self):
        self.device.publish(self.topic, self.raw)

    def payload(self):
        return VALUES if self.model else json.loads(self.raw)


class MqttServices(OfModel, Mqtt):
    topic = "all_report"
    raw = json.dumps(VALUES, ensure_ascii=False, indent="\t").encode()
    odd = b'{"pressure":1}'

    def command(self, task):
        return "set", b'{"taskId":%d,"payload":{"level":5,"on":true}}' % task

    def report_odd(self):
        self.device.publish(self.topic, self.odd)

    def event(self):
        self.device.publish("low_alarm", json.dumps(EVENT).encode())

    def respond(self, task):
        self.device.publish("set_resp", json.dumps({"taskId": task, "resultPayload": RESPONSE}).encode())


class Tcp(Form):
    protocol, number = "tcp", 7
    members = {"productProtocol": 7, "authType": 1, "encryptionType": 0}
    topic = "ad"
    raw = "水位\0".encode()
    content = {"dataType": 1, "payload": "开"}

    def command(self, task):
        return "开".encode()

    def come(self, one):
        self.device = tour_device.Device(self.door, one["deviceId"], one["token"], "1.0")

    def report(self):
        self.device.report(self.raw)

    confirm = None  # a frame that was written counts as delivered


class Tcp11(OfModel, Tcp):
    raw = struct.pack(">H", 1) + VALUE_BYTES
    odd = struct.pack(">H", 1) + b"\x01"

    def command(self, task):
        return struct.pack(">HH", task, 8001) + PARAMETER_BYTES

    def come(self, one):
        self.device = tour_device.Device(self.door, one["deviceId"], one["token"], "1.1")

    def report(self):
        self.device.report_service(1, 1, VALUE_BYTES)

    def report_odd(self):
        self.device.report_service(2, 1, b"\x01", 1)

    def event(self):
        self.device.report_service(3, 1001, EVENT_BYTES)

    def respond(self, task):
        self.device.respond(task, 9001, RESPONSE_BYTES)


FORMS = (Lwm2m, Lwm2mBinary, Lwm2mJson, Mqtt, MqttServices, Tcp, Tcp11)
