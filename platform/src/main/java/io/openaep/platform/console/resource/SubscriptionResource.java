package io.openaep.platform.console.resource;

import io.openaep.platform.account.Area;
import io.openaep.platform.console.rest.Body;
import io.openaep.platform.console.rest.Call;
import io.openaep.platform.console.rest.Paging;
import io.openaep.platform.console.rest.Problem;
import io.openaep.platform.console.rest.Reply;
import io.openaep.platform.console.rest.Resource;
import io.openaep.platform.console.rest.Route;
import io.openaep.platform.console.rest.Shape;
import io.openaep.platform.push.Groups;
import io.openaep.platform.push.MessageType;
import io.openaep.platform.push.NewSubscription;
import io.openaep.platform.push.Push;
import io.openaep.platform.push.PushRefused;
import io.openaep.platform.push.Subscription;
import io.openaep.platform.push.Target;
import io.openaep.platform.registry.Product;
import io.openaep.platform.registry.Registry;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// `/api/subscriptions` and `/api/products/{productId}/subscriptions` (订阅推送): who is told what, and
/// how much of it waits.
public final class SubscriptionResource implements Resource {
  private static final int TYPES = MessageType.values().length;

  private static final Shape.Obj SUBSCRIPTION =
      Shape.object(
          "Subscription",
          Shape.must("subscriptionId", Shape.text(1, 20), "AEP's subId"),
          Shape.must("productId", Shape.whole(0, Long.MAX_VALUE), "Whose messages"),
          Shape.may("deviceId", Shape.text(1, 80), "Of this device alone"),
          Shape.may("groupId", Shape.whole(0, Long.MAX_VALUE), "Of this group's devices alone"),
          Shape.must("type", Shape.choice(MessageType.class), "What is told"),
          Shape.must("url", Shape.text(1, 2048), "Who is told"),
          Shape.must(
              "waiting",
              Shape.whole(0, Long.MAX_VALUE),
              "Messages that wait for this URL, of all its subscriptions"),
          Shape.must("createdBy", Shape.text(0, 128), "Who made it"),
          Shape.must("createdAt", Shape.time(), "When it was made"));

  private static final Shape.Obj NEW_SUBSCRIPTION =
      Shape.object(
          "NewSubscription",
          Shape.must(
              "types", Shape.list(Shape.choice(MessageType.class), 1, TYPES), "What is told"),
          Shape.must("url", Shape.text(1, 2048), "Who is told: http:// or https://"),
          Shape.may("deviceId", Shape.text(1, 80), "Only of this device"),
          Shape.may("groupId", Shape.whole(0, Long.MAX_VALUE), "Only of this group's devices"));

  private final Push push;
  private final Groups groups;
  private final Lookup lookup;

  public SubscriptionResource(Registry registry, Push push, Groups groups) {
    this.push = push;
    this.groups = groups;
    this.lookup = new Lookup(registry);
  }

  @Override
  public List<Route> routes() {
    return List.of(
        Route.get("/subscriptions", "Lists a tenant's subscriptions, newest first.")
            .in(Area.SUBSCRIPTIONS)
            .ofTenant()
            .query("productId", Shape.whole(0, Long.MAX_VALUE), "Only those of a product")
            .pages(SUBSCRIPTION)
            .by(this::list),
        Route.post(
                "/products/{productId}/subscriptions",
                "Subscribes a URL to messages of a product; one subscription a type.")
            .in(Area.SUBSCRIPTIONS)
            .takes(NEW_SUBSCRIPTION)
            .gives(
                201,
                Shape.object(
                    "NewSubscriptions",
                    Shape.must("items", Shape.list(SUBSCRIPTION, 1, TYPES), "What was made")))
            .by(this::create),
        Route.get("/subscriptions/{subscriptionId}", "Shows a subscription.")
            .in(Area.SUBSCRIPTIONS)
            .gives(200, SUBSCRIPTION)
            .by(call -> Reply.ok(view(find(call)))),
        Route.delete(
                "/subscriptions/{subscriptionId}",
                "Ends a subscription; what waits for it is dropped.")
            .in(Area.SUBSCRIPTIONS)
            .by(this::delete));
  }

  private Reply list(Call call) {
    Paging paging = call.paging();
    Optional<Long> product = call.whole("productId");
    long before = paging.afterNumber(Long.MAX_VALUE);
    List<Subscription> found =
        push.subscriptions()
            .list(
                call.tenant(),
                it -> it.id() < before && product.map(id -> id == it.productId()).orElse(true),
                1,
                paging.toRead())
            .rows();
    return paging.page(found, Subscription::id, this::view);
  }

  private Reply create(Call call) {
    Product product = lookup.product(call);
    Body body = call.body();
    List<MessageType> types =
        body.texts("types").stream()
            .map(word ->
                MessageType.valueOf(word.replace('-', '_').toUpperCase(java.util.Locale.ROOT)))
            .toList();
    try {
      List<Subscription> made =
          push.subscriptions()
              .create(
                  new NewSubscription(
                      product.tenantId(),
                      product.productId(),
                      target(product, call),
                      types,
                      body.text("url"),
                      call.caller().name()));
      return Reply.created(
          "/api/subscriptions?productId=" + product.productId(),
          Reply.members("items", made.stream().map(this::view).toList()));
    } catch (PushRefused refused) {
      throw Problem.invalid("/url", refused.reason());
    }
  }

  private Target target(Product product, Call call) {
    Optional<String> deviceId = call.body().optionalText("deviceId");
    Optional<Long> group = call.body().optionalWhole("groupId");
    if (deviceId.isPresent() && group.isPresent()) {
      throw Problem.invalid("/groupId", "and deviceId exclude each other");
    }
    if (deviceId.isPresent()) {
      var device = lookup.device(call, deviceId.get());
      if (device.ref().productId() != product.productId()) {
        throw Problem.invalid("/deviceId", "is a device of another product");
      }
      return new Target.OneDevice(device.ref().deviceId());
    }
    if (group.isPresent()) {
      if (!groups.exists(product.tenantId(), group.get())) {
        throw Problem.invalid("/groupId", "names no group of this tenant");
      }
      return new Target.Group(group.get());
    }
    return new Target.WholeProduct();
  }

  private Reply delete(Call call) {
    Subscription found = find(call);
    boolean _ = push.subscriptions().delete(found.tenantId(), found.id());
    return Reply.done();
  }

  private Subscription find(Call call) {
    long id = call.number("subscriptionId");
    return push.subscriptions()
        .find(id)
        .filter(it -> call.sees(it.tenantId()))
        .orElseThrow(() -> Problem.notFound("There is no subscription %d.".formatted(id)));
  }

  private Map<String, Object> view(Subscription it) {
    return Reply.members(
        "subscriptionId",
        String.valueOf(it.id()),
        "productId",
        it.productId(),
        "deviceId",
        it.target() instanceof Target.OneDevice(String id) ? Optional.of(id) : Optional.empty(),
        "groupId",
        it.target() instanceof Target.Group(long id) ? Optional.of(id) : Optional.empty(),
        "type",
        it.type(),
        "url",
        it.url(),
        "waiting",
        Math.max(0, push.waiting(it)),
        "createdBy",
        it.createdBy(),
        "createdAt",
        it.createdAt());
  }
}
