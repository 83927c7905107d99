#!/usr/bin/env python3
"""Calls every function of the northbound API that OpenAEP serves and holds the answers to AEP's documents, member by member.

    examples/northbound-tour.py [--signer python|bash]

The bash signer is examples/aep (curl and openssl). AEP_URL and AEP_APP as there. Prints a line a function and ends with 1 if an
answer is not as documented. Makes products and devices of its own, and deletes them.
"""

import json
import os
import subprocess
import sys
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import aep  # noqa: E402

HERE = os.path.dirname(os.path.abspath(__file__))
STAMP = str(int(time.time() * 1000))
PRODUCT = """productId productName tenantId productDesc productType secondaryType thirdType productTypeValue secondaryTypeValue
 thirdTypeValue productProtocol authType payloadFormat createTime updateTime networkType endpointFormat powerModel lwm2mEdrxTime
 apiKey deviceCount onlineDeviceCount rootCert createBy updateBy accessType nodeType tupIsThrough dataEncryption"""
PRODUCT_2022 = """ deptCode deptName isDelete activeDeviceCount devicdeIpPort serviceCount todayServiceCount tupVendorId
 tupDeviceModel tupDeviceType tupIsProfile isDtls dtls itemInstId saasId saasStatus publicProductId publicTenantId token deviceModel
 manufacturerId isFollowTeleNorm standardVersion encryptionMode encryptionType issueCertType accessArea accessAreaName commandUrl
 platformId needHeartbeat withProfile profileFileName quantity isOrder source blockChainTag locatingTag appId categoryId
 categoryName msgParserMode"""
CONNECTED = """deviceSn deviceId deviceName tenantId productId firmwareVersion deviceStatus createTime updateTime activeTime
 logoutTime netStatus onlineAt offlineAt productProtocol"""
LWM2M = """deviceId deviceName tenantId productId imei imsi firmwareVersion deviceStatus autoObserver createTime createBy
 updateTime updateBy netStatus onlineAt offlineAt"""
LISTED = """productId tenantId deviceId deviceSn deviceName imei imsi firmwareVersion deviceStatus createTime createBy updateTime
 updateBy netStatus onlineAt offlineAt activeTime logoutTime"""
COMMAND = """commandId command commandStatus deviceId imei productId createBy createTime finishTime resultCode resultMessage"""
CREATED = "commandId command commandStatus deviceId productId createBy createTime"
PAGE = "pageNum pageSize total list"
SUBSCRIPTION = """subId tenantId productId deviceId subType subLevel subUrl createTime createBy updateTime updateBy isSub isDel"""


class Tour:
    def __init__(self, signer):
        self.app = aep.from_environment()
        self.signer = signer
        self.called = []
        self.failures = []

    def send(self, method, path, version, key=None, query=None, body=None):
        text = None if body is None else json.dumps(body, ensure_ascii=False, separators=(",", ":"))
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

    def wrong(self, what, why, answer):
        self.failures.append(f"{what}: {why}: {json.dumps(answer, ensure_ascii=False)}")

    def holds(self, what, condition, why, answer):
        if not condition:
            self.wrong(what, why, answer)

    def ok(self, function, method, path, version, key=None, query=None, body=None, envelope="code msg result", msg="ok"):
        """A call that must succeed; returns its result (or the whole answer where it has none)."""
        module = path.split("/")[1]
        status, answer = self.send(method, path, version, key, query, body)
        what = f"{module}/{function}"
        self.called.append(what)
        self.holds(what, status == 200 and answer.get("code") == 0, f"HTTP {status}", answer)
        self.members(what, answer, envelope)
        if "msg" in envelope:
            self.holds(what, answer.get("msg") == msg, f"msg is not {msg}", answer)
        return answer["result"] if "result" in answer else answer

    def fails(self, what, status, code, text, *call, **named):
        """A call that must fail with this HTTP status, code and a text that holds `text`."""
        got, answer = self.send(*call, **named)
        self.holds(what, got == status and answer.get("code") == code, f"HTTP {got}, wanted {status} and {code}", answer)
        told = str(answer.get("msg", answer.get("desc"))) + str(answer.get("result"))
        self.holds(what, text in told, f"no {text}", answer)
        return answer

    def members(self, what, found, names):
        wanted = names.split()
        self.holds(what, isinstance(found, dict) and sorted(found) == sorted(wanted), f"members are not {wanted}", found)

    def page(self, what, result, names=None):
        self.members(what, result, PAGE)
        for row in result["list"]:
            if names:
                self.members(what, row, names)
        return result["list"]


def products(t):
    path = "/aep_product_management"
    form = {"productName": "tour 表 " + STAMP, "productDesc": "d", "productType": "智慧城市", "secondaryType": "水务",
            "thirdType": "水表", "nodeType": 1, "accessType": 1, "networkType": 2, "tupIsThrough": 0}
    tcp = t.ok("CreateProduct", "POST", path + "/product", "20191018204154",
               body={**form, "productProtocol": 7, "authType": 1, "encryptionType": 0})
    t.members("CreateProduct 2021", tcp, PRODUCT)
    nb = t.ok("CreateProduct", "POST", path + "/product", "20220924042921",
              body={**form, "productName": "tour nb " + STAMP, "createBy": "me", "productProtocol": 3, "authType": 4,
                    "dataEncryption": 5, "endpointFormat": 1, "powerModel": 2})
    t.members("CreateProduct 2022", nb, PRODUCT + PRODUCT_2022)
    t.fails("CreateProduct", 200, -1, "", "POST", path + "/product", "20191018204154",
            body={**form, "productProtocol": 7, "authType": 1})
    t.fails("CreateProduct", 200, 8803, "参数验证失败", "POST", path + "/product", "20191018204154", body={"productType": "a"})
    t.members("QueryProduct", t.ok("QueryProduct", "GET", path + "/product", "20181031202055",
                                   query={"productId": tcp["productId"]}), PRODUCT)
    t.fails("QueryProduct", 200, 1002, "此产品不存在", "GET", path + "/product", "20181031202055", query={"productId": 1})
    t.page("QueryProductList", t.ok("QueryProductList", "GET", path + "/products", "20190507004824",
                                    query={"searchValue": STAMP, "pageNow": 1, "pageSize": 10}), PRODUCT)
    change = {"productId": tcp["productId"], "productName": "tour t " + STAMP}
    t.holds("UpdateProduct", t.ok("UpdateProduct", "PUT", path + "/product", "20191018204806", body=change) is None,
            "the result of 2021 is null", change)
    told = t.ok("UpdateProduct", "PUT", path + "/product", "20220924043504", body={**change, "updateBy": "me"})
    t.holds("UpdateProduct", told == "Success to update product info.", "the result of 2022", told)
    return tcp, nb


def devices(t, tcp, nb):
    path = "/aep_device_management"
    key, pid = tcp["apiKey"], tcp["productId"]
    form = {"deviceName": "d", "deviceSn": "t1", "operator": "me", "productId": pid}
    one = t.ok("CreateDevice", "POST", path + "/device", "20181031202117", key, body=form)
    t.members("CreateDevice", one, "deviceId deviceName tenantId productId imei deviceSn token")
    t.fails("CreateDevice", 200, 1101, "设备编号已存在", "POST", path + "/device", "20181031202117", key, body=form)
    t.fails("CreateDevice", 403, 403, "MasterKey", "POST", path + "/device", "20181031202117", body=form)
    t.fails("CreateDevice", 403, 403, "MasterKey", "POST", path + "/device", "20181031202117", nb["apiKey"], body=form)
    batch = t.ok("BatchCreateDevice", "POST", path + "/batchDevice", "20230330043852", key,
                 body={"productId": pid, "operator": "me", "devices": [
                     {"deviceName": "b", "deviceSn": "t2"}, {"deviceName": "c", "deviceSn": "t2"}]})
    for row in batch:
        t.members("BatchCreateDevice", row, "deviceName deviceSn imei deviceId token resultCode description")
    t.holds("BatchCreateDevice", [row["resultCode"] for row in batch] == [0, 1101], "each row's result", batch)
    did = one["deviceId"]
    t.members("QueryDevice", t.ok("QueryDevice", "GET", path + "/device", "20181031202139", key,
                                  query={"deviceId": did, "productId": pid}), CONNECTED)
    t.fails("QueryDevice", 200, 1104, "此设备不存在", "GET", path + "/device", "20181031202139", key,
            query={"deviceId": "none", "productId": pid})
    t.page("QueryDeviceList", t.ok("QueryDeviceList", "GET", path + "/devices", "20190507012134", key,
                                   query={"productId": pid, "searchValue": "t", "pageNow": 1, "pageSize": 100}), CONNECTED)
    t.holds("UpdateDevice", t.ok("UpdateDevice", "PUT", path + "/device", "20181031202122", key, query={"deviceId": did},
                                 body={"deviceName": "n", "operator": "me", "productId": pid}) == {}, "the result is {}", did)
    ids = {"productId": pid, "deviceIdList": [did]}
    listed = t.ok("ListDeviceInfo", "POST", path + "/listByDeviceIds", "20210828062945", key, body=ids,
                  envelope="code msg result valid ok notOk")
    t.members("ListDeviceInfo", listed[0], LISTED)
    states = t.ok("ListDeviceActiveStatus", "POST", path + "/listActiveStatus", "20211010063104", key, body=ids)
    t.holds("ListDeviceActiveStatus", states == [{"deviceId": did, "deviceStatus": "已注册"}], "text of the status", states)
    imei = STAMP + "01"
    meter = t.ok("CreateDevice", "POST", path + "/device", "20181031202117", nb["apiKey"],
                 body={"deviceName": "m", "imei": imei, "operator": "me", "productId": nb["productId"],
                       "other": {"autoObserver": 0}})
    t.members("QueryDevice", t.ok("QueryDevice", "GET", path + "/device", "20181031202139", nb["apiKey"],
                                  query={"deviceId": meter["deviceId"], "productId": nb["productId"]}), LWM2M)
    t.members("QueryProductInfoByImei", t.ok("QueryProductInfoByImei", "GET", path + "/device/getProductInfoFormApiByImei",
                                             "20191213161859", query={"imei": imei}), "productId productName")
    t.members("BindDevice", t.ok("BindDevice", "POST", path + "/bindDevice", "20191024140057", nb["apiKey"],
                                 body={"imei": imei, "productId": nb["productId"]}),
              "imei deviceId deviceName tenantId productId deviceStatus netStatus bindStatus createTime")
    unbound = t.ok("UnbindDevice", "POST", path + "/unbindDevice", "20191024140103", nb["apiKey"],
                   body={"deviceId": meter["deviceId"], "productId": nb["productId"]})
    t.members("UnbindDevice", unbound, "deviceId deviceStatus netStatus bindStatus")
    nb_devices(t, nb, meter, imei)
    return did


def nb_devices(t, nb, meter, imei):
    path, key, pid = "/aep_nb_device_management", nb["apiKey"], nb["productId"]
    t.members("QueryDeviceByImei", t.ok("QueryDeviceByImei", "GET", path + "/getDeviceByImei", "20221130175656", key,
                                        query={"productId": pid, "imei": imei}), LWM2M)
    batch = t.ok("BatchCreateNBDevice", "POST", path + "/batchNBDevice", "20200828140355",
                 body={"productId": pid, "operator": "me", "devices": [
                     {"imei": STAMP + "02", "deviceName": "a", "autoObserver": 1}, {"imei": imei, "deviceName": "b"}]})
    t.members("BatchCreateNBDevice", batch[0], "imei resultCode deviceId")
    t.holds("BatchCreateNBDevice", batch[1] == {"imei": imei, "resultCode": 2010115, "description": "IMEI号已存在"},
            "the row of a taken IMEI", batch)
    errors = t.ok("BatchCancelDevices", "PUT", path + "/cancelledDevices", "20211009093738", key,
                  body={"productId": pid, "deviceIdList": [meter["deviceId"], "none"]})
    t.holds("BatchCancelDevices", [row["errorCode"] for row in errors["errorList"]] == [1104], "the list of errors", errors)
    told = t.ok("DeleteDeviceByImei", "POST", path + "/deleteDeviceByImei", "20220226071405", key,
                body={"productId": pid, "imeiList": [imei, STAMP + "02"]})
    t.holds("DeleteDeviceByImei", isinstance(told, str), "the result is a text", told)


def commands(t, tcp, did):
    path, key, pid = "/aep_device_command", tcp["apiKey"], tcp["productId"]
    form = {"content": {"dataType": 1, "payload": "on"}, "deviceId": did, "operator": "me", "productId": pid, "ttl": 7200}
    made = t.ok("CreateCommand", "POST", path + "/command", "20190712225145", key, body=form)
    t.members("CreateCommand", made, CREATED)
    t.holds("CreateCommand", made["commandStatus"] == "指令已保存" and made["commandId"].isdigit(), "saved, id in digits", made)
    t.fails("CreateCommand", 200, 8803, "ttl", "POST", path + "/command", "20190712225145", key, body={**form, "ttl": 864001})
    one = {"commandId": made["commandId"], "productId": pid, "deviceId": did}
    t.members("QueryCommand", t.ok("QueryCommand", "GET", path + "/command", "20190712225241", key, query=one), COMMAND)
    t.page("QueryCommandList", t.ok("QueryCommandList", "GET", path + "/commands", "20200814163736", key,
                                    query={"productId": pid, "deviceId": did, "pageNow": 1, "pageSize": 40}), COMMAND)
    details = t.ok("QueryCommandDetailList", "GET", path + "/commandDetailList", "20241218142112", key,
                   query={"productId": pid, "deviceId": did, "startTime": 0, "endTime": 9999999999999, "pageSize": 10})
    t.members("QueryCommandDetailList", details["list"][0], COMMAND)
    t.ok("CancelCommand", "PUT", path + "/cancelCommand", "20190615023142", key, body=one, msg="指令取消成功")
    t.fails("CancelCommand", 200, -1, "指令取消失败", "PUT", path + "/cancelCommand", "20190615023142", key, body=one)
    t.ok("CreateCommand", "POST", path + "/command", "20190712225145", key, body=form)
    t.ok("CancelAllCommand", "PUT", "/aep_device_command_cancel/cancelAllCommand", "20230419143717", key,
         body={"deviceId": did, "productId": pid}, msg="指令取消成功")


def data(t, tcp, did):
    path, key, pid = "/aep_device_status", tcp["apiKey"], tcp["productId"]
    ids = {"productId": str(pid), "deviceId": did}
    span = {**ids, "begin_timestamp": "0", "end_timestamp": "9999999999999"}
    t.called.append("aep_device_status/QueryDeviceStatus")
    answer = t.fails("QueryDeviceStatus", 200, 1, "", "POST", path + "/deviceStatus", "20181031202028",
                     body={**ids, "datasetId": "APPdata"})
    t.members("QueryDeviceStatus", answer, "code desc")
    t.ok("QueryDeviceStatusList", "POST", path + "/deviceStatusList", "20181031202403", body=ids,
         envelope="code deviceStatusList")
    t.ok("getDeviceStatusHisInTotal", "POST", path + "/api/v1/getDeviceStatusHisInTotal", "20190928013529", body=span,
         envelope="code total")
    t.ok("getDeviceStatusHisInPage", "POST", path + "/getDeviceStatusHisInPage", "20190928013337",
         body={**span, "page_size": 10, "page_timestamp": ""}, envelope="code page_timestamp deviceStatusList")
    t.fails("getDeviceStatusHisInTotal", 200, 1, "", "POST", path + "/api/v1/getDeviceStatusHisInTotal", "20190928013529",
            body={**span, "deviceId": "none"})
    path = "/aep_device_event"
    window = {**ids, "startTime": str(int(STAMP) - 86400000), "endTime": STAMP}
    events = t.ok("QueryDeviceEventList", "POST", path + "/device/events", "20210327064751", key,
                  body={**window, "pageSize": 10, "pageTimestamp": ""})
    t.members("QueryDeviceEventList", events, "pageSize pageTimestamp list")
    total = t.ok("QueryDeviceEventTotal", "POST", path + "/device/events/total", "20210327064755", key, body=window)
    t.holds("QueryDeviceEventTotal", total == 0, "a number", total)
    t.fails("QueryDeviceEventTotal", 200, 8803, "31", "POST", path + "/device/events/total", "20210327064755", key,
            body={**window, "startTime": "0"})


def models(t, tcp):
    path, key, pid = "/aep_device_model/dm/app/model", tcp["apiKey"], tcp["productId"]
    t.page("QueryPropertyList", t.ok("QueryPropertyList", "GET", path + "/properties", "20190712223330", key,
                                     query={"productId": pid, "pageNow": 1, "pageSize": 10}))
    t.page("QueryServiceList", t.ok("QueryServiceList", "GET", path + "/services", "20190712224233", key,
                                    query={"productId": pid, "pageNow": 1, "pageSize": 10}))
    t.called.append("aep_standard_management/QueryStandardModel")
    t.fails("QueryStandardModel", 200, 2304, "查看标准物模型失败", "GET", "/aep_standard_management/standardModel",
            "20190713033424", query={"thirdType": 999999})


def subscriptions(t, tcp):
    # No device reports before the subscription is deleted: nothing is sent to that address.
    path, key, pid = "/aep_subscribe_north", tcp["apiKey"], tcp["productId"]
    t.ok("CreateSubscription", "POST", path + "/subscription", "20181031202018", key,
         body={"productId": pid, "subLevel": 1, "subTypes": [1], "subUrl": "https://1.1.1.1/aep", "operator": "me"})
    for version in ("20181031202027", "20220624163719"):
        rows = t.page("GetSubscriptionsList", t.ok("GetSubscriptionsList", "GET", path + "/subscribes", version, key,
                                                   query={"productId": pid, "pageNow": 1, "pageSize": 10}))
    sub = rows[0]["subId"]
    for version in ("20181031202033", "20220624171733"):
        one = t.ok("GetSubscription", "GET", path + "/subscription", version, key, query={"subId": sub, "productId": pid})
        t.holds("GetSubscription", set(SUBSCRIPTION.split()) <= set(one), "members of a record", one)
    t.ok("DeleteSubscription", "DELETE", path + "/subscription", "20181031202023", key,
         query={"subId": sub, "productId": pid, "subLevel": 1})


def groups(t, tcp, did):
    path, pid = "/aep_device_group_management", tcp["productId"]
    name = "g" + STAMP
    made = t.ok("CreateDeviceGroup", "POST", path + "/deviceGroup", "20190615001622",
                body={"deviceGroupName": name, "description": "d", "productId": pid, "groupLevel": 0})
    t.members("CreateDeviceGroup", made, "deviceGroupId tenantId productId deviceGroupName description")
    t.fails("CreateDeviceGroup", 200, 2101, "创建群组失败", "POST", path + "/deviceGroup", "20190615001622",
            body={"deviceGroupName": name, "productId": pid})
    gid = made["deviceGroupId"]
    t.ok("UpdateDeviceGroup", "PUT", path + "/deviceGroup", "20190615001615",
         body={"deviceGroupId": gid, "deviceGroupName": name + "x", "productId": pid})
    t.fails("UpdateDeviceGroup", 200, 2102, "编辑群组失败", "PUT", path + "/deviceGroup", "20190615001615",
            body={"deviceGroupId": 1, "deviceGroupName": "a"})
    relation = {"deviceGroupId": gid, "deviceList": [did], "flag": 0, "productId": pid}
    t.ok("UpdateDeviceGroupRelation", "PUT", path + "/deviceGroupRelation", "20190615001526", body=relation)
    paging = {"pageNow": 1, "pageSize": 10}
    t.page("QueryDeviceGroupList", t.ok("QueryDeviceGroupList", "GET", path + "/deviceGroups", "20190615001555",
                                        query={"productId": pid, **paging}),
           "deviceGroupId tenantId productId deviceGroupName deviceCount activeCount description createTime updateTime")
    t.page("QueryDeviceGroupList", t.ok("QueryDeviceGroupList", "GET", path + "/deviceGroups", "20230218035819", query=paging),
           "deviceGroupId tenantId productId deviceGroupName deviceCount groupLevel description createTime updateTime")
    rows = t.page("QueryGroupDeviceList", t.ok("QueryGroupDeviceList", "GET", path + "/groupDeviceList", "20190615001540",
                                               query={"deviceGroupId": gid, **paging}))
    t.holds("QueryGroupDeviceList", [row["deviceId"] for row in rows] == [did], "the group's device", rows)
    t.members("getGroupDetailByDeviceId",
              t.ok("getGroupDetailByDeviceId", "GET", path + "/groupOfDeviceId", "20211014095939",
                   query={"productId": pid, "deviceId": did}),
              "deviceGroupId productId deviceGroupName description groupLevel maxDevNum")
    t.ok("DeleteDeviceGroup", "DELETE", path + "/deviceGroup", "20190615001601", query={"deviceGroupId": gid, "productId": pid})
    t.fails("DeleteDeviceGroup", 200, 2104, "删除群组失败", "DELETE", path + "/deviceGroup", "20190615001601",
            query={"deviceGroupId": gid, "productId": pid})


def public_products(t, tcp):
    path = "/aep_public_product_management"
    t.page("QueryAllPublicProductList", t.ok("QueryAllPublicProductList", "GET", path + "/allPublicProductList",
                                             "20200829005548", query={"pageNow": 1, "pageSize": 10}))
    t.page("QueryMyPublicProductList", t.ok("QueryMyPublicProductList", "GET", path + "/myPublicProductList",
                                            "20200829005359", query={"pageNow": 1, "pageSize": 10}))
    t.called += [f"aep_public_product_management/{name}" for name in
                 ("QueryPublicByPublicProductId", "QueryPublicByProductId", "InstantiateProduct")]
    t.fails("QueryPublicByPublicProductId", 200, 1045, "公共产品查询失败", "POST", path + "/publicProducts", "20190507003930",
            body={"publicProductIds": [1]})
    t.fails("QueryPublicByProductId", 200, 1045, "公共产品查询失败", "POST", path + "/publicProductList", "20190507004139",
            body={"productIds": [tcp["productId"]]})
    t.fails("InstantiateProduct", 200, 1002, "此产品不存在", "POST", path + "/instantiateProduct", "20200801233037",
            body={"publicProductId": 1})
    t.called.append("aep_public_product_device/QueryDeviceToken")
    t.fails("QueryDeviceToken", 200, 1045, "公共产品查询失败", "POST", "/aep_public_product_device/queryDeviceToken",
            "20230330172346", tcp["apiKey"], body={"publicProductId": 1, "deviceSn": "t1"})


def archives(t, tcp, did):
    path, pid = "/device_archives", tcp["productId"]
    form = {"deviceId": did, "productId": pid, "regionNote": "江苏省-南京市-玄武区", "deviceAddress": "1",
            "installTime": "2026-11-01 08:00:00", "mapType": 1, "longitude": 118.79, "latitude": 32.06, "deviceType": "水表",
            "customAttributes": {"floor": "3"}, "operator": "me"}
    for who in ("construction", "management", "maintenance"):
        form.update({who + "Name": "a", who + "Contact": "b", who + "Phone": "1"})
    t.ok("AddArchivesInfo", "POST", path + "/addArchivesInfo", "20231215034317", body=form)
    again = t.fails("AddArchivesInfo", 200, 8001, "设备档案创建失败", "POST", path + "/addArchivesInfo", "20231215034317", body=form)
    t.holds("AddArchivesInfo", again["msg"] == "error", "the message of a failure", again)
    t.ok("UpdateArchivesInfo", "POST", path + "/updateArchivesInfo", "20231117042738", body={**form, "remarks": "r"})
    rows = t.page("GetArchivesInfo", t.ok("GetArchivesInfo", "GET", path + "/getArchivesInfo", "20231215034340",
                                          query={"searchValueType": 1, "searchValue": did, "pageNow": 1, "pageSize": 10}))
    t.holds("GetArchivesInfo", set(form) <= set(rows[0]), "the members of the form", rows)
    t.ok("GetArchivesAttribute", "POST", path + "/getArchivesAttr", "20231117042748",
         body={"attributeType": "floor", "pageNow": 1, "pageSize": 10})
    t.ok("GetDeviceType", "POST", path + "/getDeviceType", "20231215034248", body={"pageNow": 1, "pageSize": 10})
    failed = t.ok("DeleteArchivesInfo", "POST", path + "/deleteArchivesInfo", "20231117042743",
                  body={"deletes": [{"deviceId": did, "productId": pid}, {"deviceId": "none", "productId": pid}]})
    t.holds("DeleteArchivesInfo", failed == ["none"], "the list of failures", failed)


def statistics(t):
    path = "/tenant_device_statistics"
    t.members("QueryTenantDeviceCount", t.ok("QueryTenantDeviceCount", "GET", path + "/queryTenantDeviceCount",
                                             "20201225122555"),
              "tenantId terCount activeCount onlineCount offlineCount onlineRate activeRate")
    t.members("QueryTenantDeviceActiveCount",
              t.ok("QueryTenantDeviceActiveCount", "GET", path + "/queryTenantDeviceActiveCount", "20201225122558"),
              "monthlyActiveRate monthlyActiveCount issuedCount issuedGrowthRate monthlyIncrease reportGrowthRate reportCount")
    for kind in ("1", "3"):
        rows = t.ok("QueryTenantDeviceTrend", "GET", path + "/queryTenantDeviceTrend", "20201225122550",
                    query={"dateType": "m", "type": kind})
        t.members("QueryTenantDeviceTrend", rows[0],
                  "region id tenantId terCount activeCount activeRate activeDeviceCount activeDeviceRate monthlyIncreaseCount"
                  " syncDate dateType createTime updateTime")
    path = "/tenant_app_statistics"
    t.members("QueryTenantApiMonthlyCount", t.ok("QueryTenantApiMonthlyCount", "GET", path + "/queryTenantApiMonthlyCount",
                                                 "20201225122609"),
              "apiTotalCount apiGrowthRate msgPushTotalCount msgPushGrowthRate msgRuleTotalCount msgRuleGrowthRate")
    count = t.ok("QueryTenantAppCount", "GET", path + "/queryTenantAppCount", "20201225122611")
    t.holds("QueryTenantAppCount", count["ruleEngineTotalCount"] == "0" and isinstance(count["appTotalCount"], str),
            "both are texts", count)
    rows = t.ok("QueryTenantApiTrend", "GET", path + "/queryTenantApiTrend", "20201225122606",
                query={"dateType": "d", "dataType": "1"})
    t.members("QueryTenantApiTrend", rows[0],
              "region id tenantId totalCount successCount failureCount successRate averageDelay growthRate syncDate dateType")


def not_served(t):
    answer = t.fails("aep_rule_engine/CreateRule", 404, "404", "aep_rule_engine/CreateRule", "POST",
                     "/aep_rule_engine/v3/rule/createRule", "20210327062633", body={"x": 1})
    t.members("aep_rule_engine/CreateRule", answer, "code msg result")
    t.fails("aep_mq_sub/QueryServiceState", 404, 404, "QueryServiceState", "GET", "/aep_mq_sub/mqStat", "20201218144210")
    t.fails("an unknown version", 400, 400, "20181031202055", "GET", "/aep_product_management/product", "20000101000000",
            query={"productId": 1})


def clean_up(t, tcp, nb, did):
    path, key, pid = "/aep_device_management", tcp["apiKey"], tcp["productId"]
    t.ok("DeleteDeviceByPost", "POST", path + "/deleteDevice", "20211009132842", key,
         body={"productId": pid, "deviceIdList": [did]})
    t.fails("DeleteProduct", 200, -1, "devices", "DELETE", "/aep_product_management/product", "20181031202029", key,
            query={"productId": pid})
    t.ok("DeleteDevice", "DELETE", path + "/device", "20181031202131", key,
         query={"productId": pid, "deviceIds": f"{pid}t2"})
    for product in (tcp, nb):
        t.holds("DeleteProduct", t.ok("DeleteProduct", "DELETE", "/aep_product_management/product", "20181031202029",
                                      product["apiKey"], query={"productId": product["productId"]}) == {}, "{}", product)


def main(words):
    t = Tour(words[1] if words[:1] == ["--signer"] else "python")
    tcp, nb = products(t)
    did = devices(t, tcp, nb)
    commands(t, tcp, did)
    data(t, tcp, did)
    models(t, tcp)
    subscriptions(t, tcp)
    groups(t, tcp, did)
    public_products(t, tcp)
    archives(t, tcp, did)
    statistics(t)
    not_served(t)
    clean_up(t, tcp, nb, did)
    for name in sorted(set(t.called)):
        print(name)
    for failure in t.failures:
        print("NOT AS DOCUMENTED " + failure, file=sys.stderr)
    sys.exit(1 if t.failures else 0)


if __name__ == "__main__":
    main(sys.argv[1:])
