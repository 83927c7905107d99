package io.openaep.platform.console.resource;

import io.openaep.platform.access.EndpointFormat;
import io.openaep.platform.access.PowerMode;
import io.openaep.platform.access.Protocol;
import io.openaep.platform.console.rest.Reply;
import io.openaep.platform.console.rest.Shape;
import io.openaep.platform.registry.Product;
import io.openaep.platform.registry.ProductForm;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A product as the REST API has it: what it takes and gives, and the view itself. Pure.
final class ProductShapes {
  /// In AEP's order: its numbers count from 1.
  static final List<String> NETWORKS =
      List.of("wifi", "cellular", "nb-iot", "ethernet", "bluetooth", "zigbee");

  static final List<String> PAYLOADS = List.of("json", "compact-binary");

  private static final Shape NAME = Shape.text(1, 64);
  private static final Shape SHORT = Shape.text(0, 64);
  private static final Shape DESCRIPTION = Shape.text(0, 100);
  private static final Shape POWER = Shape.choice("psm", "drx", "edrx");
  private static final String EDRX_SAYS = "With edrx: the paging cycle, 20 to 10485.76";

  static final Shape.Obj CLASSIFICATION =
      Shape.object(
          "Classification",
          Shape.must("first", SHORT, "Such as 智慧城市"),
          Shape.must("second", SHORT, "Such as 公共事业"),
          Shape.must("third", SHORT, "Such as 智能水表"));

  static final Shape.Obj PRODUCT =
      Shape.object(
          "Product",
          Shape.must("productId", Shape.whole(0, Integer.MAX_VALUE), "Eight digits"),
          Shape.must("tenantId", Shape.text(1, 20), "Whose it is"),
          Shape.must("name", NAME, "Unique in the tenant"),
          Shape.must("description", DESCRIPTION, "For people"),
          Shape.must("classification", CLASSIFICATION, "AEP's three levels"),
          Shape.must("protocol", Shape.choice(Protocol.class), "How its devices connect"),
          Shape.must("encrypted", Shape.flag(), "LwM2M: DTLS is demanded"),
          Shape.must("transparent", Shape.flag(), "The platform does not look into payloads"),
          Shape.must("oneTypeOneSecret", Shape.flag(), "One secret for all its devices (一型一密)"),
          Shape.may("endpointFormat", Shape.choice(EndpointFormat.class), "LwM2M: endpoint names"),
          Shape.may("power", POWER, "LwM2M: how its devices sleep"),
          Shape.may("edrxSeconds", Shape.decimal(), EDRX_SAYS),
          Shape.may("network", new Shape.Choice(NETWORKS), "How its devices reach the network"),
          Shape.may("payloadFormat", new Shape.Choice(PAYLOADS), "Of non-transparent products"),
          Shape.may("deviceModel", SHORT, "The make of its devices"),
          Shape.must("devices", Shape.whole(0, Integer.MAX_VALUE), "How many there are"),
          Shape.must("createdAt", Shape.time(), "When it was made"),
          Shape.must("createdBy", SHORT, "By whom"),
          Shape.must("updatedAt", Shape.time(), "When it was last changed"),
          Shape.must("updatedBy", SHORT, "By whom"));

  static final Shape.Obj NEW_PRODUCT =
      Shape.object(
          "NewProduct",
          Shape.must("name", NAME, "Unique in the tenant"),
          Shape.may("description", DESCRIPTION, "For people"),
          Shape.may("classification", CLASSIFICATION, "AEP's three levels"),
          Shape.must("protocol", Shape.choice(Protocol.class), "How its devices connect"),
          Shape.may("encrypted", Shape.flag(), "LwM2M: demand DTLS"),
          Shape.may("transparent", Shape.flag(), "Not to look into payloads; true if not said"),
          Shape.may("oneTypeOneSecret", Shape.flag(), "One secret for all its devices (一型一密)"),
          Shape.may("endpointFormat", Shape.choice(EndpointFormat.class), "LwM2M: endpoint names"),
          Shape.may("power", POWER, "LwM2M: how its devices sleep; psm if not said"),
          Shape.may("edrxSeconds", Shape.decimal(), EDRX_SAYS),
          Shape.may("network", new Shape.Choice(NETWORKS), "How its devices reach the network"),
          Shape.may("payloadFormat", new Shape.Choice(PAYLOADS), "Of non-transparent products"),
          Shape.may("deviceModel", SHORT, "The make of its devices"));

  /// What cannot be changed is not among it.
  static final Shape.Obj PRODUCT_CHANGE =
      Shape.object(
          "ProductChange",
          Shape.may("name", NAME, "Unique in the tenant"),
          Shape.may("description", DESCRIPTION, "For people"),
          Shape.may("endpointFormat", Shape.choice(EndpointFormat.class), "LwM2M: endpoint names"),
          Shape.may("power", POWER, "LwM2M: how its devices sleep"),
          Shape.may("edrxSeconds", Shape.decimal(), EDRX_SAYS));

  static final Shape.Obj SECRET =
      Shape.object(
          "ProductSecret",
          Shape.must("masterKey", Shape.text(1, 64), "Master-APIkey of AEP's API"),
          Shape.may("deviceSecret", Shape.text(1, 64), "特征串 of all devices, with 一型一密"));

  private ProductShapes() {}

  static Map<String, Object> view(Product product, int devices) {
    ProductForm form = product.form();
    boolean lwm2m = product.protocol() == Protocol.LWM2M;
    return Reply.members(
        "productId",
        product.productId(),
        "tenantId",
        product.tenantId(),
        "name",
        form.name(),
        "description",
        form.description(),
        "classification",
        Reply.members(
            "first", form.productType(), "second", form.secondaryType(), "third", form.thirdType()),
        "protocol",
        product.protocol(),
        "encrypted",
        product.encrypted(),
        "transparent",
        product.transparent(),
        "oneTypeOneSecret",
        product.sharedSecret().isPresent(),
        "endpointFormat",
        lwm2m ? Optional.of(product.endpointFormat()) : Optional.empty(),
        "power",
        lwm2m ? Optional.of(powerWord(product.power())) : Optional.empty(),
        "edrxSeconds",
        edrxSeconds(product.power()),
        "network",
        word(NETWORKS, Optional.of(form.networkType())),
        "payloadFormat",
        word(PAYLOADS, form.payloadFormat()),
        "deviceModel",
        form.deviceModel(),
        "devices",
        devices,
        "createdAt",
        product.createdAt(),
        "createdBy",
        form.createdBy(),
        "updatedAt",
        product.updatedAt(),
        "updatedBy",
        form.updatedBy());
  }

  static String powerWord(PowerMode power) {
    return switch (power) {
      case PowerMode.Psm _ -> "psm";
      case PowerMode.Drx _ -> "drx";
      case PowerMode.Edrx _ -> "edrx";
    };
  }

  private static Optional<Double> edrxSeconds(PowerMode power) {
    return power instanceof PowerMode.Edrx(var window)
        ? Optional.of(window.toMillis() / 1000.0)
        : Optional.empty();
  }

  private static Optional<String> word(List<String> words, Optional<Integer> number) {
    return number.filter(it -> it >= 1 && it <= words.size()).map(it -> words.get(it - 1));
  }
}
