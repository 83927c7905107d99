#!/usr/bin/env python3
"""Calls every function of the northbound API that OpenAEP serves, in every published version, and holds each answer, of success and of
failure, to AEP's documents: member by member, with its type, and with its value where that is known (`tour_answers.py`).

    examples/northbound-tour.py [--signer python|bash]

The bash signer is examples/aep (curl and openssl). AEP_URL and AEP_APP as there; AEP_TCP, AEP_MQTT and AEP_LWM2M are the platform's doors
for devices that report and answer (127.0.0.1, the usual ports). What people do in AEP's console is done here by the REST API with the
bearer token AEP_TOKEN: publish a product, draw up a thing model; without it public products and the lives of devices (`tour_lives.py`)
are left out. With AEP_PUSH=ADDRESS, one of this machine that the platform may push to (`push.post.allowed-networks`), what an application is
told of those devices is held to the documents too. Prints a line a function and version and ends with 1 if an answer is not as
documented. Makes products and devices of its own, and deletes them.
"""

import base64
import contextlib
import json
import os
import struct
import subprocess
import sys
import time
import urllib.request

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import aep  # noqa: E402
import tour_answers as answers  # noqa: E402
import tour_device  # noqa: E402
import tour_lives  # noqa: E402
import tour_receiver  # noqa: E402
import tour_rules  # noqa: E402

HERE = os.path.dirname(os.path.abspath(__file__))
STAMP = str(int(time.time() * 1000))
PAGE_1 = {"pageNow": 1, "pageSize": 10}


class Tour:
    def __init__(self, signer):
        self.app = aep.from_environment()
        self.signer = signer
        self.called = set()
        self.failures = []
        self.stamp = STAMP
        self.doors = {}
        for protocol, usual in (("tcp", "127.0.0.1:8996"), ("mqtt", "127.0.0.1:1883"), ("lwm2m", "127.0.0.1:5683")):
            host, _, port = os.environ.get("AEP_" + protocol.upper(), usual).rpartition(":")
            self.doors[protocol] = (host, int(port))

    def send(self, method, path, version, key=None, query=None, body=None):
        text = body if body is None or isinstance(body, str) else json.dumps(body, ensure_ascii=False, separators=(",", ":"))
        if self.signer == "python":
            status, answer = self.app.call(method, path, version, key, query, text)
        else:
            words = [os.path.join(HERE, "aep"), method, path, version]
            words += ["-m", key] if key else []
            for name, value in (query or {}).items():
                words += ["-q", f"{name}={value}"]
            done = subprocess.run(words + ([text] if text else []), capture_output=True, text=True, timeout=60)
            answer = done.stdout
            status = int(done.stderr.rsplit("HTTP ", 1)[1]) if "HTTP " in done.stderr else 200
            if (done.returncode == 0) != (status == 200 and json.loads(answer).get("code") == 0):
                self.wrong(path, f"examples/aep ended with {done.returncode}", answer)
        return status, json.loads(answer)

    @contextlib.contextmanager
    def application(self, key, secret):
        """Calls as another application."""
        before, word = self.app, os.environ["AEP_APP"]
        self.app, os.environ["AEP_APP"] = aep.Application(before.url, key, secret), f"{key}:{secret}"
        try:
            yield
        finally:
            self.app, os.environ["AEP_APP"] = before, word

    def wrong(self, what, why, answer):
        self.failures.append(f"{what}: {why}: {json.dumps(answer, ensure_ascii=False, default=repr)}")

    def holds(self, what, condition, why, answer):
        if not condition:
            self.wrong(what, why, answer)

    def ok(self, function, method, path, version, key=None, query=None, body=None, envelope=answers.USUAL, msg="ok"):
        """A call that must succeed; returns its result (or the whole answer where it has none)."""
        what = path.split("/")[1] + "/" + function
        status, answer = self.send(method, path, version, key, query, body)
        self.called.add(f"{what} {version}")
        self.holds(what, status == 200, f"HTTP {status}", answer)
        self.shape(what, answer, envelope, code=0, **({"msg": msg} if "msg:" in envelope else {}))
        return answer["result"] if "result" in answer else answer

    def fails(self, what, status, code, text, method, path, version, key=None, query=None, body=None):
        """A call that must fail with this HTTP status and code, in its module's envelope, with a text that begins with `text`."""
        got, answer = self.send(method, path, version, key, query, body)
        module = path.split("/")[1]
        self.holds(what, got == status, f"HTTP {got}, wanted {status}", answer)
        if module == "aep_device_status":
            self.shape(what, answer, answers.FAILED_STATUS, code=code)
            told = answer.get("desc")
        elif module == "device_archives" and code in (8001, 8011):
            self.shape(what, answer, answers.FAILED_ARCHIVE, code=code, msg="error")
            told = answer.get("result")
        else:
            rules = module == "aep_rule_engine"
            self.shape(what, answer, answers.FAILED_RULES if rules else answers.FAILED, code=str(code) if rules else code)
            told = answer.get("msg")
        self.holds(what, str(told).startswith(text), f"the text does not begin with {text}", answer)
        return answer

    def shape(self, what, found, shape, **values):
        """Exactly the members of a row of the table, each of its type; `values` are those whose value is known."""
        for difference in answers.differences(found, shape, values):
            self.wrong(what, difference, found)

    def same(self, what, found, wanted):
        self.holds(what, found == wanted, f"not {wanted!r}", found)

    def page(self, what, result, row=None, number=1, size=10, total=None):
        """A page whose rows are all of one kind; returns them."""
        self.shape(what, result, answers.PAGE, pageNum=number, pageSize=size, **({} if total is None else {"total": total}))
        for it in result["list"] if row else []:
            self.shape(what, it, row)
        return result["list"]

    def now_ms(self):
        return int(time.time() * 1000)

    def console(self, method, path, body=None):
        """What people do in AEP's console, by the REST API: publish a product, draw up a model, make a second tenant."""
        headers = {"Authorization": "Bearer " + os.environ["AEP_TOKEN"], "Content-Type": "application/json"}
        request = urllib.request.Request(self.app.url + "/api" + path, data=body and json.dumps(body).encode(), headers=headers,
                                         method=method)
        with urllib.request.urlopen(request, timeout=60) as answer:
            return json.loads(answer.read() or "null")

    def eventually(self, ask, fits):
        """Asks again until the answer fits: what devices send is shown a moment after it is stored."""
        end = time.monotonic() + 60
        got = ask()
        while not fits(got) and time.monotonic() < end:
            time.sleep(0.02)
            got = ask()
        return got


def form(name, **more):
    return {"productName": name + " " + STAMP, "productDesc": "d", "productType": "智慧城市", "secondaryType": "水务", "thirdType": "水表",
            "nodeType": 1, "accessType": 1, "networkType": 2, "tupIsThrough": 0, **more}


def products(t):
    path = "/aep_product_management"
    tcp_form = form("tour 表", productProtocol=7, authType=1, encryptionType=0)
    of_form = {"productDesc": "d", "productType": "智慧城市", "secondaryType": "水务", "thirdType": "水表", "productTypeValue": "智慧城市",
               "secondaryTypeValue": "水务", "thirdTypeValue": "水表", "nodeType": 1, "accessType": 1, "networkType": 2}
    tcp = t.ok("CreateProduct", "POST", path + "/product", "20191018204154", body=tcp_form)
    of_tcp = {**of_form, "productProtocol": 7, "authType": 1, "tupIsThrough": 0, "deviceCount": 0, "onlineDeviceCount": 0,
              "endpointFormat": None, "powerModel": None, "lwm2mEdrxTime": None}
    t.shape("CreateProduct 2021", tcp, answers.PRODUCT, productName=tcp_form["productName"], **of_tcp)
    nb = t.ok("CreateProduct", "POST", path + "/product", "20220924042921",
              body=form("tour nb", createBy="me", productProtocol=3, authType=4, dataEncryption=5, endpointFormat=1, powerModel=3,
                        lwm2mEdrxTime="20.48"))
    t.shape("CreateProduct 2022", nb, answers.PRODUCT_2022, productProtocol=3, authType=4, endpointFormat=1, powerModel=3,
            lwm2mEdrxTime=20.48, dataEncryption=5, createBy="me", dtls=False, token=None, encryptionType=None, **of_form)
    model = t.ok("CreateProduct", "POST", path + "/product", "20191018204154",
                 body=form("tour model", thirdType="智能水表", productProtocol=7, authType=1, encryptionType=0, tupIsThrough=1))
    t.shape("CreateProduct with a model", model, answers.PRODUCT, tupIsThrough=1, thirdType="智能水表")
    shared = t.ok("CreateProduct", "POST", path + "/product", "20220924042921",
                  body=form("tour shared", createBy="me", productProtocol=2, authType=1, payloadFormat=1, dataEncryption=5,
                            encryptionType=1, tupDeviceModel="WM-1"))
    t.shape("CreateProduct 一型一密", shared, answers.PRODUCT_2022, productProtocol=2, payloadFormat=1, encryptionType=1,
            tupDeviceModel="WM-1")
    t.holds("CreateProduct 一型一密", len(shared["token"]) == 43, "the product's 特征串 has 43 characters", shared)
    for version in ("20191018204154", "20220924042921"):
        for body, code, text in ((tcp_form | {"createBy": "me"}, -1, "参数校验失败"), ({"productType": "a"}, 8803, "参数验证失败"),
                                 ("{", 8802, "参数解析失败"), ("[]", 8802, "参数解析失败"),
                                 (form("x", createBy="me", productProtocol=1), 8803, "参数验证失败"),
                                 (form("x", createBy="me", productProtocol=7, authType=1) | {"accessType": 2}, 8803, "参数验证失败")):
            t.fails("CreateProduct", 200, code, text, "POST", path + "/product", version, body=body)
    one = t.ok("QueryProduct", "GET", path + "/product", "20181031202055", query={"productId": tcp["productId"]})
    t.shape("QueryProduct", one, answers.PRODUCT, apiKey=tcp["apiKey"], productId=tcp["productId"], **of_tcp)
    t.fails("QueryProduct", 200, 1002, "此产品不存在", "GET", path + "/product", "20181031202055", query={"productId": 1})
    t.fails("QueryProduct", 200, 8803, "参数验证失败", "GET", path + "/product", "20181031202055")
    t.fails("QueryProduct", 200, 8803, "参数验证失败", "GET", path + "/product", "20181031202055", query={"productId": "x"})
    found = {"searchValue": STAMP, "pageNow": 1, "pageSize": 10}
    rows = t.page("QueryProductList", t.ok("QueryProductList", "GET", path + "/products", "20190507004824", query=found),
                  answers.PRODUCT, total=4)
    t.same("QueryProductList", sorted(row["productId"] for row in rows), sorted(p["productId"] for p in (tcp, nb, model, shared)))
    t.same("QueryProductList", t.page("QueryProductList", t.ok(
        "QueryProductList", "GET", path + "/products", "20190507004824", query={**found, "pageNow": 2}), number=2, total=4), [])
    for bad in ({"pageNow": 0}, {"pageSize": 0}, {"pageSize": 100000}, {"pageNow": "x"}):
        t.fails("QueryProductList", 200, 8803, "参数验证失败", "GET", path + "/products", "20190507004824", query=bad)
    change = {"productId": tcp["productId"], "productName": "tour t " + STAMP}
    t.same("UpdateProduct", t.ok("UpdateProduct", "PUT", path + "/product", "20191018204806", body=change), None)
    t.same("UpdateProduct", t.ok("UpdateProduct", "PUT", path + "/product", "20220924043504", body={**change, "updateBy": "you"}),
           "Success to update product info.")
    t.shape("QueryProduct", t.ok("QueryProduct", "GET", path + "/product", "20181031202055", query={"productId": tcp["productId"]}),
            answers.PRODUCT, productName=change["productName"], updateBy="you")
    for version in ("20191018204806", "20220924043504"):
        t.fails("UpdateProduct", 200, 1002, "此产品不存在", "PUT", path + "/product", version, body={**change, "productId": 1})
        t.fails("UpdateProduct", 200, 8803, "参数验证失败", "PUT", path + "/product", version, body={"productId": tcp["productId"]})
    return tcp, nb, model, shared


def devices(t, tcp, nb):
    path = "/aep_device_management"
    key, pid = tcp["apiKey"], tcp["productId"]
    body = {"deviceName": "d", "deviceSn": "t1", "operator": "me", "productId": pid}
    one = t.ok("CreateDevice", "POST", path + "/device", "20181031202117", key, body=body)
    did = one["deviceId"]
    t.shape("CreateDevice", one, answers.CREATED, deviceId=f"{pid}t1", deviceName="d", tenantId=tcp["tenantId"], productId=pid,
            imei=None, deviceSn="t1")
    t.holds("CreateDevice", len(one["token"]) == 43, "the 特征串 has 43 characters", one)
    new = ("POST", path + "/device", "20181031202117")
    t.fails("CreateDevice", 200, 1101, "设备编号已存在", *new, key, body=body)
    t.fails("CreateDevice", 200, 8803, "参数验证失败", *new, key, body={**body, "deviceName": ""})
    t.fails("CreateDevice", 200, 8803, "参数验证失败", *new, key, body={"deviceName": "d", "operator": "me", "productId": pid})
    t.fails("CreateDevice", 200, 8802, "参数解析失败", *new, key, body="{")
    t.fails("CreateDevice", 403, 403, "CreateDevice needs the header MasterKey", *new, body=body)
    t.fails("CreateDevice", 403, 403, "The MasterKey is not the one of product", *new, nb["apiKey"], body=body)
    t.fails("CreateDevice", 200, 1002, "此产品不存在", *new, key, body={**body, "productId": 1})
    batch = t.ok("BatchCreateDevice", "POST", path + "/batchDevice", "20230330043852", key,
                 body={"productId": pid, "operator": "me", "devices": [
                     {"deviceName": "b", "deviceSn": "t2"}, {"deviceName": "c", "deviceSn": "t2"}, {"deviceSn": "t3"}]
                     + [{"deviceName": f"m{i}", "deviceSn": f"m{i}"} for i in range(97)]})
    t.same("BatchCreateDevice", [row["resultCode"] for row in batch], [0, 1101, 8803] + [0] * 97)
    for row in batch:
        t.shape("BatchCreateDevice", row, answers.BATCH_ROW if row["deviceName"] else answers.BATCH_ROW.replace(
            "deviceName:text", "deviceName:null"))
    t.same("BatchCreateDevice", [batch[0]["description"], batch[0]["deviceId"], batch[1]["description"], batch[1]["deviceId"]],
           ["ok", f"{pid}t2", "设备编号已存在", None])
    t.fails("BatchCreateDevice", 200, 8803, "参数验证失败", "POST", path + "/batchDevice", "20230330043852", key,
            body={"productId": pid, "operator": "me", "devices": [{"deviceName": "x", "deviceSn": f"x{i}"} for i in range(101)]})
    of_one = {"deviceSn": "t1", "deviceId": did, "deviceName": "d", "productId": pid, "tenantId": tcp["tenantId"], "deviceStatus": 0,
              "netStatus": 2, "activeTime": None, "onlineAt": None, "offlineAt": None, "logoutTime": None, "productProtocol": 7}
    query = {"deviceId": did, "productId": pid}
    t.shape("QueryDevice", t.ok("QueryDevice", "GET", path + "/device", "20181031202139", key, query=query), answers.CONNECTED, **of_one)
    t.fails("QueryDevice", 200, 1104, "此设备不存在", "GET", path + "/device", "20181031202139", key,
            query={"deviceId": "none", "productId": pid})
    lists = ("GET", path + "/devices", "20190507012134", key)
    rows = t.page("QueryDeviceList", t.ok("QueryDeviceList", *lists, query={"productId": pid, "searchValue": "t", **PAGE_1}),
                  answers.CONNECTED, total=2)
    t.shape("QueryDeviceList", rows[1] if rows[0]["deviceSn"] == "t2" else rows[0], answers.CONNECTED, **of_one)
    seen = [row["deviceId"] for number in (1, 2) for row in t.page("QueryDeviceList", t.ok(
        "QueryDeviceList", *lists, query={"productId": pid, "pageNow": number, "pageSize": 50}), answers.CONNECTED, number, 50, 99)]
    t.holds("QueryDeviceList", len(set(seen)) == 99, "99 devices, each once", seen)
    t.fails("QueryDeviceList", 200, 8803, "参数验证失败", *lists, query={"productId": pid, "pageSize": 101})
    change = {"deviceName": "n 名", "operator": "you", "productId": pid}
    t.same("UpdateDevice", t.ok("UpdateDevice", "PUT", path + "/device", "20181031202122", key, query={"deviceId": did}, body=change), {})
    t.fails("UpdateDevice", 200, 1104, "此设备不存在", "PUT", path + "/device", "20181031202122", key, query={"deviceId": "none"},
            body=change)
    ids = {"productId": pid, "deviceIdList": [did, "none"]}
    listed = t.ok("ListDeviceInfo", "POST", path + "/listByDeviceIds", "20210828062945", key, body=ids, envelope=answers.LISTED_BY_IDS)
    t.same("ListDeviceInfo", len(listed), 1)
    t.shape("ListDeviceInfo", listed[0], answers.LISTED, deviceName="n 名", createBy="me", updateBy="you", netStatus=None, imei=None,
            deviceStatus=0)
    _, whole = t.send("POST", path + "/listByDeviceIds", "20210828062945", key, body=ids)
    t.same("ListDeviceInfo", [whole["valid"], whole["ok"], whole["notOk"]], [True, True, False])
    states = t.ok("ListDeviceActiveStatus", "POST", path + "/listActiveStatus", "20211010063104", key, body=ids)
    t.same("ListDeviceActiveStatus", states, [{"deviceId": did, "deviceStatus": "已注册"}])
    meter = lwm2m_devices(t, nb)
    nb_devices(t, nb, *meter)
    return one


def lwm2m_devices(t, nb):
    path, key, pid = "/aep_device_management", nb["apiKey"], nb["productId"]
    imei = STAMP + "01"
    body = {"deviceName": "m", "imei": imei, "operator": "me", "productId": pid,
            "other": {"autoObserver": 1, "imsi": "460110000000001"}}
    meter = t.ok("CreateDevice", "POST", path + "/device", "20181031202117", key, body=body)
    t.shape("CreateDevice", meter, answers.CREATED, imei=imei, deviceSn=None, token=None)
    t.holds("CreateDevice", len(meter["deviceId"]) == 32, "32 hex digits", meter)
    t.fails("CreateDevice", 200, 2010115, "IMEI号已存在", "POST", path + "/device", "20181031202117", key, body=body)
    did = meter["deviceId"]
    t.shape("QueryDevice", t.ok("QueryDevice", "GET", path + "/device", "20181031202139", key, query={"deviceId": did, "productId": pid}),
            answers.LWM2M, imei=imei, imsi="460110000000001", autoObserver=1, createBy="me", deviceStatus=0, netStatus=2)
    t.page("QueryDeviceList", t.ok("QueryDeviceList", "GET", path + "/devices", "20190507012134", key,
                                   query={"productId": pid, "searchValue": imei, **PAGE_1}), answers.LWM2M, total=1)
    t.shape("QueryProductInfoByImei", t.ok("QueryProductInfoByImei", "GET", path + "/device/getProductInfoFormApiByImei",
                                           "20191213161859", query={"imei": imei}), answers.PRODUCT_OF_IMEI, productId=pid,
            productName=nb["productName"])
    t.fails("QueryProductInfoByImei", 200, 1104, "此设备不存在", "GET", path + "/device/getProductInfoFormApiByImei", "20191213161859",
            query={"imei": "000000000000000"})
    bound = {"deviceId": did, "deviceStatus": 0, "netStatus": 2}
    t.shape("BindDevice", t.ok("BindDevice", "POST", path + "/bindDevice", "20191024140057", key, body={"imei": imei, "productId": pid}),
            answers.BOUND, imei=imei, deviceName="m", productId=pid, bindStatus=1, **bound)
    t.fails("BindDevice", 200, 1104, "此设备不存在", "POST", path + "/bindDevice", "20191024140057", key,
            body={"imei": "000000000000000", "productId": pid})
    t.ok("CreateSubscription", "POST", "/aep_subscribe_north/subscription", "20181031202018", key, body={
        "productId": pid, "subLevel": 2, "deviceId": did, "subTypes": [1, 4], "subUrl": "https://1.1.1.1/aep", "operator": "me"})
    mine = ("GET", "/aep_subscribe_north/subscribes", "20220624163719", key)
    t.page("GetSubscriptionsList", t.ok("GetSubscriptionsList", *mine, query={"productId": pid, **PAGE_1}), answers.SUBSCRIPTION_2022, total=2)
    t.shape("UnbindDevice", t.ok("UnbindDevice", "POST", path + "/unbindDevice", "20191024140103", key,
                                 body={"deviceId": did, "productId": pid}), answers.UNBOUND, bindStatus=2, **bound)
    t.page("GetSubscriptionsList", t.ok("GetSubscriptionsList", *mine, query={"productId": pid, **PAGE_1}), total=0)
    t.fails("UnbindDevice", 200, 1104, "此设备不存在", "POST", path + "/unbindDevice", "20191024140103", key,
            body={"deviceId": "none", "productId": pid})
    return did, imei


def nb_devices(t, nb, did, imei):
    path, key, pid = "/aep_nb_device_management", nb["apiKey"], nb["productId"]
    t.shape("QueryDeviceByImei", t.ok("QueryDeviceByImei", "GET", path + "/getDeviceByImei", "20221130175656", key,
                                      query={"productId": pid, "imei": imei}), answers.LWM2M, deviceId=did, imei=imei)
    t.fails("QueryDeviceByImei", 200, 1104, "此设备不存在", "GET", path + "/getDeviceByImei", "20221130175656", key,
            query={"productId": pid, "imei": "000000000000000"})
    batch = t.ok("BatchCreateNBDevice", "POST", path + "/batchNBDevice", "20200828140355",
                 body={"productId": pid, "operator": "me", "devices": [
                     {"imei": STAMP + "02", "deviceName": "a", "autoObserver": 1}, {"imei": imei, "deviceName": "b"},
                     {"imei": STAMP + "03"}]})
    t.shape("BatchCreateNBDevice", batch[0], answers.NB_ROW, imei=STAMP + "02", resultCode=0)
    t.same("BatchCreateNBDevice", batch[1], {"imei": imei, "resultCode": 2010115, "description": "IMEI号已存在"})
    t.shape("BatchCreateNBDevice", batch[2], answers.NB_ROW_FAILED, imei=STAMP + "03", resultCode=8803)
    t.fails("BatchCreateNBDevice", 200, 1002, "此产品不存在", "POST", path + "/batchNBDevice", "20200828140355",
            body={"productId": 1, "operator": "me", "devices": [{"imei": STAMP + "04", "deviceName": "a"}]})
    cancel = ("PUT", path + "/cancelledDevices", "20211009093738", key)
    errors = t.ok("BatchCancelDevices", *cancel, body={"productId": pid, "deviceIdList": [did, "none"]})
    t.same("BatchCancelDevices", sorted(errors), ["errorList"])
    t.shape("BatchCancelDevices", errors["errorList"][0], answers.CANCEL_ERROR, deviceId="none", errorCode=1104, errorMsg="此设备不存在")
    t.same("BatchCancelDevices", t.ok("BatchCancelDevices", *cancel, body={"productId": pid, "deviceIdList": [batch[0]["deviceId"]]}), {})
    cancelled = t.ok("ListDeviceActiveStatus", "POST", "/aep_device_management/listActiveStatus", "20211010063104", key,
                     body={"productId": pid, "deviceIdList": [did]})
    t.same("ListDeviceActiveStatus", cancelled, [{"deviceId": did, "deviceStatus": "已注销"}])
    remove = ("POST", path + "/deleteDeviceByImei", "20220226071405", key)
    told = t.ok("DeleteDeviceByImei", *remove, body={"productId": pid, "imeiList": [imei, STAMP + "02"]})
    t.same("DeleteDeviceByImei", told, "Success to delete device.")
    t.fails("DeleteDeviceByImei", 200, 1104, "此设备不存在", *remove, body={"productId": pid, "imeiList": [imei]})


def commands(t, tcp, one):
    path, key, pid, did = "/aep_device_command", tcp["apiKey"], tcp["productId"], one["deviceId"]
    new = ("POST", path + "/command", "20190712225145", key)
    body = {"content": {"dataType": 1, "payload": "on"}, "deviceId": did, "operator": "me", "productId": pid, "ttl": 7200}
    made = t.ok("CreateCommand", *new, body=body)
    of_made = {"command": '{"dataType":1,"payload":"on"}', "deviceId": did, "productId": pid, "createBy": "me"}
    t.shape("CreateCommand", made, answers.COMMAND_MADE, commandStatus="指令已保存", **of_made)
    for bad, code, text in (({"ttl": 864001}, 8803, "参数验证失败"), ({"ttl": -1}, 8803, "参数验证失败"), ({"operator": ""}, 8803, "参数验证失败"),
                            ({"content": "on"}, 8803, "参数验证失败"), ({"content": {"dataType": 3, "payload": "on"}}, 8803, "参数验证失败"),
                            ({"content": {"dataType": 2, "payload": "0"}}, 8803, "参数验证失败"), ({"deviceId": "none"}, 1104, "此设备不存在"),
                            ({"productId": 1}, 1002, "此产品不存在"), ({"level": 3, "deviceGroupId": 1}, -1, "参数校验失败")):
        t.fails("CreateCommand", 200, code, text, *new, body={**body, **bad})
    query = {"commandId": made["commandId"], "productId": pid, "deviceId": did}
    asked = ("GET", path + "/command", "20190712225241", key)
    still_open = {"finishTime": None, "resultCode": None, "resultMessage": None, "imei": None, **of_made}
    t.shape("QueryCommand", t.ok("QueryCommand", *asked, query=query), answers.COMMAND, commandStatus="指令已保存", **still_open)
    t.fails("QueryCommand", 200, -1, "参数校验失败", *asked, query={**query, "commandId": "1"})
    t.fails("QueryCommand", 200, 1104, "此设备不存在", *asked, query={**query, "deviceId": "none"})
    lists = ("GET", path + "/commands", "20200814163736", key)
    ids = {"productId": pid, "deviceId": did}
    rows = t.page("QueryCommandList", t.ok("QueryCommandList", *lists, query={
        **ids, "startTime": "20200101000000", "endTime": "20991231235959", "pageNow": 1, "pageSize": 40}), answers.COMMAND, size=40, total=1)
    t.shape("QueryCommandList", rows[0], answers.COMMAND, commandId=made["commandId"], **still_open)
    for bad in ({"pageSize": 41}, {"startTime": "2020"}):
        t.fails("QueryCommandList", 200, 8803, "参数验证失败", *lists, query={**ids, **bad})
    older = ("GET", path + "/commands", "20190712225211", key)
    for more in ({"status": 1}, {"startTime": rows[0]["createTime"], "endTime": rows[0]["createTime"]}, {}):
        shown = t.page("QueryCommandList", t.ok("QueryCommandList", *older, query={**ids, **more, **PAGE_1}), answers.COMMAND, total=1)
        t.shape("QueryCommandList", shown[0], answers.COMMAND, commandId=made["commandId"], **still_open)
    t.page("QueryCommandList", t.ok("QueryCommandList", *older, query={
        "productId": pid, "searchValue": "t1", "status": 6, **PAGE_1}), total=0)
    for bad, code, text in (({"status": 5}, 8803, "参数验证失败"), ({"startTime": "2020-01-01"}, 8803, "参数验证失败"),
                            ({"deviceId": ""}, 8803, "参数验证失败"), ({"pageSize": 41}, 8803, "参数验证失败"),
                            ({"deviceId": "none"}, 1104, "此设备不存在")):
        t.fails("QueryCommandList", 200, code, text, *older, query={**ids, **bad})
    many = ("GET", path + "/commandDetailList", "20241218142112", key)
    always = {**ids, "startTime": 0, "endTime": 9999999999999}
    details = t.ok("QueryCommandDetailList", *many, query={**always, "pageSize": 10})
    t.shape("QueryCommandDetailList", details, answers.COMMAND_DETAILS, pageSize=10, pageTime=None)
    t.shape("QueryCommandDetailList", details["list"][0], answers.COMMAND, commandId=made["commandId"], **still_open)
    t.fails("QueryCommandDetailList", 200, 8803, "参数验证失败", *many, query={**ids, "startTime": 0})
    cancel = ("PUT", path + "/cancelCommand", "20190615023142", key)
    t.same("CancelCommand", t.ok("CancelCommand", *cancel, body=query, msg="指令取消成功"), None)
    t.fails("CancelCommand", 200, -1, "指令取消失败", *cancel, body=query)
    t.shape("QueryCommand", t.ok("QueryCommand", *asked, query=query), answers.COMMAND, commandStatus="指令已取消", resultCode=None)
    time.sleep(0.002)
    t.ok("CreateCommand", *new, body=body)
    details = t.ok("QueryCommandDetailList", *many, query={**always, "pageSize": 1})
    t.shape("QueryCommandDetailList", details, answers.COMMAND_DETAILS, pageSize=1, pageTime=rows[0]["createTime"])
    rest = t.ok("QueryCommandDetailList", *many, query={**always, "pageSize": 1, "pageTime": details["pageTime"]})
    t.same("QueryCommandDetailList", [row["commandId"] for row in rest["list"]], [made["commandId"]])
    every = ("PUT", "/aep_device_command_cancel/cancelAllCommand", "20230419143717", key)
    t.same("CancelAllCommand", t.ok("CancelAllCommand", *every, body=ids, msg="指令取消成功"), None)
    t.fails("CancelAllCommand", 200, 1104, "此设备不存在", *every, body={**ids, "deviceId": "none"})
    delivered_commands(t, tcp, one, new, asked, body)


def delivered_commands(t, tcp, one, new, asked, body):
    """What becomes of a command that reaches a device, and of one that does not."""
    pid, did = tcp["productId"], one["deviceId"]
    failed = t.ok("CreateCommand", *new, body={**body, "ttl": 0})
    device = tour_device.Device(t.doors["tcp"], did, one["token"], "1.0")
    made = t.ok("CreateCommand", *new, body=body)
    t.same("CreateCommand", device.command(), b"on")
    device.close()
    for command, status, result in ((made, "指令已送达", "DELIVERED"), (failed, "指令发送失败", "FAILED|EXPIRED")):
        query = {"commandId": command["commandId"], "productId": pid, "deviceId": did}
        shown = t.eventually(lambda: t.ok("QueryCommand", *asked, query=query), lambda it: it["commandStatus"] == status)
        t.shape("QueryCommand", shown, answers.COMMAND.replace("finishTime:ms|null resultCode:text|null", "finishTime:ms resultCode:text"),
                commandStatus=status)
        t.holds("QueryCommand", shown["resultCode"] in result.split("|"), result, shown)


def data(t, tcp, one):
    path, pid, did = "/aep_device_status", tcp["productId"], one["deviceId"]
    ids = {"productId": str(pid), "deviceId": did}
    last = ("POST", path + "/deviceStatus", "20181031202028")
    lists = ("POST", path + "/deviceStatusList", "20181031202403")
    total = ("POST", path + "/api/v1/getDeviceStatusHisInTotal", "20190928013529")
    pages = ("POST", path + "/getDeviceStatusHisInPage", "20190928013337")
    span = {**ids, "begin_timestamp": "0", "end_timestamp": "9999999999999"}
    t.fails("QueryDeviceStatus", 200, 1, "参数校验失败", *last, body={**ids, "datasetId": "APPdata"})
    device = tour_device.Device(t.doors["tcp"], did, one["token"], "1.0")
    for text in (b"one", b"two", b"three"):
        device.report(text)
    values = [base64.b64encode(text).decode() for text in (b"three", b"two", b"one")]
    shown = t.eventually(lambda: t.send(*total, body=span)[1], lambda it: it.get("total") == 3)
    t.shape("getDeviceStatusHisInTotal", shown, "code:int total:int", code=0, total=3)
    t.ok("getDeviceStatusHisInTotal", *total, body=span, envelope="code:int total:int")
    newest = t.ok("QueryDeviceStatus", *last, body={**ids, "datasetId": "APPdata"}, envelope="code:int deviceStatus:object")
    t.shape("QueryDeviceStatus", newest["deviceStatus"], answers.LATEST, value=values[0])
    rows = t.ok("QueryDeviceStatusList", *lists, body=ids, envelope="code:int deviceStatusList:list")["deviceStatusList"]
    t.same("QueryDeviceStatusList", rows, [{"datasetId": "APPdata", **newest["deviceStatus"]}])
    history = "code:int page_timestamp:text deviceStatusList:list"
    seen, place = [], ""
    for _ in range(3):
        page = t.ok("getDeviceStatusHisInPage", *pages, body={**span, "page_size": 1, "page_timestamp": place}, envelope=history)
        place = page["page_timestamp"]
        seen += page["deviceStatusList"]
    t.same("getDeviceStatusHisInPage", [row["APPdata"] for row in seen], values)
    t.same("getDeviceStatusHisInPage", place, "")
    for row in seen:
        t.shape("getDeviceStatusHisInPage", row, "timestamp:ms APPdata:text")
    device.close()
    online = t.ok("QueryDevice", "GET", "/aep_device_management/device", "20181031202139", tcp["apiKey"],
                  query={"deviceId": did, "productId": pid})
    t.shape("QueryDevice", online, answers.CONNECTED.replace("activeTime:ms|null", "activeTime:ms").replace("onlineAt:ms|null", "onlineAt:ms"),
            deviceStatus=1)
    for call, body in ((last, {**ids, "datasetId": "APPdata"}), (lists, ids), (total, span), (pages, {**span, "page_size": 1})):
        t.fails(call[1], 200, 1, "此设备不存在", *call, body={**body, "deviceId": "none"})
        t.fails(call[1], 200, 1, "此产品不存在", *call, body={**body, "productId": "1"})
        t.fails(call[1], 200, 1, "参数解析失败", *call, body="{")
        t.fails(call[1], 200, 1, "参数验证失败", *call, body={"productId": str(pid)})
    t.fails("QueryDeviceStatus", 200, 1, "参数验证失败", *last, body={**ids, "datasetId": "temperature"})


def model_data(t, model):
    """Reports, events and a command of a product with a thing model."""
    key, pid = model["apiKey"], model["productId"]
    one = t.ok("CreateDevice", "POST", "/aep_device_management/device", "20181031202117", key,
               body={"deviceName": "w", "deviceSn": "w1", "operator": "me", "productId": pid})
    did = one["deviceId"]
    ids = {"productId": str(pid), "deviceId": did}
    device = tour_device.Device(t.doors["tcp"], did, one["token"], "1.1")
    device.report_service(1, 1, struct.pack(">dffBq", 12.5, 0.25, 18.5, 1, 1700000000000))
    device.report_service(2, 1002, struct.pack(">f", 0.75))
    values = {"water_consumption": "12.5", "water_flow": "0.25", "water_temperature": "18.5", "valve_status": "1",
              "meter_time": "1700000000000"}
    rows = t.eventually(lambda: t.ok("QueryDeviceStatusList", "POST", "/aep_device_status/deviceStatusList", "20181031202403", body=ids,
                                     envelope="code:int deviceStatusList:list")["deviceStatusList"], lambda it: len(it) == 5)
    for row in rows:
        t.shape("QueryDeviceStatusList", row, answers.LATEST_ROW)
    t.same("QueryDeviceStatusList", {row["datasetId"]: row["value"] for row in rows}, values)
    newest = t.ok("QueryDeviceStatus", "POST", "/aep_device_status/deviceStatus", "20181031202028",
                  body={**ids, "datasetId": "water_flow"}, envelope="code:int deviceStatus:object")
    t.shape("QueryDeviceStatus", newest["deviceStatus"], answers.LATEST, value="0.25")
    t.fails("QueryDeviceStatus", 200, 1, "参数验证失败", "POST", "/aep_device_status/deviceStatus", "20181031202028",
            body={**ids, "datasetId": "nothing"})
    page = t.ok("getDeviceStatusHisInPage", "POST", "/aep_device_status/getDeviceStatusHisInPage", "20190928013337",
                body={**ids, "begin_timestamp": "0", "end_timestamp": "9999999999999", "page_size": 10, "page_timestamp": ""},
                envelope="code:int page_timestamp:text deviceStatusList:list")
    t.same("getDeviceStatusHisInPage", [{**row, "timestamp": 0} for row in page["deviceStatusList"]], [{"timestamp": 0, **values}])
    events(t, key, ids)
    model_command(t, key, pid, did, device)
    device.close()
    t.ok("DeleteDevice", "DELETE", "/aep_device_management/device", "20181031202131", key, query={"productId": pid, "deviceIds": did})


def events(t, key, ids):
    lists = ("POST", "/aep_device_event/device/events", "20210327064751", key)
    total = ("POST", "/aep_device_event/device/events/total", "20210327064755", key)
    now = int(time.time() * 1000)
    window = {**ids, "startTime": str(now - 86400000), "endTime": str(now + 60000)}
    shown = t.eventually(lambda: t.ok("QueryDeviceEventList", *lists, body={**window, "pageSize": 10, "pageTimestamp": ""}),
                         lambda it: it["list"])
    t.shape("QueryDeviceEventList", shown, answers.EVENT_PAGE, pageSize=10, pageTimestamp="")
    t.shape("QueryDeviceEventList", shown["list"][0], answers.EVENT, deviceSn="w1", imei=None, eventType=3, deviceId=ids["deviceId"])
    t.same("QueryDeviceEventList", json.loads(shown["list"][0]["eventContent"]), {"water_flow": 0.75})
    t.same("QueryDeviceEventTotal", t.ok("QueryDeviceEventTotal", *total, body=window), 1)
    t.same("QueryDeviceEventTotal", t.ok("QueryDeviceEventTotal", *total, body={**window, "eventType": 1}), 0)
    older = ("GET", "/aep_device_event/events", "20190507012824", key)
    query = {"productId": ids["productId"], "searchValue": ids["deviceId"]}
    rows = t.page("QueryEventList", t.ok("QueryEventList", *older, query={**query, **PAGE_1}), answers.EVENT, total=1)
    t.same("QueryEventList", rows, shown["list"])
    t.page("QueryEventList", t.ok("QueryEventList", *older, query={**query, "eventType": 1, **PAGE_1}), total=0)
    for bad, code, text in (({"searchValue": ""}, 8803, "参数验证失败"), ({"eventType": 4}, 8803, "参数验证失败"),
                            ({"searchValue": "none"}, 1104, "此设备不存在"), ({"productId": 1}, 1002, "此产品不存在")):
        t.fails("QueryEventList", 200, code, text, *older, query={**query, **bad})
    for call in (lists, total):
        for bad, code, text in (({"startTime": "0"}, 8803, "参数验证失败"), ({"eventType": 4}, 8803, "参数验证失败"),
                                ({"endTime": ""}, 8803, "参数验证失败"), ({"deviceId": "none"}, 1104, "此设备不存在"),
                                ({"productId": "1"}, 1002, "此产品不存在")):
            t.fails(call[1], 200, code, text, *call, body={**window, "pageSize": 10, **bad})
    t.fails("QueryDeviceEventList", 200, 8803, "参数验证失败", *lists, body=window)


def model_command(t, key, pid, did, device):
    new = ("POST", "/aep_device_command/command", "20190712225145", key)
    body = {"content": {"params": {"valve_onoff": 1}, "serviceIdentifier": "set_valve"}, "deviceId": did, "operator": "me",
            "productId": pid, "ttl": 7200}
    made = t.ok("CreateCommand", *new, body=body)
    t.shape("CreateCommand", made, answers.COMMAND_MADE, commandStatus="指令已保存")
    t.same("CreateCommand", json.loads(made["command"]), body["content"])
    task, service = struct.unpack(">HH", device.command()[:4])
    t.same("CreateCommand", service, 8001)
    device.respond(task, 9001, b"\0")
    query = {"commandId": made["commandId"], "productId": pid, "deviceId": did}
    shown = t.eventually(lambda: t.ok("QueryCommand", "GET", "/aep_device_command/command", "20190712225241", key, query=query),
                         lambda it: it["commandStatus"] == "指令已完成")
    t.shape("QueryCommand", shown, answers.COMMAND.replace("finishTime:ms|null", "finishTime:ms"), commandStatus="指令已完成",
            resultCode="SUCCESSFUL")
    for content in ({"params": {"valve_onoff": 7}, "serviceIdentifier": "set_valve"}, {"params": {}, "serviceIdentifier": "set_valve"},
                    {"params": {"valve_onoff": 1}, "serviceIdentifier": "nothing"}):
        t.fails("CreateCommand", 200, -1, "参数校验失败", *new, body={**body, "content": content})
    t.fails("CreateCommand", 200, 8803, "参数验证失败", *new, body={**body, "content": {"payload": "on", "dataType": 1}})


def models(t, tcp, model):
    path, key, pid = "/aep_device_model/dm/app/model", model["apiKey"], model["productId"]
    asked = ("GET", path + "/properties", "20190712223330", key)
    rows = t.page("QueryPropertyList", t.ok("QueryPropertyList", *asked, query={"productId": pid, **PAGE_1}), total=5)
    shown = {row["propertyFlag"]: row for row in rows}
    for row in rows:
        t.shape("QueryPropertyList", row, answers.PROPERTY + (answers.ENUM if row["dataType"] == "enum" else ""))
    t.shape("QueryPropertyList", shown["water_consumption"], answers.PROPERTY, propertyName="累计用水量", dataType="double", len=8,
            unit="m³", unitName="立方米", min="0", max="99999999", step=None)
    t.shape("QueryPropertyList", shown["water_flow"], answers.PROPERTY, dataType="float", len=4, min="-10000", max="10000")
    t.shape("QueryPropertyList", shown["valve_status"], answers.PROPERTY + answers.ENUM, len=1, min=None,
            enumDetail={"0": "关", "1": "开", "2": "异常"})
    t.shape("QueryPropertyList", shown["meter_time"], answers.PROPERTY, dataType="date", len=8)
    t.page("QueryPropertyList", t.ok("QueryPropertyList", *asked, query={"productId": pid, "searchValue": "valve", **PAGE_1}), total=1)
    asked = ("GET", path + "/services", "20190712224233", key)
    rows = t.page("QueryServiceList", t.ok("QueryServiceList", *asked, query={"productId": pid, **PAGE_1}), total=6)
    for row in rows:
        event = answers.LEVEL if row["serviceType"] == 2 else ""
        t.shape("QueryServiceList", row, answers.SERVICE + event)
        for it in row["properties"]:
            t.shape("QueryServiceList", it, answers.PROPERTY + (answers.ENUM if it["dataType"] == "enum" else ""))
        for it in row["parameters"]:
            t.shape("QueryServiceList", it, answers.PARAMETER + (answers.ENUM if it["dataType"] == "enum" else ""))
    services = {row["serviceFlag"]: row for row in rows}
    t.shape("QueryServiceList", services["data_report"], answers.SERVICE, serviceId=1, serviceType=1, serviceName="业务数据上报", parameters=[])
    t.shape("QueryServiceList", services["leak_alarm"], answers.SERVICE + answers.LEVEL, serviceId=1002, serviceType=2, eventType=3)
    t.shape("QueryServiceList", services["set_valve"], answers.SERVICE, serviceId=8001, serviceType=6, properties=[])
    t.shape("QueryServiceList", services["set_valve"]["parameters"][0], answers.PARAMETER + answers.ENUM, parameterFlag="valve_onoff",
            parameterName="阀门开关", dataType="enum", enumDetail={"0": "关阀", "1": "开阀"})
    commands = t.page("QueryServiceList", t.ok("QueryServiceList", *asked, query={"productId": pid, "serviceType": 6, **PAGE_1}), total=2)
    t.same("QueryServiceList", [row["serviceFlag"] for row in commands], ["set_valve", "set_frozen_period"])
    t.page("QueryServiceList", t.ok("QueryServiceList", *asked, query={"productId": pid, "searchValue": "leak", **PAGE_1}), total=1)
    for name in ("properties", "services"):
        version = "20190712223330" if name == "properties" else "20190712224233"
        function = "QueryPropertyList" if name == "properties" else "QueryServiceList"
        t.page(function, t.ok(function, "GET", f"{path}/{name}", version, tcp["apiKey"], query={"productId": tcp["productId"], **PAGE_1}),
               total=0)
        t.fails(function, 200, 1002, "此产品不存在", "GET", f"{path}/{name}", version, key, query={"productId": 1})
        t.fails(function, 200, 8803, "参数验证失败", "GET", f"{path}/{name}", version, key, query={"productId": pid, "pageSize": 0})
    standard_models(t)


def standard_models(t):
    asked = ("GET", "/aep_standard_management/standardModel", "20190713033424")
    for query in ({"thirdType": 1003}, {"thirdType": 1003, "standardVersion": "V0.1"}):
        model = t.ok("QueryStandardModel", *asked, query=query)
        t.shape("QueryStandardModel", model, "properties:list services:list")
        properties = {row["propertyFlag"]: row for row in model["properties"]}
        t.shape("QueryStandardModel", properties["brightness"], answers.STANDARD_PROPERTY, dataType="integer", len=4, unit="%", min="0",
                max="100", step="1")
        t.shape("QueryStandardModel", properties["light_status"], answers.STANDARD_PROPERTY + answers.BOOL, dataType="bool", len=1,
                boolDetail={"false": "关", "true": "开"})
        services = {row["serviceFlag"]: row for row in model["services"]}
        t.shape("QueryStandardModel", services["lamp_fault_alarm"], answers.STANDARD_SERVICE + answers.LEVEL, eventType=3)
        t.shape("QueryStandardModel", services["data_report"], answers.STANDARD_SERVICE, properties=[
            {"propertyFlag": name, "serial": at} for at, name in
            enumerate(("light_status", "brightness", "lamp_power", "lamp_voltage"), 1)])
        first, second = services["set_light"]["parameters"]
        t.shape("QueryStandardModel", first, answers.STANDARD_PARAMETER + answers.BOOL, serial=1)
        t.shape("QueryStandardModel", second, answers.STANDARD_PARAMETER, serial=2, min="0", max="100")
    t.fails("QueryStandardModel", 200, 2304, "查看标准物模型失败", *asked, query={"thirdType": 999999})
    t.fails("QueryStandardModel", 200, 2304, "查看标准物模型失败", *asked, query={"thirdType": 1003, "standardVersion": "V9"})
    t.fails("QueryStandardModel", 200, 8803, "参数验证失败", *asked, query={"thirdType": "x"})


def subscriptions(t, tcp, did):
    path, key, pid = "/aep_subscribe_north", tcp["apiKey"], tcp["productId"]
    new = ("POST", path + "/subscription", "20181031202018", key)
    url = "https://1.1.1.1/aep"  # no device reports before the subscription is deleted: nothing is sent there
    body = {"productId": pid, "subLevel": 1, "subTypes": [1, 2, 3, 4], "subUrl": url, "operator": "me"}
    t.same("CreateSubscription", t.ok("CreateSubscription", *new, body=body), None)
    t.same("CreateSubscription", t.ok("CreateSubscription", *new, body={**body, "subLevel": 2, "deviceId": did, "subTypes": [1]}), None)
    for bad, code, text in (({"subUrl": "http://10.0.0.1/"}, 8803, "参数验证失败"), ({"subUrl": "ftp://x/"}, 8803, "参数验证失败"),
                            ({"subTypes": [9]}, 8803, "参数验证失败"), ({"subLevel": 4}, 8803, "参数验证失败"),
                            ({"subLevel": 3, "deviceGroupId": 1}, 8803, "参数验证失败"), ({"subLevel": 2, "deviceId": "none"}, 1104, "此设备不存在"),
                            ({"operator": ""}, 8803, "参数验证失败"), ({"productId": 1}, 1002, "此产品不存在")):
        t.fails("CreateSubscription", 200, code, text, *new, body={**body, **bad})
    kept = {"tenantId": tcp["tenantId"], "productId": pid, "subUrl": url, "createBy": "me", "updateBy": "me", "isSub": 0, "isDel": 0}
    for version, row in (("20181031202027", answers.SUBSCRIPTION), ("20220624163719", answers.SUBSCRIPTION_2022)):
        asked = ("GET", path + "/subscribes", version, key)
        rows = t.page("GetSubscriptionsList", t.ok("GetSubscriptionsList", *asked, query={"productId": pid, **PAGE_1}), row, total=5)
        t.same("GetSubscriptionsList", sorted((it["subLevel"], it["subType"]) for it in rows), [(1, 1), (1, 2), (1, 3), (1, 4), (2, 1)])
        t.page("GetSubscriptionsList", t.ok("GetSubscriptionsList", *asked, query={"productId": pid, "subType": 1, **PAGE_1}), row, total=2)
        mine = t.page("GetSubscriptionsList", t.ok("GetSubscriptionsList", *asked, query={"productId": pid, "searchValue": did, **PAGE_1}),
                      row, total=1)
        t.shape("GetSubscriptionsList", mine[0], row, deviceId=did, subLevel=2, subType=1, **kept)
        t.fails("GetSubscriptionsList", 200, 8803, "参数验证失败", *asked, query={"productId": pid})
        asked = ("GET", path + "/subscription", "20181031202033" if row is answers.SUBSCRIPTION else "20220624171733", key)
        one = t.ok("GetSubscription", *asked, query={"subId": mine[0]["subId"], "productId": pid})
        t.shape("GetSubscription", one, row, subId=mine[0]["subId"], deviceId=did, subLevel=2, **kept)
        t.fails("GetSubscription", 200, -1, "参数校验失败", *asked, query={"subId": 999999999, "productId": pid})
    gone = ("DELETE", path + "/subscription", "20181031202023", key)
    query = {"subId": mine[0]["subId"], "deviceId": did, "productId": pid, "subLevel": 2}
    t.fails("DeleteSubscription", 200, 8803, "参数验证失败", *gone, query={**query, "subLevel": 1})
    t.same("DeleteSubscription", t.ok("DeleteSubscription", *gone, query=query), None)
    t.fails("DeleteSubscription", 200, -1, "参数校验失败", *gone, query=query)
    for row in rows:
        if row["subLevel"] == 1:
            t.ok("DeleteSubscription", *gone, query={"subId": row["subId"], "productId": pid, "subLevel": 1})


def groups(t, tcp, one):
    path, pid, did = "/aep_device_group_management", tcp["productId"], one["deviceId"]
    name = "g" + STAMP
    new = ("POST", path + "/deviceGroup", "20190615001622")
    made = t.ok("CreateDeviceGroup", *new, body={"deviceGroupName": name, "description": "d", "productId": pid, "groupLevel": 0})
    t.shape("CreateDeviceGroup", made, answers.GROUP, tenantId=tcp["tenantId"], productId=pid, deviceGroupName=name, description="d")
    wide = t.ok("CreateDeviceGroup", *new, body={"deviceGroupName": name + "w", "groupLevel": 1})
    t.shape("CreateDeviceGroup", wide, answers.GROUP, productId=None)
    t.fails("CreateDeviceGroup", 200, 2101, "创建群组失败", *new, body={"deviceGroupName": name, "productId": pid})
    gid, change = made["deviceGroupId"], ("PUT", path + "/deviceGroup", "20190615001615")
    t.ok("UpdateDeviceGroup", *change, body={"deviceGroupId": gid, "deviceGroupName": name + "x", "description": "e", "productId": pid})
    t.fails("UpdateDeviceGroup", 200, 2102, "编辑群组失败", *change, body={"deviceGroupId": 1, "deviceGroupName": "a"})
    relate = ("PUT", path + "/deviceGroupRelation", "20190615001526")
    relation = {"deviceGroupId": gid, "deviceList": [did], "flag": 0, "productId": pid}
    t.same("UpdateDeviceGroupRelation", t.ok("UpdateDeviceGroupRelation", *relate, body=relation), None)
    t.fails("UpdateDeviceGroupRelation", 200, 2106, "编辑群组关联失败", *relate, body={**relation, "deviceGroupId": 1})
    t.fails("UpdateDeviceGroupRelation", 200, 1104, "此设备不存在", *relate, body={**relation, "deviceList": ["none"]})
    kept = {"deviceGroupId": gid, "deviceGroupName": name + "x", "description": "e", "productId": pid, "deviceCount": 1}
    for version, row, query, more in (
            ("20190615001555", answers.GROUP_2021, {"productId": pid}, {"activeCount": 1}),
            ("20230218035819", answers.GROUP_2023, {"deviceGroupId": gid}, {"groupLevel": 0})):
        asked = ("GET", path + "/deviceGroups", version)
        rows = t.page("QueryDeviceGroupList", t.ok("QueryDeviceGroupList", *asked, query={**query, **PAGE_1}), row, total=1)
        t.shape("QueryDeviceGroupList", rows[0], row, **kept, **more)
        t.fails("QueryDeviceGroupList", 200, 8803, "参数验证失败", *asked, query=query)
        t.fails("QueryDeviceGroupList", 200, 1002, "此产品不存在", *asked, query={"productId": 1, **PAGE_1})
    many = ("GET", path + "/groupDeviceList", "20190615001540")
    rows = t.page("QueryGroupDeviceList", t.ok("QueryGroupDeviceList", *many, query={"deviceGroupId": gid, **PAGE_1}),
                  answers.GROUP_DEVICE, total=1)
    t.shape("QueryGroupDeviceList", rows[0], answers.GROUP_DEVICE, deviceId=did, deviceSn="t1", imei=None, deviceStatus=1, productId=pid,
            productProtocol=7, nodeType=1)
    t.page("QueryGroupDeviceList", t.ok("QueryGroupDeviceList", *many, query={"productId": pid, **PAGE_1}), answers.GROUP_DEVICE, total=98)
    whose = ("GET", path + "/groupOfDeviceId", "20211014095939")
    t.shape("getGroupDetailByDeviceId", t.ok("getGroupDetailByDeviceId", *whose, query={"productId": pid, "deviceId": did}),
            answers.GROUP_OF_DEVICE, deviceGroupId=gid, productId=pid, deviceGroupName=name + "x", description="e", groupLevel=0, maxDevNum=0)
    t.fails("getGroupDetailByDeviceId", 200, 1104, "此设备不存在", *whose, query={"productId": pid, "deviceId": "none"})
    to_all = t.ok("CreateCommand", "POST", "/aep_device_command/command", "20190712225145", tcp["apiKey"],
                  body={"content": {"dataType": 2, "payload": "00ff"}, "level": 3, "deviceGroupId": gid, "operator": "me", "productId": pid})
    t.shape("CreateCommand of a group", to_all[0], answers.COMMAND_MADE, deviceId=did)
    group_subscription(t, tcp, gid)
    gone = ("DELETE", path + "/deviceGroup", "20190615001601")
    t.same("DeleteDeviceGroup", t.ok("DeleteDeviceGroup", *gone, query={"deviceGroupId": gid, "productId": pid}), {})
    t.ok("DeleteDeviceGroup", *gone, query={"deviceGroupId": wide["deviceGroupId"]})
    t.fails("DeleteDeviceGroup", 200, 2104, "删除群组失败", *gone, query={"deviceGroupId": gid, "productId": pid})


def group_subscription(t, tcp, gid):
    """Level 3 (2022): the devices of a group."""
    path, key, pid = "/aep_subscribe_north", tcp["apiKey"], tcp["productId"]
    t.ok("CreateSubscription", "POST", path + "/subscription", "20181031202018", key, body={
        "productId": pid, "subLevel": 3, "deviceGroupId": gid, "subTypes": [4], "subUrl": "https://1.1.1.1/aep", "operator": "me"})
    for version, row, query, more in (
            ("20181031202027", answers.SUBSCRIPTION, {}, {}),
            ("20220624163719", answers.SUBSCRIPTION_2022, {"deviceGroupId": gid}, {"deviceGroupId": gid})):
        listed = t.ok("GetSubscriptionsList", "GET", path + "/subscribes", version, key, query={"productId": pid, **query, **PAGE_1})
        found = t.page("GetSubscriptionsList", listed, row, total=1)
        t.shape("GetSubscriptionsList", found[0], row, subLevel=3, subType=4, deviceId=None, **more)
    t.page("GetSubscriptionsList", t.ok("GetSubscriptionsList", "GET", path + "/subscribes", "20220624163719", key, query={
        "productId": pid, "deviceGroupId": gid + 1, **PAGE_1}), total=0)
    t.ok("DeleteSubscription", "DELETE", path + "/subscription", "20181031202023", key, query={
        "subId": found[0]["subId"], "productId": pid, "subLevel": 3})


def publish(t, product):
    return t.console("PUT", f"/products/{product['productId']}/public", {"published": True})["publicProductId"]


def public_products(t, tcp, shared):
    path = "/aep_public_product_management"
    every = ("GET", path + "/allPublicProductList", "20200829005548")
    mine = ("GET", path + "/myPublicProductList", "20200829005359")
    by_id = ("POST", path + "/publicProducts", "20190507003930")
    by_product = ("POST", path + "/publicProductList", "20190507004139")
    instance = ("POST", path + "/instantiateProduct", "20200801233037")
    token = ("POST", "/aep_public_product_device/queryDeviceToken", "20230330172346")
    t.page("QueryAllPublicProductList", t.ok("QueryAllPublicProductList", *every, query={"searchValue": "nothing " + STAMP, **PAGE_1}), total=0)
    t.page("QueryMyPublicProductList", t.ok("QueryMyPublicProductList", *mine, query={"searchValue": STAMP, **PAGE_1}), total=0)
    t.fails("QueryMyPublicProductList", 200, 8803, "参数验证失败", *mine, query={"productIds": "x", **PAGE_1})
    t.fails("QueryPublicByPublicProductId", 200, 1045, "公共产品查询失败", *by_id, body={"publicProductIds": [1]})
    t.fails("QueryPublicByPublicProductId", 200, 8803, "参数验证失败", *by_id, body={"publicProductIds": ["x"]})
    t.fails("QueryPublicByProductId", 200, 1045, "公共产品查询失败", *by_product, body={"productIds": [tcp["productId"]]})
    t.fails("InstantiateProduct", 200, 1002, "此产品不存在", *instance, body={"publicProductId": 1})
    t.fails("QueryDeviceToken", 200, 1045, "公共产品查询失败", *token, tcp["apiKey"], body={"publicProductId": 1, "deviceSn": "t1"})
    if "AEP_TOKEN" not in os.environ:
        return
    number, second = publish(t, tcp), publish(t, shared)
    name = "tour t " + STAMP
    kept = {"publicProductName": name, "deviceType": "水表", "productProtocol": "TCP协议", "productType": "智慧城市",
            "secondaryType": "水务", "thirdType": "水表", "productId": tcp["productId"]}
    rows = t.page("QueryAllPublicProductList", t.ok("QueryAllPublicProductList", *every, query={"searchValue": "水表", "pageNow": 1,
                                                                                               "pageSize": 100}), size=100)
    found = [row for row in rows if row["publicProductID"] == number]
    t.shape("QueryAllPublicProductList", found[0], answers.PUBLIC_LISTED, **kept)
    rows = t.page("QueryMyPublicProductList", t.ok("QueryMyPublicProductList", *mine, query={
        "searchValue": STAMP, "productIds": str(tcp["productId"]), **PAGE_1}), answers.PUBLIC_LISTED, total=1)
    t.shape("QueryMyPublicProductList", rows[0], answers.PUBLIC_LISTED, publicProductID=number, **kept)
    for call, body in ((by_id, {"publicProductIds": [number]}), (by_product, {"productIds": [tcp["productId"]]})):
        function = "QueryPublicByPublicProductId" if call is by_id else "QueryPublicByProductId"
        rows = t.ok(function, *call, body=body)
        t.same(function, len(rows), 1)
        t.shape(function, rows[0], answers.PUBLIC_FOUND, publicProductId=number, **kept)
    t.fails("InstantiateProduct", 200, 8803, "参数验证失败", *instance, body={"publicProductId": number})
    instantiate(t, instance, token, second, shared)
    own = t.ok("QueryDeviceToken", *token, tcp["apiKey"], body={"publicProductId": number, "deviceSn": "t1"})
    t.shape("QueryDeviceToken", own, "deviceId:text token:text", deviceId=f"{tcp['productId']}t1")
    t.same("QueryDeviceToken", t.ok("QueryDeviceToken", *token, shared["apiKey"], body={"publicProductId": second}),
           {"token": shared["token"]})
    t.fails("QueryDeviceToken", 200, 1105, "获取设备token失败", *token, tcp["apiKey"], body={"publicProductId": number, "deviceSn": "none"})
    t.fails("QueryDeviceToken", 403, 403, "The MasterKey is not", *token, "wrong", body={"publicProductId": number, "deviceSn": "t1"})


def instantiate(t, instance, token, number, shared):
    """Another tenant makes a product of the public one."""
    tenant = t.console("POST", "/tenants", {"name": "tour " + STAMP})["tenantId"]
    other = t.console("POST", f"/applications?tenant={tenant}", {"name": "tour"})
    with t.application(other["appKey"], other["appSecret"]):
        made = t.ok("InstantiateProduct", *instance, body={"publicProductId": number})
        t.shape("InstantiateProduct", made, answers.INSTANCE, publicProductId=number)
        t.holds("InstantiateProduct", made["productId"] != shared["productId"], "a product of its own", made)
        given = t.ok("QueryDeviceToken", *token, made["masterKey"], body={"publicProductId": number})
        t.holds("QueryDeviceToken", sorted(given) == ["token"] and len(given["token"]) == 43, "the product's 特征串", given)
        t.fails("QueryDeviceToken", 403, 403, "The MasterKey is not", *token, shared["apiKey"], body={"publicProductId": number})
        t.fails("QueryProduct", 200, 1002, "此产品不存在", "GET", "/aep_product_management/product", "20181031202055",
                query={"productId": shared["productId"]})
        t.ok("DeleteProduct", "DELETE", "/aep_product_management/product", "20181031202029", made["masterKey"],
             query={"productId": made["productId"]})
    t.console("DELETE", f"/tenants/{tenant}")


def archives(t, tcp, did):
    path, pid = "/device_archives", tcp["productId"]
    body = {"deviceId": did, "productId": pid, "deviceCode": "c", "regionNote": "江苏省-南京市-玄武区", "deviceAddress": "1",
            "installTime": "2026-11-01 08:00:00", "mapType": 1, "longitude": 118.79, "latitude": 32.06, "deviceType": "水表",
            "remarks": "", "customAttributes": {"floor": STAMP}, "operator": "me"}
    for who in ("construction", "management", "maintenance"):
        body.update({who + "Name": "a", who + "Contact": "b", who + "Phone": "1"})
    new, change = ("POST", path + "/addArchivesInfo", "20231215034317"), ("POST", path + "/updateArchivesInfo", "20231117042738")
    t.ok("AddArchivesInfo", *new, body=body)
    t.fails("AddArchivesInfo", 200, 8001, "设备档案创建失败", *new, body=body)
    body["remarks"] = "r"
    t.ok("UpdateArchivesInfo", *change, body=body)
    for call in (new, change):
        for bad, code, text in (({"longitude": 181}, 8803, "参数验证失败"), ({"mapType": 4}, 8803, "参数验证失败"),
                                ({"installTime": "2026-11-01"}, 8803, "参数验证失败"), ({"deviceAddress": "x" * 129}, 8803, "参数验证失败"),
                                ({"customAttributes": {str(i): "" for i in range(11)}}, 8803, "参数验证失败"),
                                ({"deviceId": "none"}, 1104, "此设备不存在"), ({"productId": 1}, 1002, "此产品不存在")):
            t.fails(call[1], 200, code, text, *call, body={**body, **bad})
    asked = ("GET", path + "/getArchivesInfo", "20231215034340")
    rows = t.page("GetArchivesInfo", t.ok("GetArchivesInfo", *asked, query={"searchValueType": 1, "searchValue": did, **PAGE_1}),
                  answers.ARCHIVE, total=1)
    t.shape("GetArchivesInfo", rows[0], answers.ARCHIVE, tenantId=tcp["tenantId"], **body)
    t.page("GetArchivesInfo", t.ok("GetArchivesInfo", *asked, query={"searchValueType": 2, "searchValue": "nothing", **PAGE_1}), total=0)
    t.fails("GetArchivesInfo", 200, 8011, "设备档案查询失败", *asked, query={"searchValueType": 3, **PAGE_1})
    attribute = ("POST", path + "/getArchivesAttr", "20231117042748")
    t.same("GetArchivesAttribute", t.page("GetArchivesAttribute", t.ok(
        "GetArchivesAttribute", *attribute, body={"attributeType": "floor", "searchValue": STAMP, **PAGE_1}), total=1), [STAMP])
    kinds = ("POST", path + "/getDeviceType", "20231215034248")
    t.same("GetDeviceType", t.page("GetDeviceType", t.ok("GetDeviceType", *kinds, body={"searchValue": "水表", **PAGE_1})), ["水表"])
    t.fails("GetDeviceType", 200, 8803, "参数验证失败", *kinds, body={"searchValue": "x" * 11, **PAGE_1})
    failed = t.ok("DeleteArchivesInfo", "POST", path + "/deleteArchivesInfo", "20231117042743",
                  body={"deletes": [{"deviceId": did, "productId": pid}, {"deviceId": "none", "productId": pid}]})
    t.same("DeleteArchivesInfo", failed, ["none"])


def statistics(t, tcp):
    path, tenant = "/tenant_device_statistics", {"tenantId": tcp["tenantId"]}
    counts = t.ok("QueryTenantDeviceCount", "GET", path + "/queryTenantDeviceCount", "20201225122555")
    t.shape("QueryTenantDeviceCount", counts, answers.DEVICE_COUNT, **tenant)
    t.holds("QueryTenantDeviceCount", counts["terCount"] >= 99 and counts["activeCount"] >= 1
            and counts["onlineCount"] + counts["offlineCount"] <= counts["terCount"], "the counts fit together", counts)
    t.shape("QueryTenantDeviceActiveCount",
            t.ok("QueryTenantDeviceActiveCount", "GET", path + "/queryTenantDeviceActiveCount", "20201225122558"), answers.ACTIVE_COUNT)
    for dates, rows in (("m", 12), ("d", 30)):
        for kind in ("1", "3"):
            trend = t.ok("QueryTenantDeviceTrend", "GET", path + "/queryTenantDeviceTrend", "20201225122550",
                         query={"dateType": dates, "type": kind})
            t.same("QueryTenantDeviceTrend", len(trend), rows)
            for row in trend:
                t.shape("QueryTenantDeviceTrend", row, answers.DEVICE_TREND, dateType=dates, **tenant)
    for bad in ({"dateType": "y", "type": "1"}, {"dateType": "m", "type": "2"}, {"dateType": "m"}):
        t.fails("QueryTenantDeviceTrend", 200, 8803, "参数验证失败", "GET", path + "/queryTenantDeviceTrend", "20201225122550", query=bad)
    path = "/tenant_app_statistics"
    month = t.ok("QueryTenantApiMonthlyCount", "GET", path + "/queryTenantApiMonthlyCount", "20201225122609")
    t.shape("QueryTenantApiMonthlyCount", month, answers.API_MONTH, msgRuleTotalCount=0, msgRuleGrowthRate=0)
    t.holds("QueryTenantApiMonthlyCount", month["apiTotalCount"] > 100, "counts this tour's calls", month)
    count = t.ok("QueryTenantAppCount", "GET", path + "/queryTenantAppCount", "20201225122611")
    t.shape("QueryTenantAppCount", count, answers.APPS, ruleEngineTotalCount="0")
    for dates, rows in (("m", 12), ("d", 30)):
        trend = t.ok("QueryTenantApiTrend", "GET", path + "/queryTenantApiTrend", "20201225122606",
                     query={"dateType": dates, "dataType": "1"})
        t.same("QueryTenantApiTrend", len(trend), rows)
        for row in trend:
            t.shape("QueryTenantApiTrend", row, answers.API_TREND, dateType=dates, **tenant)
    for bad in ({"dateType": "y", "dataType": "1"}, {"dateType": "m", "dataType": "2"}):
        t.fails("QueryTenantApiTrend", 200, 8803, "参数验证失败", "GET", path + "/queryTenantApiTrend", "20201225122606", query=bad)


def at_the_gate(t, tcp):
    """What is refused before any function is reached."""
    known = ("GET", "/aep_product_management/product", "20181031202055")
    query = {"productId": tcp["productId"]}
    t.fails("aep_rule_engine/CreateRule", 404, 404, "aep_rule_engine/CreateRule is a function", "POST",
            "/aep_rule_engine/v3/rule/createRule", "20210327062633", body={"x": 1})
    t.fails("aep_mq_sub/QueryServiceState", 404, 404, "aep_mq_sub/QueryServiceState is a function", "GET", "/aep_mq_sub/mqStat",
            "20201218144210")
    t.fails("createUrl", 404, 404, "aep_subscribe_north/CreateDestHttpUrl is a function", "POST", "/aep_subscribe_north/createUrl",
            "20231109105327", body={})
    t.fails("an unknown path", 404, 404, "The AEP API has no function at", "GET", "/aep_product_management/nothing", "20181031202055")
    t.fails("a wrong method", 404, 404, "/aep_product_management/products is called with GET", "PUT", "/aep_product_management/products",
            "20190507004824", body={})
    t.fails("an unknown version", 400, 400, "Unknown version", known[0], known[1], "20000101000000", query=query)
    if t.signer != "python":
        return
    right = t.app
    for url, key, secret, off, text in (
            (right.url, right.key, "wrong", 0, "The signature does not fit"), (right.url, "nobody", right.secret, 0, "No application"),
            (right.url, right.key, right.secret, -1200, "The timestamp is 1"), (right.url, right.key, right.secret, 1200, "The timestamp is 1")):
        status, answer = aep.Application(url, key, secret).call(*known, query=query, timestamp=int((time.time() + off) * 1000))
        t.holds(text, status == 401, f"HTTP {status}", answer)
        t.shape(text, json.loads(answer), answers.FAILED, code=401)
        t.holds(text, json.loads(answer)["msg"].startswith(text), "another text", answer)
    status, answer = aep.Application(right.url, right.key, "wrong").call(
        "POST", "/aep_device_status/deviceStatus", "20181031202028", body='{"productId":"1"}')
    t.shape("a signature of aep_device_status", json.loads(answer), answers.FAILED_STATUS, code=401)


def clean_up(t, made, one):
    path, tcp = "/aep_device_management", made[0]
    key, pid = tcp["apiKey"], tcp["productId"]
    gone = ("POST", path + "/deleteDevice", "20211009132842", key)
    t.same("DeleteDeviceByPost", t.ok("DeleteDeviceByPost", *gone, body={"productId": pid, "deviceIdList": [one["deviceId"]]}), {})
    t.fails("DeleteDeviceByPost", 200, 1104, "此设备不存在", *gone, body={"productId": pid, "deviceIdList": [one["deviceId"]]})
    drop = ("DELETE", "/aep_product_management/product", "20181031202029")
    t.fails("DeleteProduct", 200, -1, "参数校验失败", *drop, key, query={"productId": pid})
    t.fails("DeleteProduct", 403, 403, "DeleteProduct needs the header MasterKey", *drop, query={"productId": pid})
    ids = [f"{pid}t2"] + [f"{pid}m{i}" for i in range(97)]
    remove = ("DELETE", path + "/device", "20181031202131", key)
    t.same("DeleteDevice", t.ok("DeleteDevice", *remove, query={"productId": pid, "deviceIds": ",".join(ids)}), {})
    t.fails("DeleteDevice", 200, 1104, "此设备不存在", *remove, query={"productId": pid, "deviceIds": ids[0]})
    for product in made:
        t.same("DeleteProduct", t.ok("DeleteProduct", *drop, product["apiKey"], query={"productId": product["productId"]}), {})


def tour(t):
    made = products(t)
    tcp, nb, model, shared = made
    one = devices(t, tcp, nb)
    commands(t, tcp, one)
    data(t, tcp, one)
    model_data(t, model)
    models(t, tcp, model)
    subscriptions(t, tcp, one["deviceId"])
    groups(t, tcp, one)
    public_products(t, tcp, shared)
    archives(t, tcp, one["deviceId"])
    statistics(t, tcp)
    at_the_gate(t, tcp)
    if t.signer == "python":
        tour_rules.hold(t, tcp, nb, one)
    if t.signer == "python" and "AEP_TOKEN" in os.environ:
        host = os.environ.get("AEP_PUSH")
        tour_lives.live(t, tour_receiver.Receiver(host) if host else None)
    clean_up(t, made, one)


def main(words):
    t = Tour(words[1] if words[:1] == ["--signer"] else "python")
    try:
        tour(t)
    finally:
        for failure in t.failures:
            print("NOT AS DOCUMENTED " + failure, file=sys.stderr)
    for name in sorted(t.called):
        print(name)
    sys.exit(1 if t.failures else 0)


if __name__ == "__main__":
    main(sys.argv[1:])
