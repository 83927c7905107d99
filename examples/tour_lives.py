"""The life of a device, in each form that there is (`tour_forms.py`): what the application reads of it and is told of it, member by
member, with the exact value of nearly every one.
"""

import json

import tour_answers as answers
from tour_forms import EVENT, FORMS, RESPONSE, VALUE_TEXTS, VALUES, base


def strict(value):
    """JSON that tells 1 from 1.0, true and "1", whatever the order of members."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False)


def difference(found, wanted, place=""):
    """Where two values first differ, and how."""
    if isinstance(found, dict) and isinstance(wanted, dict) and set(found) == set(wanted):
        return next((it for name in found if (it := difference(found[name], wanted[name], f"{place}.{name}"))), None)
    if isinstance(found, (list, tuple)) and isinstance(wanted, (list, tuple)) and len(found) == len(wanted):
        return next((it for at in range(len(found)) if (it := difference(found[at], wanted[at], f"{place}[{at}]"))), None)
    return None if strict(found) == strict(wanted) else f"{place} is {strict(found)}, not {strict(wanted)}"


STANDARD_SERVICES = [
    (2, "signal_report", 1, [(name, "integer") for name in ("rsrp", "sinr", "pci", "ecl", "cell_id")]),
    (3, "info_report", 1, [(name, "string") for name in ("manufacturer_name", "terminal_type", "module_type", "hardware_version",
                                                         "software_version", "IMEI", "ICCID")]),
    (1001, "battery_voltage_low_alarm", 2, [("battery_state", "enum"), ("battery_voltage", "float")])]

# What AEP calls a type, and how many bytes it has (AEP northbound, 4.8).
WORDS = {"int32": ("integer", 4), "float": ("float", 4), "double": ("double", 8), "enum": ("enum", 1), "bool": ("bool", 1),
         "date": ("date", 8), "fix-string": ("fix-string", 4), "string": ("string", None)}


def described(what, it):
    """A property or a parameter as a list shows it."""
    word, size = WORDS[it["dataType"]]
    return {what + "Flag": it[what + "Flag"], what + "Name": it.get(what + "Name", ""), "dataType": word, "len": size, "unit": it.get("unit", ""),
            "unitName": "", "min": it.get("min"), "max": it.get("max"), "step": None, "description": "",
            **{name: it[name] for name in ("enumDetail", "boolDetail") if name in it},
            **({"enumDetail": {}} if it["dataType"] == "enum" and "enumDetail" not in it else {}),
            **({"boolDetail": {"false": "", "true": ""}} if it["dataType"] == "bool" and "boolDetail" not in it else {})}


class Life:
    """One device, from its product to its deletion. `told` grows by what the application must be told of it."""

    def __init__(self, t, form, receiver):
        self.t, self.form, self.receiver, self.told = t, form, receiver, []
        self.name, self.unordered = type(form).__name__, None
        self.imei = f"{t.stamp}{50 + FORMS.index(type(form))}" if form.number == 3 else None
        self.imsi = "460110000000002" if self.imei else None
        self.product = t.ok("CreateProduct", "POST", "/aep_product_management/product", "20191018204154", body={
            "productName": f"life {self.name} {t.stamp}", "productType": "a", "secondaryType": "b", "thirdType": "c", "nodeType": 1,
            "accessType": 1, "networkType": 2, "tupIsThrough": 0 if form.transparent else 1, **form.members})
        self.key, self.pid = self.product["apiKey"], self.product["productId"]
        t.shape(self.name, self.product, answers.PRODUCT, **{
            "endpointFormat": None, "powerModel": None, "dataEncryption": None, "lwm2mEdrxTime": None,
            "payloadFormat": None, "tupIsThrough": 0 if form.transparent else 1,
            **{name: value for name, value in form.members.items() if name in answers.PRODUCT}})
        if form.model:
            self.standard_services()
            t.console("PUT", f"/products/{self.pid}/model", form.model)
            self.model()

    def listed(self, function, path, version, **more):
        return self.t.page(self.name, self.t.ok(function, "GET", "/aep_device_model/dm/app/model" + path, version, self.key, query={
            "productId": self.pid, "pageNow": 1, "pageSize": 100, **more}), size=100)

    def standard_services(self):
        """What a product with a thing model begins with (AEP device protocols, 1.7)."""
        found = [(it["serviceId"], it["serviceFlag"], it["serviceType"], [(of["propertyFlag"], of["dataType"]) for of in it["properties"]])
                 for it in self.listed("QueryServiceList", "/services", "20190712224233")]
        self.same("QueryServiceList", found, STANDARD_SERVICES if self.imei else [])

    def model(self):
        """The model as it was drawn up, row by row."""
        rows = self.listed("QueryPropertyList", "/properties", "20190712223330")
        ids = {row["propertyFlag"]: row["propertyId"] for row in rows}
        self.holds("QueryPropertyList", len(set(ids.values())) == len(rows) and all(map(answers.KINDS["int"], ids.values())),
                   "each has a number of its own", rows)
        properties = {it["propertyFlag"]: {"propertyId": ids.get(it["propertyFlag"]), **described("property", it)}
                      for it in self.form.model["properties"]}
        self.same("QueryPropertyList", rows, list(properties.values()))
        found = self.listed("QueryServiceList", "/services", "20190712224233")
        for service in found:
            for row in service["parameters"]:
                self.holds("QueryServiceList", answers.KINDS["int"](row.pop("parameterId", None)), "parameterId is a number", service)
        self.same("QueryServiceList", found, [{
            "serviceId": number, "serviceFlag": it["serviceFlag"], "serviceName": it.get("serviceName", ""), "serviceType": it["serviceType"],
            "description": "", **({"eventType": it["eventType"]} if "eventType" in it else {}),
            "properties": [properties[of["propertyFlag"]] for of in it.get("properties", [])],
            "parameters": [described("parameter", of) for of in it.get("parameters", [])]}
            for number, it in zip((1, 1001, 8001, 9001), self.form.model["services"])])
        for kind in (1, 2, 6, 7):
            self.same("QueryServiceList", [it["serviceType"] for it in self.listed(
                "QueryServiceList", "/services", "20190712224233", serviceType=kind)], [kind])

    def same(self, what, found, wanted):
        told = difference(found, wanted)
        if told:
            self.t.wrong(f"{self.name} {what}", told, found)

    def holds(self, what, condition, why, found):
        self.t.holds(f"{self.name} {what}", condition, why, found)

    def time(self, what, found, since=0):
        """A time that the answer names itself, in ms."""
        self.holds(what, answers.KINDS["ms"](found) and found >= since, "is no time, or too early", found)
        return found

    def tell(self, kind, at, **more):
        self.told.append({"messageType": kind, "timestamp": at, "tenantId": self.product["tenantId"], "protocol": self.form.protocol,
                          "productId": str(self.pid), "deviceId": self.did, **more})

    def tell_of_report(self, at, service, payload):
        self.tell("dataReport", at, upPacketSN=-1, upDataSN=-1, topic=self.form.topic, serviceId=service, payload=payload, deviceType="",
                  assocAssetId="", IMSI=self.imsi or "", IMEI=self.imei or "")

    def tell_of_command(self, command, at, code, detail=""):
        self.tell("commandResponse", at, taskId=int(command["commandId"]), result={"resultCode": code, "resultDetail": detail})

    def live(self):
        self.born()
        self.nothing_yet()
        self.away()
        self.come()
        self.report()
        self.event()
        self.command()
        self.go()

    def born(self):
        t, form = self.t, self.form
        if self.receiver:
            t.ok("CreateSubscription", "POST", "/aep_subscribe_north/subscription", "20181031202018", self.key, body={
                "productId": self.pid, "subLevel": 1, "subTypes": [1, 2, 3, 4, 5], "subUrl": self.receiver.url("/" + self.name),
                "operator": "me"})
        of_device = {"imei": self.imei, "other": {"autoObserver": 0, "imsi": self.imsi}} if self.imei else {"deviceSn": "life"}
        self.sn = None if self.imei else "life"
        self.one = t.ok("CreateDevice", "POST", "/aep_device_management/device", "20181031202117", self.key, body={
            "deviceName": self.name, "operator": "me", "productId": self.pid, **of_device})
        self.did = self.one["deviceId"]
        self.ids = {"productId": str(self.pid), "deviceId": self.did}
        self.same("CreateDevice", {**self.one, "token": None, "deviceId": None}, {
            "deviceId": None, "deviceName": self.name, "tenantId": self.product["tenantId"], "productId": self.pid, "imei": self.imei,
            "deviceSn": self.sn, "token": None})
        self.holds("CreateDevice", len(self.did) == 32 if self.imei else self.did == f"{self.pid}life", "the device id", self.one)
        self.tell("deviceCreatedDeletedReport", None, eventType=1, deviceSn=self.sn or "", IMSI=self.imsi or "", IMEI=self.imei or "")
        if self.receiver:
            self.receiver.messages("/" + self.name, 1)  # it comes by a way of its own, and this test wants it first

    def status(self, function, version, path, **more):
        """An answer of aep_device_status, whole."""
        envelope = {"QueryDeviceStatus": "code:int deviceStatus:object", "QueryDeviceStatusList": "code:int deviceStatusList:list",
                    "getDeviceStatusHisInTotal": "code:int total:int",
                    "getDeviceStatusHisInPage": "code:int page_timestamp:text deviceStatusList:list"}[function]
        return self.t.ok(function, "POST", "/aep_device_status" + path, version, body={**self.ids, **more}, envelope=envelope)

    def latest(self):
        return self.status("QueryDeviceStatusList", "20181031202403", "/deviceStatusList")

    def total(self, begin="0", end="9999999999999"):
        return self.status("getDeviceStatusHisInTotal", "20190928013529", "/api/v1/getDeviceStatusHisInTotal", begin_timestamp=begin,
                           end_timestamp=end)

    def page(self, size, place, begin="0", end="9999999999999"):
        return self.status("getDeviceStatusHisInPage", "20190928013337", "/getDeviceStatusHisInPage", begin_timestamp=begin,
                           end_timestamp=end, page_size=size, page_timestamp=place)

    def events(self, **more):
        now = self.t.now_ms()
        window = {**self.ids, "startTime": str(now - 86_400_000), "endTime": str(now + 60_000), **more}
        listed = self.t.ok("QueryDeviceEventList", "POST", "/aep_device_event/device/events", "20210327064751", self.key,
                           body={**window, "pageSize": 10, "pageTimestamp": ""})
        return listed, self.t.ok("QueryDeviceEventTotal", "POST", "/aep_device_event/device/events/total", "20210327064755", self.key,
                                 body=window)

    def nothing_yet(self):
        """The answers of a device that has never been heard."""
        self.same("QueryDeviceStatusList", self.latest(), {"code": 0, "deviceStatusList": []})
        self.same("getDeviceStatusHisInTotal", self.total(), {"code": 0, "total": 0})
        self.same("getDeviceStatusHisInPage", self.page(10, ""), {"code": 0, "page_timestamp": "", "deviceStatusList": []})
        for dataset in VALUES if self.form.model else ("APPdata",):
            self.t.fails(self.name, 200, 1, "参数校验失败", "POST", "/aep_device_status/deviceStatus", "20181031202028",
                         body={**self.ids, "datasetId": dataset})
        self.same("events", self.events(), ({"pageSize": 10, "pageTimestamp": "", "list": []}, 0))
        self.same("QueryCommandList", self.commands(), [])

    def create(self, **more):
        made = self.t.ok("CreateCommand", "POST", "/aep_device_command/command", "20190712225145", self.key, body={
            "content": self.form.content, "deviceId": self.did, "operator": "me", "productId": self.pid, **more})
        self.time("CreateCommand", made["createTime"])
        self.same("CreateCommand", {**made, "commandId": "", "createTime": 0, "command": json.loads(made["command"])}, {
            "commandId": "", "command": self.form.content, "commandStatus": "指令已保存", "deviceId": self.did, "productId": self.pid,
            "createBy": "me", "createTime": 0})
        self.holds("CreateCommand", made["commandId"].isdigit(), "commandId is a text of digits", made)
        return made

    def query(self, made):
        return self.t.ok("QueryCommand", "GET", "/aep_device_command/command", "20190712225241", self.key, query={
            "commandId": made["commandId"], "productId": self.pid, "deviceId": self.did})

    def becomes(self, made, status, code, message, finished=True):
        """The command has this status or comes to it; returns the time of its end. `message` is null, the response, or some text."""
        found = self.t.eventually(lambda: self.query(made), lambda it: it["commandStatus"] == status)
        end = self.time("QueryCommand", found["finishTime"], made["createTime"]) if finished else None
        if message is not None:
            self.holds("QueryCommand", isinstance(found["resultMessage"], str), "a text says why", found)
            if isinstance(message, dict):
                self.same("QueryCommand", json.loads(found["resultMessage"]), message)
            message = found["resultMessage"]
        self.same("QueryCommand", found, {**made, "commandStatus": status, "imei": self.imei, "finishTime": end, "resultCode": code,
                                          "resultMessage": message})
        return end

    def commands(self):
        """The rows of the newest list, held against those of the detail list."""
        ids = {"productId": self.pid, "deviceId": self.did}
        rows = self.t.page(self.name, self.t.ok("QueryCommandList", "GET", "/aep_device_command/commands", "20200814163736", self.key,
                                                query={**ids, "pageNow": 1, "pageSize": 40}), answers.COMMAND, size=40)
        details = self.t.ok("QueryCommandDetailList", "GET", "/aep_device_command/commandDetailList", "20241218142112", self.key,
                            query={**ids, "startTime": 0, "endTime": 9999999999999, "pageSize": 40})
        self.same("QueryCommandDetailList", details, {"pageSize": 40, "pageTime": None, "list": rows})
        return rows

    def away(self):
        """Commands for a device that is not there: one waits and is taken back, one may not wait."""
        waiting = self.create()
        self.becomes(waiting, "指令已保存", None, None, finished=False)
        cancel = ("PUT", "/aep_device_command/cancelCommand", "20190615023142", self.key)
        named = {"commandId": waiting["commandId"], "deviceId": self.did, "productId": self.pid}
        self.same("CancelCommand", self.t.ok("CancelCommand", *cancel, body=named, msg="指令取消成功"), None)
        self.becomes(waiting, "指令已取消", None, str)
        hopeless = self.create(ttl=0)
        self.tell_of_command(hopeless, self.becomes(hopeless, "指令发送失败", "FAILED", str), "FAILED")
        if self.form.transparent:
            brief = self.create(ttl=1)
            self.tell_of_command(brief, self.becomes(brief, "指令发送失败", "EXPIRED", str), "EXPIRED")
        self.t.fails(f"{self.name} CancelCommand", 200, -1, "指令取消失败", *cancel, body={**named, "commandId": hopeless["commandId"]})

    def card(self):
        return self.t.ok("QueryDevice", "GET", "/aep_device_management/device", "20181031202139", self.key, query={
            "deviceId": self.did, "productId": self.pid})

    def come(self):
        before = self.card()
        self.form.come(self.one)
        card = self.t.eventually(self.card, lambda it: it["netStatus"] == 1)
        online = self.time("QueryDevice", card["onlineAt"])
        self.same("QueryDevice", card, {
            **before, "deviceStatus": 1, "netStatus": 1, "onlineAt": online, **({} if self.imei else {"activeTime": online})})
        self.t.shape(self.name, card, answers.LWM2M if self.imei else answers.CONNECTED, offlineAt=None)
        self.tell("deviceOnlineOfflineReport", online, eventType=1, iccid="undefined")

    def report(self):
        """Two reports, and one that does not fit the model."""
        form, texts = self.form, VALUE_TEXTS if self.form.model else {"APPdata": base(self.form.raw)}
        form.report()
        form.report()
        wanted = [texts, texts]
        if form.model:
            form.report_odd()
            wanted.insert(0, {"APPdata": base(form.odd)})
        page = self.t.eventually(lambda: self.page(10, ""), lambda it: len(it["deviceStatusList"]) == len(wanted))
        rows = page["deviceStatusList"]
        times = [self.time("getDeviceStatusHisInPage", row["timestamp"]) for row in rows]
        self.same("getDeviceStatusHisInPage", page, {"code": 0, "page_timestamp": "", "deviceStatusList": [
            {"timestamp": at, **row} for at, row in zip(times, wanted)]})
        self.same("getDeviceStatusHisInTotal", self.total(), {"code": 0, "total": len(rows)})
        self.same("getDeviceStatusHisInTotal", self.total(int(times[-1]), int(times[-1])), {"code": 0, "total": times.count(times[-1])})
        self.same("getDeviceStatusHisInPage", self.page(10, "", str(times[-1] + 1), str(times[-1] + 1))["deviceStatusList"],
                  [row for row in rows if row["timestamp"] == times[-1] + 1])
        turned, place = [], ""
        for number in range(len(rows)):
            page = self.page(1, place)
            turned += page["deviceStatusList"]
            place = page["page_timestamp"]
            self.holds("getDeviceStatusHisInPage", (place == "") == (number == len(rows) - 1), "empty on the last page alone", page)
        self.same("getDeviceStatusHisInPage", turned, rows)
        self.newest(texts, times[-2])
        for at in reversed(times[-2:]):
            self.tell_of_report(at, 1 if form.model else "", form.payload())
        if form.model and form.protocol != "mqtt":  # AEP drops what does not fit (device protocols, 2.3)
            self.tell_of_report(times[0], "", {"APPdata": base(form.odd)})

    def newest(self, texts, at):
        found = self.latest()
        found["deviceStatusList"].sort(key=lambda row: row["datasetId"])
        self.same("QueryDeviceStatusList", found, {"code": 0, "deviceStatusList": [
            {"datasetId": name, "value": text, "timestamp": at} for name, text in sorted(texts.items())]})
        for name, text in texts.items():
            self.same("QueryDeviceStatus", self.status("QueryDeviceStatus", "20181031202028", "/deviceStatus", datasetId=name),
                      {"code": 0, "deviceStatus": {"value": text, "timestamp": at}})

    def event(self):
        if not self.form.model:
            return
        self.form.event()
        listed, total = self.t.eventually(self.events, lambda it: it[0]["list"] and it[1] == 1)
        at = self.time("QueryDeviceEventList", listed["list"][0]["createTime"])
        content = listed["list"][0].pop("eventContent")
        self.same("QueryDeviceEventList", json.loads(content), EVENT)
        self.same("QueryDeviceEventList", listed, {"pageSize": 10, "pageTimestamp": "", "list": [{
            "deviceSn": self.sn, "imei": self.imei, "eventType": 2, "createTime": at, "deviceId": self.did}]})
        self.same("events of another level", self.events(eventType=3), ({"pageSize": 10, "pageTimestamp": "", "list": []}, 0))
        self.same("getDeviceStatusHisInTotal", self.total(), {"code": 0, "total": 3})
        self.tell("eventReport", at, serviceId=1001, eventType=2, eventContent=EVENT, deviceSn=self.sn or "", IMSI=self.imsi or "",
                  IMEI=self.imei or "")

    def command(self):
        form, made = self.form, self.create()
        task = 3
        self.holds("the command", form.take() == form.command(task), "not as documented", form.command(task))
        if form.confirm:
            self.becomes(made, "指令已发送", None, None, finished=False)
            form.confirm()
        delivered = self.becomes(made, "指令已送达", "DELIVERED", str)
        self.tell_of_command(made, None, "SENT")
        self.tell_of_command(made, delivered, "DELIVERED")
        if form.model:
            form.respond(task)
            self.tell_of_command(made, self.becomes(made, "指令已完成", "SUCCESSFUL", RESPONSE), "SUCCESSFUL", RESPONSE)
        if self.imei:
            refused = self.create()
            form.refuse()
            self.tell_of_command(refused, None, "SENT")
            self.tell_of_command(refused, self.becomes(refused, "指令发送失败", "FAILED", str), "FAILED")
        rows = self.commands()
        self.same("QueryCommandList", rows, [self.query(row) for row in rows])
        self.same("QueryCommandList", [row["commandStatus"] for row in rows], (["指令发送失败"] if self.imei else []) + [
            "指令已完成" if form.model else "指令已送达", *["指令发送失败"] * (2 if form.transparent else 1), "指令已取消"])

    def go(self):
        t, before = self.t, self.card()
        unanswered = self.create() if self.form.protocol == "mqtt" else None
        if unanswered:
            self.form.take()
        self.form.device.close()
        card = t.eventually(self.card, lambda it: it["netStatus"] == 2)
        offline = self.time("QueryDevice", card["offlineAt"], before["onlineAt"])
        self.same("QueryDevice", card, {**before, "netStatus": 2, "offlineAt": offline})
        if unanswered:
            self.tell_of_command(unanswered, None, "SENT")
            self.unordered = len(self.told)  # the end of the connection is told of the device and of the command
            self.tell_of_command(unanswered, self.becomes(unanswered, "指令发送失败", "TIMEOUT", str), "TIMEOUT")
        self.tell("deviceOnlineOfflineReport", offline, eventType=0, iccid="undefined")
        t.ok("DeleteDevice", "DELETE", "/aep_device_management/device", "20181031202131", self.key, query={
            "productId": self.pid, "deviceIds": self.did})
        self.tell("deviceCreatedDeletedReport", None, eventType=0, deviceSn=self.sn or "", IMSI=self.imsi or "", IMEI=self.imei or "")

    def end(self):
        """What the application was told, in order; and nothing is left."""
        if self.receiver:
            found = self.receiver.messages("/" + self.name, len(self.told))
            self.same("the number of messages", len(found), len(self.told))
            if self.unordered:
                found[self.unordered:self.unordered + 2] = sorted(found[self.unordered:self.unordered + 2], key=lambda it: it["messageType"])
            for got, wanted in zip(found, self.told):
                at = wanted["timestamp"] or self.time("timestamp", got["timestamp"])
                self.same("told", got, {**wanted, "timestamp": at})
        self.t.ok("DeleteProduct", "DELETE", "/aep_product_management/product", "20181031202029", self.key, query={"productId": self.pid})


def live(t, receiver):
    """All forms; what they were told is asked for when all have lived, for it needs a moment."""
    lives = [Life(t, form(t), receiver) for form in FORMS]
    for life in lives:
        life.live()
    for life in lives:
        life.end()
