package io.openaep.devices.module.lwm2m;

import io.openaep.devices.at.AtArguments;
import io.openaep.devices.at.AtException;
import io.openaep.devices.at.AtReply;
import io.openaep.devices.at.CommandGroup;
import io.openaep.devices.at.CommandTable;
import io.openaep.devices.link.lwm2m.Binding;
import io.openaep.devices.link.lwm2m.Lwm2mAnswer;
import io.openaep.devices.link.lwm2m.Lwm2mPath;
import io.openaep.devices.link.lwm2m.Lwm2mValue;
import io.openaep.devices.module.baseband.Assistance;
import io.openaep.devices.module.baseband.Baseband;
import java.time.Duration;
import java.util.Optional;

/// Registration, answers, reports and the cache (AT reference, 7.3, 7.5).
final class SessionCommands implements CommandGroup {
  private static final int LARGEST_ID = 65535;

  private static final int CONTENT = 1;
  private static final int CHANGED = 2;

  private final Baseband module;
  private final Lwm2mStore store;
  private final Lwm2mSession session;
  private final MessageCache cache;
  private final ValueParts parts = new ValueParts();

  SessionCommands(Baseband module, Lwm2mStore store, Lwm2mSession session, MessageCache cache) {
    this.module = module;
    this.store = store;
    this.session = session;
    this.cache = cache;
  }

  @Override
  public void register(CommandTable table) {
    // AT+QLWREG → OK, later +QLWREG: <result>
    table.vendor("+QLWREG").test().execute(this::registerDevice);
    // AT+QLWUPDATE=<mode>,<value> → OK, later +QLWUPDATE: <result>,<mid>
    table.vendor("+QLWUPDATE").test("(0,1),<value>").write(this::update);
    // AT+QLWDEREG → OK, later +QLWDEREG: <result>
    table.vendor("+QLWDEREG").test().execute(this::deregister);
    // AT+QLWSTATUS? → +QLWSTATUS: 0 not registered, 1 registering, 2 registered, 3 deregistering
    table.vendor("+QLWSTATUS").test().read(this::status).execute(this::status);
    // AT+QLWOBSRSP=<mid>,<result>,<obj>,<inst>,<res>,<type>,<len>,<value>,<index>
    table.vendor("+QLWOBSRSP").test().write(values -> answer("+QLWOBSRSP", values, CONTENT));
    // AT+QLWRDRSP, the same
    table.vendor("+QLWRDRSP").test().write(values -> answer("+QLWRDRSP", values, CONTENT));
    // AT+QLWWRRSP=<mid>,<result>
    table.vendor("+QLWWRRSP").test().write(values -> answer("+QLWWRRSP", values, CHANGED));
    // AT+QLWEXERSP=<mid>,<result>
    table.vendor("+QLWEXERSP").test().write(values -> answer("+QLWEXERSP", values, CHANGED));
    // AT+QLWNOTIFY=<obj>,<inst>,<res>,<type>,<len>,<value>,<index>[,<ack>[,<rai>]]
    table.vendor("+QLWNOTIFY").test().write(this::report);
    // AT+QLWRD → +QLWRD: <remaining>,<fields>
    table.vendor("+QLWRD").test().execute(this::read);
  }

  private AtReply registerDevice() throws AtException {
    Optional<ServerConfig> server = store.server();
    if (server.isEmpty() || session.state() != RegistrationState.NOT_REGISTERED) {
      throw AtException.range("not configured, or registered already");
    }
    session.register(server.get());
    return AtReply.ok();
  }

  private AtReply update(AtArguments values) throws AtException {
    values.atMost(2);
    requireRegistered();
    boolean sent;
    if (values.flag(0)) {
      sent = session.update(Optional.empty(), Optional.of(values.flag(1) ? Binding.UQ : Binding.U));
    } else {
      Duration lifetime = Duration.ofSeconds(values.longNumber(1, 20, 4_294_967_295L));
      sent = session.update(Optional.of(lifetime), Optional.empty());
    }
    return sent ? AtReply.ok() : AtReply.error();
  }

  private AtReply deregister() throws AtException {
    requireRegistered();
    session.deregister();
    return AtReply.ok();
  }

  private AtReply status() {
    return AtReply.ok("+QLWSTATUS: " + session.state().number());
  }

  private void requireRegistered() throws AtException {
    if (session.state() != RegistrationState.REGISTERED) {
      throw AtException.range("not registered");
    }
  }

  /// @param success the result number that this kind of request may be answered by
  private AtReply answer(String name, AtArguments values, int success) throws AtException {
    int mid = values.number(0, 0, LARGEST_ID);
    int result = values.number(1, CONTENT, 15);
    Optional<Lwm2mAnswer> answer;
    if (result == success) {
      values.atMost(success == CONTENT ? 9 : 2);
      answer = success == CONTENT ? content(mid, values) : Optional.of(new Lwm2mAnswer.Changed());
    } else {
      answer = Optional.of(new Lwm2mAnswer.Refused(reason(result)));
    }
    if (answer.isPresent()) {
      if (!session.answer(mid, answer.get())) {
        throw AtException.range("no request waits for this answer");
      }
      module.urcs().send(name + ": " + mid + ",0");
    }
    return AtReply.ok();
  }

  private Optional<Lwm2mAnswer> content(int mid, AtArguments values) throws AtException {
    Lwm2mPath path = path(values, 2);
    return parts
        .take("answer " + mid, TypedValue.read(values, 5), index(values, 8))
        .map(value -> new Lwm2mAnswer.Content(path, value));
  }

  private static Lwm2mAnswer.Reason reason(int result) throws AtException {
    return switch (result) {
      case 11 -> Lwm2mAnswer.Reason.BAD_REQUEST;
      case 12 -> Lwm2mAnswer.Reason.UNAUTHORIZED;
      case 13 -> Lwm2mAnswer.Reason.NOT_FOUND;
      case 14 -> Lwm2mAnswer.Reason.METHOD_NOT_ALLOWED;
      case 15 -> Lwm2mAnswer.Reason.NOT_ACCEPTABLE;
      default -> throw AtException.range("no result of this kind of request: " + result);
    };
  }

  private AtReply report(AtArguments values) throws AtException {
    values.atMost(9);
    Lwm2mPath path = path(values, 0);
    boolean confirmable = values.number(7, 0, 1, 0) == 1;
    Assistance assistance =
        switch (values.number(8, 0, 2, 0)) {
          case 1 -> Assistance.AFTER_UPLINK;
          case 2 -> Assistance.AFTER_REPLY;
          default -> Assistance.NONE;
        };
    if (!session.observed(path)) {
      throw AtException.range("the server does not observe " + path);
    }
    Optional<Lwm2mValue> whole =
        parts.take("report " + path, TypedValue.read(values, 3), index(values, 6));
    if (whole.isEmpty() || session.report(path, whole.get(), confirmable, assistance)) {
      return AtReply.ok();
    }
    return AtReply.error();
  }

  private static Lwm2mPath path(AtArguments values, int index) throws AtException {
    return Lwm2mPath.of(
        values.number(index, 0, LARGEST_ID),
        values.number(index + 1, 0, LARGEST_ID),
        values.number(index + 2, 0, LARGEST_ID));
  }

  private static int index(AtArguments values, int at) throws AtException {
    return values.number(at, 0, LARGEST_ID, 0);
  }

  private AtReply read() throws AtException {
    return AtReply.ok(
        "+QLWRD: " + cache.take().orElseThrow(() -> AtException.range("nothing is cached")));
  }
}
