package io.openaep.platform.console.resource;

import io.openaep.platform.account.Area;
import io.openaep.platform.console.rest.Body;
import io.openaep.platform.console.rest.Call;
import io.openaep.platform.console.rest.Paging;
import io.openaep.platform.console.rest.Problem;
import io.openaep.platform.console.rest.ProblemKind;
import io.openaep.platform.console.rest.Reply;
import io.openaep.platform.console.rest.Resource;
import io.openaep.platform.console.rest.Route;
import io.openaep.platform.console.rest.Shape;
import io.openaep.platform.push.DeadLetter;
import io.openaep.platform.push.DeadLetters;
import io.openaep.platform.push.MessageType;
import io.openaep.platform.push.PushRefused;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/// `/api/dead-letters`: messages that no receiver took in time, to be looked at, sent again or
/// dropped.
public final class DeadLetterResource implements Resource {
  private static final int AT_ONCE = 1000;

  private static final Shape.Obj LETTER =
      Shape.object(
          "DeadLetter",
          Shape.must("deadLetterId", Shape.text(1, 20), "Ascending"),
          Shape.must("url", Shape.text(1, 2048), "Who did not take it"),
          Shape.must("subscriptionId", Shape.text(1, 20), "For which it was"),
          Shape.must("type", Shape.choice(MessageType.class), "What it tells"),
          Shape.must("productId", Shape.whole(0, Long.MAX_VALUE), "Of which product"),
          Shape.must("deviceId", Shape.text(0, 80), "Of which device"),
          Shape.must("happenedAt", Shape.time(), "When it happened"),
          Shape.must("givenUpAt", Shape.time(), "When it was given up"),
          Shape.must("reason", Shape.text(1, 1000), "Why, in words"),
          Shape.must("queued", Shape.flag(), "It is being sent again"),
          Shape.must("body", Shape.any(), "The message"));

  private static final Shape.Obj SOME =
      Shape.object(
          "DeadLetterIds",
          Shape.must(
              "ids",
              Shape.list(
                  Shape.text("\\d{1,18}", "must be the number of a dead letter"), 1, AT_ONCE),
              "Which ones"));

  private static final Shape.Obj COUNT =
      Shape.object("DeadLetterCount", Shape.must("letters", Shape.whole(0, AT_ONCE), "How many"));

  private final DeadLetters letters;

  public DeadLetterResource(DeadLetters letters) {
    this.letters = letters;
  }

  @Override
  public List<Route> routes() {
    return List.of(
        Route.get("/dead-letters", "Lists a tenant's dead letters, newest first.")
            .in(Area.SUBSCRIPTIONS)
            .ofTenant()
            .pages(LETTER)
            .by(this::list),
        Route.get("/dead-letters/{deadLetterId}", "Shows a dead letter.")
            .in(Area.SUBSCRIPTIONS)
            .ofTenant()
            .gives(200, LETTER)
            .by(call -> Reply.ok(view(find(call)))),
        Route.post(
                "/dead-letters/send",
                "Sends dead letters again; each is gone from the list once it was taken.")
            .in(Area.SUBSCRIPTIONS)
            .ofTenant()
            .takes(SOME)
            .gives(202, COUNT)
            .by(this::send),
        Route.post("/dead-letters/drop", "Drops dead letters that are not on their way.")
            .in(Area.SUBSCRIPTIONS)
            .ofTenant()
            .takes(SOME)
            .gives(200, COUNT)
            .by(call ->
                Reply.ok(Reply.members("letters", letters.drop(call.tenant(), ids(call.body()))))));
  }

  private Reply list(Call call) {
    Paging paging = call.paging();
    return paging.page(
        letters.list(call.tenant(), paging.afterNumber(Long.MAX_VALUE), paging.toRead()),
        DeadLetter::id,
        DeadLetterResource::view);
  }

  private Reply send(Call call) {
    try {
      return Reply.accepted(
          Reply.members("letters", letters.sendAgain(call.tenant(), ids(call.body()))));
    } catch (PushRefused refused) {
      throw new Problem(ProblemKind.CONFLICT, refused.reason());
    }
  }

  private DeadLetter find(Call call) {
    long id = call.number("deadLetterId");
    return letters
        .find(call.tenant(), id)
        .orElseThrow(() -> Problem.notFound("There is no dead letter %d.".formatted(id)));
  }

  private static List<Long> ids(Body body) {
    return body.texts("ids").stream().map(Long::valueOf).toList();
  }

  private static Map<String, Object> view(DeadLetter it) {
    return Reply.members(
        "deadLetterId",
        String.valueOf(it.id()),
        "url",
        it.url(),
        "subscriptionId",
        String.valueOf(it.subscription()),
        "type",
        it.type(),
        "productId",
        it.productId(),
        "deviceId",
        it.deviceId(),
        "happenedAt",
        it.happenedAt(),
        "givenUpAt",
        it.givenUpAt(),
        "reason",
        it.reason(),
        "queued",
        it.queued(),
        "body",
        Body.tree(new String(it.body().toArray(), StandardCharsets.UTF_8)));
  }
}
