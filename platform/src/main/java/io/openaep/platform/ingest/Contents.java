package io.openaep.platform.ingest;

import io.openaep.platform.access.Inbound;
import io.openaep.platform.journal.Content;
import io.openaep.platform.registry.PayloadForm;
import io.openaep.platform.registry.Product;
import io.openaep.platform.registry.Refused;
import io.openaep.wire.Bytes;
import io.openaep.wire.DecodeException;
import io.openaep.wire.model.Service;
import io.openaep.wire.model.ThingModel;
import io.openaep.wire.payload.CompactBinary;
import io.openaep.wire.payload.FlatJson;
import io.openaep.wire.payload.JsonValues;
import io.openaep.wire.payload.ServiceMessage;
import io.openaep.wire.payload.TcpService;
import io.openaep.wire.payload.TopicJson;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongFunction;

/// Judges payloads by what their product promises: a transparent one's are opaque, the others are
/// decoded by the thing model as it is at that moment. Never refuses: an undecodable payload is
/// stored and acknowledged like any other, or a battery device would repeat it for ever; so is one
/// whose product's model cannot be read. Thread-safe; asks the registry once a product for its
/// form, and each time for the model, which is kept there in memory.
final class Contents {
  private static final Content OPAQUE = new Content.Opaque();

  /// More products than a platform of this size has; beyond, all are forgotten and asked anew.
  private static final int PRODUCTS_KEPT = 10_000;

  private final LongFunction<Optional<Product>> products;
  private final LongFunction<ThingModel> models;

  /// How a product's payloads look: fixed when the product is created, so it may be kept.
  private final ConcurrentHashMap<Long, PayloadForm> forms = new ConcurrentHashMap<>();

  Contents(LongFunction<Optional<Product>> products, LongFunction<ThingModel> models) {
    this.products = products;
    this.models = models;
  }

  Content judge(Inbound.Report report) {
    long productId = report.source().device().productId();
    PayloadForm form = forms.get(productId);
    if (form == null) {
      Optional<Product> product = products.apply(productId);
      if (product.isEmpty()) {
        return new Content.Undecodable("There is no product " + productId + " any more.");
      }
      form = PayloadForm.of(product.get());
      if (forms.size() >= PRODUCTS_KEPT) {
        forms.clear();
      }
      forms.put(productId, form);
    }
    return judge(form, report);
  }

  private Content judge(PayloadForm form, Inbound.Report report) {
    Bytes payload = report.payload();
    long productId = report.source().device().productId();
    return switch (form) {
      case BYTES -> OPAQUE;
      case ANY_JSON ->
          JsonText.problem(payload).<Content>map(Content.Undecodable::new).orElse(OPAQUE);
      case COMPACT_BINARY ->
          decoded(() -> CompactBinary.decodeUplink(models.apply(productId), payload));
      case FLAT_JSON -> decoded(() -> FlatJson.decodeUplink(models.apply(productId), payload));
      case SERVICE_TOPICS ->
          decoded(() -> TopicJson.decodeUplink(models.apply(productId), report.channel(), payload));
      case TCP_SERVICES ->
          decoded(() ->
              report.channel().equals(Inbound.Report.RESPONSE)
                  ? TcpService.decodeResponse(models.apply(productId), payload)
                  : TcpService.decodeReport(models.apply(productId), payload));
    };
  }

  @FunctionalInterface
  private interface Decoding {
    ServiceMessage run() throws DecodeException;
  }

  private static Content decoded(Decoding decoding) {
    try {
      return content(decoding.run());
    } catch (DecodeException misfit) {
      return new Content.Undecodable(sentence(misfit.reason()));
    } catch (Refused unreadable) {
      return new Content.Undecodable("Not decoded: " + unreadable.getMessage() + ".", true);
    }
  }

  private static Content content(ServiceMessage message) {
    Service service = message.service();
    Content.ServiceRef ref = new Content.ServiceRef(service.id(), service.identifier());
    String values = JsonValues.write(message);
    return switch (service.kind()) {
      case DATA_REPORT -> new Content.Properties(ref, values, message.remarks());
      case EVENT_REPORT ->
          new Content.Occurrence(
              ref, service.level().orElseThrow().number(), values, message.remarks());
      case COMMAND_RESPONSE ->
          new Content.Response(ref, message.taskId().orElseThrow(), values, message.remarks());
      case COMMAND -> throw new IllegalStateException("no device sends commands");
    };
  }

  /// The decoders' reasons end open.
  private static String sentence(String reason) {
    return "The report does not fit the thing model: " + reason + ".";
  }
}
