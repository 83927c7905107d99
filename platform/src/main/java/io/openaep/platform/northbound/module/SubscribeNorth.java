package io.openaep.platform.northbound.module;

import io.openaep.platform.northbound.gateway.AepCode;
import io.openaep.platform.northbound.gateway.Call;
import io.openaep.platform.northbound.gateway.CallRefused;
import io.openaep.platform.northbound.gateway.Envelope;
import io.openaep.platform.northbound.gateway.Fields;
import io.openaep.platform.northbound.gateway.Operation;
import io.openaep.platform.push.Groups;
import io.openaep.platform.push.MessageType;
import io.openaep.platform.push.NewSubscription;
import io.openaep.platform.push.PushRefused;
import io.openaep.platform.push.Subscription;
import io.openaep.platform.push.Subscriptions;
import io.openaep.platform.push.Target;
import io.openaep.platform.registry.Page;
import io.openaep.platform.registry.Registry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// `aep_subscribe_north` (AEP northbound, 3.6 and 4.6), without createUrl, whose body nobody knows.
public final class SubscribeNorth implements Module {
  private static final int PAGE_LIMIT = 100;
  private static final int TYPES_LIMIT = 16;
  private static final int DEVICE_LEVEL = 2;
  private static final int GROUP_LEVEL = 3;

  /// The version of 2022, which knows groups, and later ones.
  private static final String KNOWS_GROUPS = "2022";

  private final Registry registry;
  private final Subscriptions subscriptions;
  private final Groups groups;

  public SubscribeNorth(Registry registry, Subscriptions subscriptions, Groups groups) {
    this.registry = registry;
    this.subscriptions = subscriptions;
    this.groups = groups;
  }

  @Override
  public String name() {
    return "aep_subscribe_north";
  }

  @Override
  public Map<String, Operation> operations() {
    return Map.of(
        "GetSubscription", Operation.read(this::get),
        "GetSubscriptionsList", Operation.read(this::list),
        "DeleteSubscription", Operation.write(this::delete),
        "CreateSubscription", Operation.write(this::create));
  }

  /// Answers when the subscriptions are on disk; events from then on are told.
  private Map<String, @Nullable Object> create(Call call) {
    Fields body = call.body();
    NewSubscription wanted =
        new NewSubscription(
            call.tenantId(),
            call.product().productId(),
            target(call),
            types(body),
            body.text("subUrl"),
            body.text("operator"));
    try {
      var _ = subscriptions.create(wanted);
    } catch (PushRefused refused) {
      throw CallRefused.aep(AepCode.INVALID, "subUrl: " + refused.reason());
    }
    return Envelope.ok(null);
  }

  private Target target(Call call) {
    Fields body = call.body();
    int level = body.choice("subLevel", 1, GROUP_LEVEL);
    return switch (level) {
      case DEVICE_LEVEL ->
          new Target.OneDevice(
              Devices.find(registry, call.product(), body.text("deviceId")).ref().deviceId());
      case GROUP_LEVEL -> {
        long group = body.whole("deviceGroupId");
        if (!groups.exists(call.tenantId(), group)) {
          throw body.invalid("deviceGroupId", "names no group of this tenant: " + group);
        }
        yield new Target.Group(group);
      }
      default -> new Target.WholeProduct();
    };
  }

  private static List<MessageType> types(Fields body) {
    List<MessageType> types = new ArrayList<>();
    for (String number : body.texts("subTypes", TYPES_LIMIT)) {
      types.add(
          type(number)
              .orElseThrow(() ->
                  body.invalid(
                      "subTypes", "holds " + number + "; OpenAEP knows 1, 2, 3, 4 and 5")));
    }
    return types;
  }

  private static Optional<MessageType> type(String number) {
    return number.matches("\\d{1,3}") ? MessageType.of(Integer.parseInt(number)) : Optional.empty();
  }

  private Map<String, @Nullable Object> get(Call call) {
    long id = call.whole("subId").orElseThrow();
    return Envelope.ok(view(find(call, id), knowsGroups(call)));
  }

  private Subscription find(Call call, long id) {
    return subscriptions
        .find(call.tenantId(), id)
        .filter(it -> it.productId() == call.product().productId())
        .orElseThrow(
            () -> CallRefused.aep(AepCode.GENERIC, "this product has no subscription " + id));
  }

  private Map<String, @Nullable Object> list(Call call) {
    Paging paging = Paging.of(call, PAGE_LIMIT);
    long productId = call.product().productId();
    Predicate<Subscription> which = it -> it.productId() == productId;
    Optional<Long> type = call.whole("subType");
    if (type.isPresent()) {
      which = which.and(it -> it.type().number() == type.get());
    }
    Optional<String> search = call.query().first("searchValue");
    if (search.isPresent()) {
      which =
          which.and(it ->
              it.target() instanceof Target.OneDevice(String deviceId)
                  && deviceId.contains(search.get()));
    }
    Optional<Long> group = knowsGroups(call) ? call.whole("deviceGroupId") : Optional.empty();
    if (group.isPresent()) {
      which = which.and(it -> it.target().equals(new Target.Group(group.get())));
    }
    Page<Subscription> page =
        subscriptions.list(call.tenantId(), which, paging.number(), paging.size());
    return Envelope.ok(
        paging.page(
            page.total(), page.rows().stream().map(it -> view(it, knowsGroups(call))).toList()));
  }

  private Map<String, @Nullable Object> delete(Call call) {
    String text = call.text("subId");
    if (!text.matches("\\d{1,18}")) {
      throw CallRefused.aep(AepCode.GENERIC, "this product has no subscription " + text);
    }
    Subscription subscription = find(call, Long.parseLong(text));
    long level = call.whole("subLevel").orElseThrow();
    if (level != subscription.target().level()) {
      throw CallRefused.aep(
          AepCode.INVALID,
          "subLevel is %d, but subscription %s is of level %d"
              .formatted(level, text, subscription.target().level()));
    }
    Optional<String> deviceId = call.query().first("deviceId");
    if (deviceId.isPresent()
        && subscription.target() instanceof Target.OneDevice(String subscribed)
        && !deviceId.get().equals(subscribed)) {
      throw CallRefused.aep(
          AepCode.INVALID, "deviceId is not that of subscription %s".formatted(text));
    }
    boolean _ = subscriptions.delete(call.tenantId(), subscription.id());
    return Envelope.ok(null);
  }

  private static boolean knowsGroups(Call call) {
    return call.function().version().compareTo(KNOWS_GROUPS) > 0;
  }

  private static Map<String, @Nullable Object> view(Subscription it, boolean withGroup) {
    Map<String, @Nullable Object> members = new LinkedHashMap<>();
    members.put("subId", it.id());
    members.put("tenantId", it.tenantId());
    members.put("productId", it.productId());
    members.put("deviceId", it.target() instanceof Target.OneDevice(String id) ? id : null);
    members.put("subType", it.type().number());
    members.put("subLevel", it.target().level());
    members.put("subUrl", it.url());
    members.put("createTime", it.createdAt().toEpochMilli());
    members.put("createBy", it.createdBy());
    members.put("updateTime", it.updatedAt().toEpochMilli());
    members.put("updateBy", it.updatedBy());
    members.put("isSub", 0);
    members.put("isDel", 0);
    if (withGroup) {
      members.put("deviceGroupId", it.target() instanceof Target.Group(long id) ? id : null);
    }
    return members;
  }
}
