"""What AEP's documents say that answers hold, as a table: for each kind of answer its members and what each may be.

A row is `name:kinds`; kinds are int, number, text, digits (a text of digits), ms (a time), bool, null, object, list, any, several with
`|` between. Exactly these members, no more and no fewer, whatever their order.
"""

KINDS = {
    "int": lambda it: isinstance(it, int) and not isinstance(it, bool),
    "number": lambda it: isinstance(it, (int, float)) and not isinstance(it, bool),
    "text": lambda it: isinstance(it, str),
    "digits": lambda it: isinstance(it, str) and it.isdigit(),
    "ms": lambda it: isinstance(it, int) and 1_500_000_000_000 < it < 10_000_000_000_000,
    "bool": lambda it: isinstance(it, bool),
    "null": lambda it: it is None,
    "object": lambda it: isinstance(it, dict),
    "list": lambda it: isinstance(it, list),
    "any": lambda it: True,
}


def differences(found, shape, values):
    """What of an object is not as its row says, as sentences. `values` are members whose exact value is known."""
    if not isinstance(found, dict):
        return ["is no object"]
    rows = dict(word.split(":") for word in shape.split())
    told = [f"{name} is missing" for name in rows if name not in found]
    told += [f"{name} is not documented" for name in found if name not in rows]
    for name, kinds in rows.items():
        if name in found and not any(KINDS[kind](found[name]) for kind in kinds.split("|")):
            told.append(f"{name} is not {kinds}: {found[name]!r}")
    for name, value in values.items():
        if found.get(name) != value or isinstance(found.get(name), bool) != isinstance(value, bool):
            told.append(f"{name} is {found.get(name)!r}, not {value!r}")
    return told


# The outer members (AEP northbound, section 2).
USUAL = "code:int msg:text result:any"
LISTED_BY_IDS = USUAL + " valid:bool ok:bool notOk:bool"
FAILED = "code:int msg:text result:null"
FAILED_RULES = "code:digits msg:text result:null"
FAILED_ARCHIVE = "code:int msg:text result:text"
FAILED_STATUS = "code:int desc:text"
PAGE = "pageNum:int pageSize:int total:int list:list"

PRODUCT = """productId:int productName:text tenantId:digits productDesc:text productType:text secondaryType:text thirdType:text
 productTypeValue:text secondaryTypeValue:text thirdTypeValue:text productProtocol:int authType:int payloadFormat:int|null createTime:ms
 updateTime:ms networkType:int endpointFormat:int|null powerModel:int|null lwm2mEdrxTime:number|null apiKey:text deviceCount:int
 onlineDeviceCount:int rootCert:null createBy:text|null updateBy:text|null accessType:int nodeType:int tupIsThrough:int
 dataEncryption:int|null"""
PRODUCT_2022 = PRODUCT + """ deptCode:null deptName:null isDelete:null activeDeviceCount:null devicdeIpPort:null serviceCount:null
 todayServiceCount:null tupVendorId:null tupDeviceModel:text|null tupDeviceType:null tupIsProfile:null isDtls:null dtls:bool
 itemInstId:null saasId:null saasStatus:null publicProductId:null publicTenantId:null token:text|null deviceModel:null
 manufacturerId:null isFollowTeleNorm:null standardVersion:null encryptionMode:null encryptionType:int|null issueCertType:null
 accessArea:null accessAreaName:null commandUrl:null platformId:null needHeartbeat:null withProfile:null profileFileName:null
 quantity:null isOrder:null source:null blockChainTag:null locatingTag:null appId:null categoryId:null categoryName:null
 msgParserMode:null"""

CREATED = "deviceId:text deviceName:text tenantId:digits productId:int imei:digits|null deviceSn:text|null token:text|null"
CONNECTED = """deviceSn:text deviceId:text deviceName:text tenantId:digits productId:int firmwareVersion:text|null deviceStatus:int
 createTime:ms updateTime:ms activeTime:ms|null logoutTime:ms|null netStatus:int onlineAt:ms|null offlineAt:ms|null
 productProtocol:int"""
LWM2M = """deviceId:text deviceName:text tenantId:digits productId:int imei:digits imsi:digits|null firmwareVersion:text|null
 deviceStatus:int autoObserver:int createTime:ms createBy:text updateTime:ms updateBy:text netStatus:int onlineAt:ms|null
 offlineAt:ms|null"""
LISTED = """productId:int tenantId:digits deviceId:text deviceSn:text|null deviceName:text imei:digits|null imsi:digits|null
 firmwareVersion:text|null deviceStatus:int createTime:ms createBy:text updateTime:ms updateBy:text netStatus:int|null
 onlineAt:ms|null offlineAt:ms|null activeTime:ms|null logoutTime:ms|null"""
BATCH_ROW = """deviceName:text deviceSn:text|null imei:digits|null deviceId:text|null token:text|null resultCode:int
 description:text"""
NB_ROW = "imei:digits resultCode:int deviceId:text"
NB_ROW_FAILED = "imei:digits resultCode:int description:text"
CANCEL_ERROR = "deviceId:text errorCode:int errorMsg:text"
BOUND = """imei:digits deviceId:text deviceName:text tenantId:digits productId:int deviceStatus:int netStatus:int bindStatus:int
 createTime:ms"""
UNBOUND = "deviceId:text deviceStatus:int netStatus:int bindStatus:int"
PRODUCT_OF_IMEI = "productId:int productName:text"

COMMAND_MADE = "commandId:digits command:text commandStatus:text deviceId:text productId:int createBy:text createTime:ms"
COMMAND = COMMAND_MADE + " imei:digits|null finishTime:ms|null resultCode:text|null resultMessage:text|null"
COMMAND_DETAILS = "pageSize:int pageTime:ms|null list:list"

LATEST = "value:text timestamp:ms"
LATEST_ROW = "datasetId:text " + LATEST
EVENT_PAGE = "pageSize:int pageTimestamp:text list:list"
EVENT = "deviceSn:text|null imei:digits|null eventType:int eventContent:text createTime:ms deviceId:text"

DETAIL = "dataType:text len:int|null unit:text unitName:text min:text|null max:text|null step:text|null description:text"
PROPERTY = "propertyId:int propertyFlag:text propertyName:text " + DETAIL
PARAMETER = "parameterId:int parameterFlag:text parameterName:text " + DETAIL
STANDARD_PROPERTY = "propertyFlag:text propertyName:text " + DETAIL
STANDARD_PARAMETER = "parameterFlag:text parameterName:text serial:int " + DETAIL
ENUM = " enumDetail:object"
BOOL = " boolDetail:object"
SERIAL = "propertyFlag:text serial:int"
STANDARD_SERVICE = "serviceFlag:text serviceName:text serviceType:int description:text properties:list parameters:list"
SERVICE = "serviceId:int " + STANDARD_SERVICE
LEVEL = " eventType:int"

SUBSCRIPTION = """subId:int tenantId:digits productId:int deviceId:text|null subType:int subLevel:int subUrl:text createTime:ms
 createBy:text updateTime:ms updateBy:text isSub:int isDel:int"""
SUBSCRIPTION_2022 = SUBSCRIPTION + " deviceGroupId:int|null"

GROUP = "deviceGroupId:int tenantId:digits productId:int|null deviceGroupName:text description:text"
GROUP_ROW = GROUP + " deviceCount:int createTime:ms updateTime:ms"
GROUP_2021 = GROUP_ROW + " activeCount:int"
GROUP_2023 = GROUP_ROW + " groupLevel:int"
GROUP_DEVICE = """deviceName:text deviceId:text imei:digits|null deviceSn:text|null deviceStatus:int productId:int productProtocol:int
 productName:text nodeType:int"""
GROUP_OF_DEVICE = "deviceGroupId:int productId:int|null deviceGroupName:text description:text groupLevel:int maxDevNum:int"

PUBLIC = """publicProductName:text vendorId:text|int vendorName:text deviceType:text deviceModel:text|null productProtocol:text
 productType:text secondaryType:text thirdType:text productTypeValue:text secondaryTypeValue:text thirdTypeValue:text
 publicProductImage:null standardVersion:null productId:int"""
PUBLIC_LISTED = "publicProductID:int " + PUBLIC
PUBLIC_FOUND = "publicProductId:int " + PUBLIC
INSTANCE = "publicProductId:int productId:int masterKey:text"

ARCHIVE = """deviceId:text productId:int tenantId:digits deviceCode:text|null regionNote:text deviceAddress:text installTime:text mapType:int
 longitude:number latitude:number constructionName:text constructionContact:text constructionPhone:text managementName:text
 managementContact:text managementPhone:text maintenanceName:text maintenanceContact:text maintenancePhone:text deviceType:text|null
 remarks:text|null customAttributes:object operator:text createTime:ms updateTime:ms"""

DEVICE_COUNT = "tenantId:digits terCount:int activeCount:int onlineCount:int offlineCount:int onlineRate:number activeRate:number"
ACTIVE_COUNT = """monthlyActiveRate:number monthlyActiveCount:int issuedCount:int issuedGrowthRate:number monthlyIncrease:int
 reportGrowthRate:number reportCount:int"""
DEVICE_TREND = """region:null id:int tenantId:digits terCount:int activeCount:int activeRate:number activeDeviceCount:int
 activeDeviceRate:number monthlyIncreaseCount:int syncDate:text dateType:text createTime:ms updateTime:ms"""
API_MONTH = """apiTotalCount:int apiGrowthRate:number msgPushTotalCount:int msgPushGrowthRate:number msgRuleTotalCount:int
 msgRuleGrowthRate:number"""
API_TREND = """region:null id:int tenantId:digits totalCount:int successCount:int failureCount:int successRate:number
 averageDelay:number growthRate:number syncDate:text dateType:text"""
APPS = "ruleEngineTotalCount:digits appTotalCount:digits"
