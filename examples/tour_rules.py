"""What AEP's documents demand of a call (AEP northbound, sections 3 and 4): every required parameter and member, left out one by one, every
MasterKey, and every limit at its edge, where it is taken, and one beyond, where it is refused.
"""

import tour_answers as answers

MISSING = "参数验证失败"

# Functions with required query parameters: method, path, version, whether they need the MasterKey, the parameters.
QUERIES = [row.split(maxsplit=4) for row in """
GET /aep_product_management/product 20181031202055 - productId
DELETE /aep_product_management/product 20181031202029 R productId
GET /aep_device_management/devices 20190507012134 R productId
GET /aep_device_management/device 20181031202139 R deviceId productId
DELETE /aep_device_management/device 20181031202131 R productId deviceIds
PUT /aep_device_management/device 20181031202122 R deviceId
GET /aep_device_management/device/getProductInfoFormApiByImei 20191213161859 - imei
GET /aep_nb_device_management/getDeviceByImei 20221130175656 R productId imei
GET /aep_device_command/commands 20200814163736 R productId deviceId
GET /aep_device_command/commands 20190712225211 R productId
GET /aep_device_command/command 20190712225241 R commandId productId deviceId
GET /aep_device_command/commandDetailList 20241218142112 R productId deviceId startTime endTime
GET /aep_device_event/events 20190507012824 R productId
GET /aep_subscribe_north/subscription 20181031202033 R subId productId
GET /aep_subscribe_north/subscription 20220624171733 R subId productId
GET /aep_subscribe_north/subscribes 20181031202027 R productId pageNow pageSize
GET /aep_subscribe_north/subscribes 20220624163719 R productId pageNow pageSize
DELETE /aep_subscribe_north/subscription 20181031202023 R subId productId subLevel
GET /aep_device_model/dm/app/model/properties 20190712223330 R productId
GET /aep_device_model/dm/app/model/services 20190712224233 R productId
GET /aep_standard_management/standardModel 20190713033424 - thirdType
DELETE /aep_device_group_management/deviceGroup 20190615001601 - deviceGroupId
GET /aep_device_group_management/deviceGroups 20190615001555 - productId pageNow pageSize
GET /aep_device_group_management/deviceGroups 20230218035819 - pageNow pageSize
GET /aep_device_group_management/groupDeviceList 20190615001540 - pageNow pageSize
GET /aep_device_group_management/groupOfDeviceId 20211014095939 - productId deviceId
GET /device_archives/getArchivesInfo 20231215034340 - pageNow pageSize
GET /tenant_device_statistics/queryTenantDeviceTrend 20201225122550 - dateType type
GET /tenant_app_statistics/queryTenantApiTrend 20201225122606 - dateType dataType
""".strip().splitlines()]

# Functions with required members of the body, which nothing that is made here survives: each call lacks one of them.
BODIES = [row.split(maxsplit=4) for row in """
POST /aep_product_management/product 20191018204154 - productName productType secondaryType thirdType nodeType accessType networkType productProtocol
POST /aep_product_management/product 20220924042921 - productName productDesc productType secondaryType thirdType nodeType accessType networkType productProtocol createBy
PUT /aep_product_management/product 20191018204806 - productId productName
PUT /aep_product_management/product 20220924043504 - productId productName
POST /aep_device_management/device 20181031202117 R deviceName deviceSn operator productId
POST /aep_device_management/bindDevice 20191024140057 R imei productId
POST /aep_device_management/unbindDevice 20191024140103 R deviceId productId
POST /aep_device_management/listByDeviceIds 20210828062945 R productId deviceIdList
POST /aep_device_management/deleteDevice 20211009132842 R productId deviceIdList
POST /aep_device_management/listActiveStatus 20211010063104 R productId deviceIdList
POST /aep_device_management/batchDevice 20230330043852 R productId operator devices
POST /aep_nb_device_management/batchNBDevice 20200828140355 - productId operator devices
PUT /aep_nb_device_management/cancelledDevices 20211009093738 R deviceIdList productId
POST /aep_nb_device_management/deleteDeviceByImei 20220226071405 R productId imeiList
POST /aep_device_command/command 20190712225145 R content deviceId operator productId
PUT /aep_device_command/cancelCommand 20190615023142 R commandId deviceId productId
PUT /aep_device_command_cancel/cancelAllCommand 20230419143717 R deviceId productId
POST /aep_device_status/deviceStatus 20181031202028 - productId deviceId datasetId
POST /aep_device_status/deviceStatusList 20181031202403 - productId deviceId
POST /aep_device_status/api/v1/getDeviceStatusHisInTotal 20190928013529 - productId deviceId begin_timestamp end_timestamp
POST /aep_device_status/getDeviceStatusHisInPage 20190928013337 - productId deviceId begin_timestamp end_timestamp page_size
POST /aep_device_event/device/events 20210327064751 R productId deviceId startTime endTime pageSize
POST /aep_device_event/device/events/total 20210327064755 R productId deviceId startTime endTime
POST /aep_subscribe_north/subscription 20181031202018 R productId subLevel subTypes subUrl operator
POST /aep_device_group_management/deviceGroup 20190615001622 - deviceGroupName
PUT /aep_device_group_management/deviceGroup 20190615001615 - deviceGroupId
PUT /aep_device_group_management/deviceGroupRelation 20190615001526 - deviceGroupId deviceList flag
POST /aep_public_product_management/publicProducts 20190507003930 - publicProductIds
POST /aep_public_product_management/publicProductList 20190507004139 - productIds
POST /aep_public_product_management/instantiateProduct 20200801233037 - publicProductId
POST /aep_public_product_device/queryDeviceToken 20230330172346 R publicProductId
POST /device_archives/addArchivesInfo 20231215034317 - deviceId productId regionNote deviceAddress installTime mapType longitude latitude constructionName constructionContact constructionPhone managementName managementContact managementPhone maintenanceName maintenanceContact maintenancePhone customAttributes operator
POST /device_archives/updateArchivesInfo 20231117042738 - deviceId productId regionNote deviceAddress installTime mapType longitude latitude constructionName constructionContact constructionPhone managementName managementContact managementPhone maintenanceName maintenanceContact maintenancePhone customAttributes operator
POST /device_archives/deleteArchivesInfo 20231117042743 - deletes
POST /device_archives/getArchivesAttr 20231117042748 - attributeType
POST /device_archives/getDeviceType 20231215034248 - pageNow pageSize
""".strip().splitlines()]


def whole_body(t, tcp, did):
    """A value for every member that a body above may need, fit for the product and the device."""
    now = t.now_ms()
    texts = ("productType", "secondaryType", "thirdType", "regionNote", "deviceAddress", "attributeType", "deviceName", "operator",
             "createBy", "productDesc", *(who + what for who in ("construction", "management", "maintenance")
                                          for what in ("Name", "Contact", "Phone")))
    return {**dict.fromkeys(texts, "a"), "productId": tcp["productId"], "productName": "tour rules " + t.stamp, "nodeType": 1,
            "accessType": 1, "networkType": 2, "productProtocol": 7, "deviceId": did, "deviceSn": "rules", "imei": "000000000000000",
            "deviceIdList": ["none"], "imeiList": ["none"], "devices": [{}], "content": {"dataType": 1, "payload": "a"}, "commandId": "1",
            "datasetId": "APPdata", "begin_timestamp": "0", "end_timestamp": "1", "page_size": 1, "startTime": str(now), "endTime": str(now),
            "pageSize": 1, "pageNow": 1, "subLevel": 1, "subTypes": [1], "subUrl": "https://1.1.1.1/", "deviceGroupName": "g",
            "deviceGroupId": 1, "deviceList": [did], "flag": 0, "publicProductIds": [1], "productIds": [1], "publicProductId": 1,
            "installTime": "2026-11-01 08:00:00", "mapType": 1, "longitude": 1, "latitude": 1, "customAttributes": {}, "deletes": [{}]}


def required(t, tcp, did):
    key = tcp["apiKey"]
    for method, path, version, needs, names in QUERIES:
        names = names.split()
        for left_out in names:
            t.fails(f"{path} without {left_out}", 200, 8803, MISSING, method, path, version, key if needs == "R" else None,
                    {name: "1" for name in names if name != left_out}, {"operator": "a"} if method == "PUT" else None)
        if needs == "R":
            t.fails(f"{path} without MasterKey", 403, 403, "", method, path, version, None,
                    {name: tcp["productId"] if name == "productId" else "1" for name in names}, {"operator": "a", "productId": tcp[
                        "productId"]} if method == "PUT" else None)
    whole = whole_body(t, tcp, did)
    for method, path, version, needs, names in BODIES:
        names = names.split()
        code = 1 if path.startswith("/aep_device_status") else 8803
        for left_out in names:
            t.fails(f"{path} without {left_out}", 200, code, MISSING, method, path, version, key if needs == "R" else None, None,
                    {name: whole[name] for name in names if name != left_out})
        if needs == "R":
            t.fails(f"{path} without MasterKey", 403, 403, "", method, path, version, None, None, {name: whole[name] for name in names})


def limits(t, tcp, nb, one):
    key, pid, did = tcp["apiKey"], tcp["productId"], one["deviceId"]
    product = {"productType": "a", "secondaryType": "b", "thirdType": "c", "nodeType": 1, "accessType": 1, "networkType": 2,
               "productProtocol": 3, "dataEncryption": 5, "endpointFormat": 1, "powerModel": 3, "lwm2mEdrxTime": 20}
    new = ("POST", "/aep_product_management/product", "20191018204154")
    name = ("n" + t.stamp).ljust(64, "名")
    for good in ({"productName": name, "productDesc": "述" * 100}, {"productName": "x" + name[1:], "lwm2mEdrxTime": "10485.76"}):
        made = t.ok("CreateProduct", *new, body={**product, **good})
        t.ok("DeleteProduct", "DELETE", "/aep_product_management/product", "20181031202029", made["apiKey"],
             query={"productId": made["productId"]})
    for bad in ({"productName": name + "名"}, {"productName": "--"}, {"productDesc": "述" * 101}, {"lwm2mEdrxTime": 19.99},
                {"lwm2mEdrxTime": 10485.77}, {"lwm2mEdrxTime": 20.481}, {"lwm2mEdrxTime": None}, {"endpointFormat": 4}, {"endpointFormat": None},
                {"powerModel": 4}, {"powerModel": None}, {"networkType": 7}, {"nodeType": 3}, {"productProtocol": 31}, {"payloadFormat": 3},
                {"tupIsThrough": 2}, {"dataEncryption": 7}, {"dataEncryption": None}, {"authType": 10}):
        t.fails(f"CreateProduct {bad}", 200, 8803, MISSING, *new, body={**product, "productName": name, **bad})
    devices(t)
    batches(t, tcp, nb)
    command = {"content": {"dataType": 1, "payload": "a"}, "deviceId": did, "operator": "me", "productId": pid}
    for good in ({"ttl": 864000}, {"ttl": 0}, {"level": 1}, {"level": 2}, {"ttl": None}):
        t.ok("CreateCommand", "POST", "/aep_device_command/command", "20190712225145", key, body={**command, **good})
    for bad in ({"ttl": 864001}, {"ttl": -1}, {"ttl": "x"}, {"level": 4}, {"level": 3}, {"content": {}}):
        t.fails(f"CreateCommand {bad}", 200, 8803, MISSING, "POST", "/aep_device_command/command", "20190712225145", key,
                body={**command, **bad})
    asked = {"productId": pid, "deviceId": did}
    for path, version, most, more in (
            ("/aep_device_management/devices", "20190507012134", 100, {}), ("/aep_device_command/commands", "20200814163736", 40, asked)):
        query = {"productId": pid, **more}
        t.ok("QueryDeviceList" if most == 100 else "QueryCommandList", "GET", path, version, key, query={**query, "pageSize": most})
        t.fails(path, 200, 8803, MISSING, "GET", path, version, key, query={**query, "pageSize": most + 1})
    now, span = t.now_ms(), 31 * 86_400_000
    for path, function, version in (("/device/events", "QueryDeviceEventList", "20210327064751"),
                                    ("/device/events/total", "QueryDeviceEventTotal", "20210327064755")):
        call = ("POST", "/aep_device_event" + path, version, key)
        window = {**asked, "endTime": str(now), "pageSize": 10}
        t.ok(function, *call, body={**window, "startTime": str(now - span)})
        t.fails(function, 200, 8803, MISSING, *call, body={**window, "startTime": str(now - span - 1)})
        t.fails(function, 200, 8803, MISSING, *call, body={**window, "startTime": str(now + 1)})
        t.fails(function, 200, 8803, MISSING, *call, body={**window, "startTime": str(now), "eventType": 0})
    archives(t, pid, did)


def devices(t):
    product = t.ok("CreateProduct", "POST", "/aep_product_management/product", "20191018204154", body={
        "productName": "tour keys " + t.stamp, "productType": "a", "secondaryType": "b", "thirdType": "c", "nodeType": 1, "accessType": 1,
        "networkType": 3, "productProtocol": 3, "dataEncryption": 4, "endpointFormat": 3, "powerModel": 1})
    key, pid = product["apiKey"], product["productId"]
    new = ("POST", "/aep_device_management/device", "20181031202117", key)
    body = {"deviceName": "d", "imei": t.stamp + "20", "operator": "me", "productId": pid}
    for bad in ({}, {"other": {}}, {"other": {"autoObserver": 2}}, {"other": {"autoObserver": 0, "imsi": "4" * 16}},
                {"other": {"autoObserver": 0, "imsi": "46a"}}, {"other": {"autoObserver": 0, "pskValue": "a" * 15}},
                {"other": {"autoObserver": 0, "pskValue": "a" * 17}}, {"other": {"autoObserver": 0, "pskValue": "-" * 16}},
                {"other": {"autoObserver": 0, "pskValue": "abc", "pskType": 1}}, {"other": {"autoObserver": 0, "pskType": 2, "pskValue": "a" * 16}},
                {"other": {"autoObserver": 0}, "imei": "8" * 18}, {"other": {"autoObserver": 0}, "imei": "8" * 7}):
        t.fails(f"CreateDevice {bad}", 200, 8803, MISSING, *new, body={**body, **bad})
    for number, other in enumerate(({"autoObserver": 0, "imsi": "4" * 15, "pskValue": "aZ09" * 4, "pskType": 0},
                                    {"autoObserver": 1, "pskValue": "0aF9" * 8, "pskType": 1})):
        made = t.ok("CreateDevice", *new, body={**body, "imei": f"{t.stamp}2{number}", "other": other})
        t.ok("DeleteDevice", "DELETE", "/aep_device_management/device", "20181031202131", key,
             query={"productId": pid, "deviceIds": made["deviceId"]})
    t.ok("DeleteProduct", "DELETE", "/aep_product_management/product", "20181031202029", key, query={"productId": pid})


def batches(t, tcp, nb):
    """Lists of 100 and 200; what is in them does not exist, or will not do, so that nothing is made."""
    key, pid = tcp["apiKey"], tcp["productId"]
    remove = ("DELETE", "/aep_device_management/device", "20181031202131", key)
    t.fails("DeleteDevice", 200, 1104, "此设备不存在", *remove, query={"productId": pid, "deviceIds": ",".join(["x"] * 200)})
    t.fails("DeleteDevice", 200, 8803, MISSING, *remove, query={"productId": pid, "deviceIds": ",".join(["x"] * 201)})
    for path, version, product in (("/aep_device_management/batchDevice", "20230330043852", tcp),
                                   ("/aep_nb_device_management/batchNBDevice", "20200828140355", nb)):
        call = ("POST", path, version, product["apiKey"] if product is tcp else None)
        body = {"productId": product["productId"], "operator": "me"}
        rows = t.ok("BatchCreateDevice" if product is tcp else "BatchCreateNBDevice", *call, body={**body, "devices": [{}] * 100})
        t.same(path, [row["resultCode"] for row in rows], [8803] * 100)
        t.fails(path, 200, 8803, MISSING, *call, body={**body, "devices": [{}] * 101})


def archives(t, pid, did):
    new, body = ("POST", "/device_archives/addArchivesInfo", "20231215034317"), whole_body(t, {"productId": pid}, did)
    body = {name: body[name] for name in BODIES[-5][4].split()}
    asked = ("GET", "/device_archives/getArchivesInfo", "20231215034340", None, {
        "searchValueType": 1, "searchValue": did, "pageNow": 1, "pageSize": 10})
    t.ok("AddArchivesInfo", *new, body={**body, "notOfTheForm": 1})
    for changed in ({}, {"deviceCode": "c", "deviceType": "t", "remarks": "r"}):
        t.ok("UpdateArchivesInfo", "POST", "/device_archives/updateArchivesInfo", "20231117042738", body={**body, **changed})
        rows = t.page("GetArchivesInfo", t.ok("GetArchivesInfo", *asked), answers.ARCHIVE, total=1)
        t.shape("GetArchivesInfo", rows[0], answers.ARCHIVE, **{"deviceCode": None, "deviceType": None, "remarks": None, **body, **changed})
    forget(t, pid, did)
    for good, bad in (("deviceCode", "c" * 256), ("deviceAddress", "地" * 128), ("deviceType", "类" * 10)):
        t.fails(f"AddArchivesInfo {good}", 200, 8803, MISSING, *new, body={**body, good: bad + "x"})
        body[good] = bad
    for bad in ({"customAttributes": {str(i): "" for i in range(11)}}, {"mapType": 0}, {"mapType": 4}, {"longitude": 180.1},
                {"latitude": -90.1}, {"installTime": "2026-11-01"}, {"installTime": "2026-02-30 00:00:00"}):
        t.fails(f"AddArchivesInfo {bad}", 200, 8803, MISSING, *new, body={**body, **bad})
    t.ok("AddArchivesInfo", *new, body={**body, "customAttributes": {str(i): "" for i in range(10)}, "longitude": -180, "latitude": 90})
    forget(t, pid, did)
    kinds = ("POST", "/device_archives/getDeviceType", "20231215034248")
    t.ok("GetDeviceType", *kinds, body={"pageNow": 1, "pageSize": 100, "searchValue": "类" * 10})
    for bad in ({"pageSize": 0}, {"pageSize": 101}, {"searchValue": "类" * 11}):
        t.fails(f"GetDeviceType {bad}", 200, 8803, MISSING, *kinds, body={"pageNow": 1, "pageSize": 100, **bad})


def forget(t, pid, did):
    t.same("DeleteArchivesInfo", t.ok("DeleteArchivesInfo", "POST", "/device_archives/deleteArchivesInfo", "20231117042743",
                                      body={"deletes": [{"deviceId": did, "productId": pid}]}), [])


def hold(t, tcp, nb, one):
    required(t, tcp, one["deviceId"])
    limits(t, tcp, nb, one)
