package io.openaep.platform.northbound.module;

import io.openaep.platform.access.Protocol;
import io.openaep.platform.registry.Product;
import io.openaep.platform.registry.ProductForm;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A product as AEP answers it (AEP northbound, 4.1): names, types and order as documented. Pure.
final class ProductViews {
  /// What the answer of 2022 adds and OpenAEP has nothing for, in the documents' order; the members
  /// that do have a value take their places in {@link #full}.
  private static final List<String> ADDED_2022 =
      List.of(
          "deptCode",
          "deptName",
          "isDelete",
          "activeDeviceCount",
          "devicdeIpPort",
          "serviceCount",
          "todayServiceCount",
          "tupVendorId",
          "tupDeviceModel",
          "tupDeviceType",
          "tupIsProfile",
          "isDtls",
          "dtls",
          "itemInstId",
          "saasId",
          "saasStatus",
          "publicProductId",
          "publicTenantId",
          "token",
          "deviceModel",
          "manufacturerId",
          "isFollowTeleNorm",
          "standardVersion",
          "encryptionMode",
          "encryptionType",
          "issueCertType",
          "accessArea",
          "accessAreaName",
          "commandUrl",
          "platformId",
          "needHeartbeat",
          "withProfile",
          "profileFileName",
          "quantity",
          "isOrder",
          "source",
          "blockChainTag",
          "locatingTag",
          "appId",
          "categoryId",
          "categoryName",
          "msgParserMode");

  private ProductViews() {}

  /// The answer of 2021, also of queries and list items.
  static Map<String, @Nullable Object> usual(Product product, int devices, long online) {
    ProductForm form = product.form();
    boolean lwm2m = product.protocol() == Protocol.LWM2M;
    Map<String, @Nullable Object> members = new LinkedHashMap<>();
    members.put("productId", product.productId());
    members.put("productName", form.name());
    members.put("tenantId", product.tenantId());
    members.put("productDesc", form.description());
    members.put("productType", form.productType());
    members.put("secondaryType", form.secondaryType());
    members.put("thirdType", form.thirdType());
    members.put("productTypeValue", form.productType());
    members.put("secondaryTypeValue", form.secondaryType());
    members.put("thirdTypeValue", form.thirdType());
    members.put("productProtocol", AepNumbers.protocol(product.protocol()));
    members.put("authType", form.authType());
    members.put("payloadFormat", form.payloadFormat().orElse(null));
    members.put("createTime", product.createdAt().toEpochMilli());
    members.put("updateTime", product.updatedAt().toEpochMilli());
    members.put("networkType", form.networkType());
    members.put(
        "endpointFormat", lwm2m ? AepNumbers.endpointFormat(product.endpointFormat()) : null);
    members.put("powerModel", lwm2m ? AepNumbers.powerModel(product.power()) : null);
    members.put("lwm2mEdrxTime", AepNumbers.edrxTime(product.power()));
    members.put("apiKey", product.masterKey());
    members.put("deviceCount", devices);
    members.put("onlineDeviceCount", online);
    members.put("rootCert", null);
    members.put("createBy", AepNumbers.name(form.createdBy()));
    members.put("updateBy", AepNumbers.name(form.updatedBy()));
    members.put("accessType", form.accessType());
    members.put("nodeType", form.nodeType());
    members.put("tupIsThrough", product.transparent() ? AepNumbers.TRANSPARENT : 1);
    members.put("dataEncryption", form.dataEncryption().orElse(null));
    return members;
  }

  /// The answer of 2022.
  static Map<String, @Nullable Object> full(Product product, int devices, long online) {
    Map<String, @Nullable Object> members = usual(product, devices, online);
    ADDED_2022.forEach(name -> members.put(name, null));
    members.put("tupDeviceModel", product.form().deviceModel().orElse(null));
    members.put("dtls", product.encrypted());
    members.put("token", product.sharedSecret().orElse(null));
    if (product.protocol() != Protocol.LWM2M) {
      members.put(
          "encryptionType",
          product.sharedSecret().isPresent()
              ? AepNumbers.ONE_TYPE_ONE_SECRET
              : AepNumbers.ONE_DEVICE_ONE_SECRET);
    }
    return members;
  }
}
