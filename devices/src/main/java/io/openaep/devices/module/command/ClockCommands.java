package io.openaep.devices.module.command;

import io.openaep.devices.at.AtArguments;
import io.openaep.devices.at.AtException;
import io.openaep.devices.at.AtReply;
import io.openaep.devices.at.AtSettings.Kept;
import io.openaep.devices.at.AtSettings.Setting;
import io.openaep.devices.at.CommandGroup;
import io.openaep.devices.at.CommandTable;
import io.openaep.devices.module.baseband.Baseband;
import io.openaep.devices.module.baseband.RadioListener;
import io.openaep.devices.module.baseband.RealTimeClock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The module's clock and the network's time (NITZ; Quectel AT manual, 5.13 to 5.16). On the loop.
final class ClockCommands implements CommandGroup, RadioListener {
  private static final String UPDATE = "clock.update";
  private static final DateTimeFormatter SHORT = DateTimeFormatter.ofPattern("yy/MM/dd,HH:mm:ss");
  private static final DateTimeFormatter LONG = DateTimeFormatter.ofPattern("yyyy/MM/dd,HH:mm:ss");
  private static final Pattern GIVEN =
      Pattern.compile(
          "([0-9]{2})/([0-9]{2})/([0-9]{2}),([0-9]{2}):([0-9]{2}):([0-9]{2})([+-][0-9]{2})");

  private final Baseband module;
  private final RealTimeClock clock;
  private final Setting reports;

  ClockCommands(Baseband module) {
    this.module = module;
    this.clock = module.clock();
    this.reports = module.atSettings().add("+CTZR", 0, Kept.RESET);
    module.radio().listen(this);
  }

  @Override
  public void register(CommandTable table) {
    // AT+CCLK="yy/MM/dd,hh:mm:ss±zz" → OK; ? → +CCLK: "yy/MM/dd,hh:mm:ss±zz"
    table.standard("+CCLK").test().read(this::shown).write(this::set);
    // AT+CTZU=<0|1|3>: 0 the clock is the host's, 1 it shows Greenwich time, 3 local time; saved
    table
        .standard("+CTZU")
        .test("(0,1,3)")
        .read(() -> AtReply.ok("+CTZU: " + update()))
        .write(this::setUpdate);
    // AT+CTZR=<0|1|2>: no code, +CTZV, +CTZE
    table
        .standard("+CTZR")
        .test("(0-2)")
        .read(() -> AtReply.ok("+CTZR: " + reports.value()))
        .write(values -> {
          values.atMost(1);
          reports.set(values.number(0, 0, 2));
          return AtReply.ok();
        });
    // AT+QLTS[=<0|1|2>] → +QLTS: "<last sync|Greenwich|local time>±zz,<dst>"
    table
        .vendor("+QLTS")
        .test("(0-2)")
        .execute(() -> networkTime(0))
        .write(values -> {
          values.atMost(1);
          return networkTime(values.number(0, 0, 2));
        });
  }

  private AtReply shown() {
    return AtReply.ok(
        "+CCLK: \"" + SHORT.format(clock.shown()) + zone(clock.zoneQuarters()) + "\"");
  }

  private AtReply set(AtArguments values) throws AtException {
    values.atMost(1);
    Matcher given = GIVEN.matcher(values.text(0));
    if (!given.matches()) {
      throw AtException.range("the time is yy/MM/dd,hh:mm:ss±zz");
    }
    int zone = number(given, 7);
    if (zone < -48 || zone > 56) {
      throw AtException.range("a zone is -48 to +56 quarters of an hour");
    }
    try {
      clock.set(
          LocalDateTime.of(
              2000 + number(given, 1),
              number(given, 2),
              number(given, 3),
              number(given, 4),
              number(given, 5),
              number(given, 6)),
          zone);
    } catch (DateTimeException e) {
      throw AtException.range("there is no such date or time");
    }
    return AtReply.ok();
  }

  private static int number(Matcher given, int group) {
    return Integer.parseInt(given.group(group));
  }

  private int update() {
    return module.nonVolatile().read(UPDATE, Integer.class).orElse(1);
  }

  private AtReply setUpdate(AtArguments values) throws AtException {
    values.atMost(1);
    int mode = values.number(0, 0, 3);
    if (mode == 2) {
      throw AtException.range("<onoff> is 0, 1 or 3");
    }
    module.nonVolatile().write(UPDATE, mode);
    return AtReply.ok();
  }

  private AtReply networkTime(int mode) {
    Optional<Instant> synced = clock.synced();
    if (synced.isEmpty()) {
      return AtReply.ok("+QLTS: \"\"");
    }
    Instant moment = mode == 0 ? synced.get() : module.loop().now();
    Instant shown = mode == 2 ? moment.plus(RealTimeClock.zone()) : moment;
    return AtReply.ok(
        "+QLTS: \"" + utc(LONG, shown) + zone(RealTimeClock.NETWORK_ZONE_QUARTERS) + ",0\"");
  }

  @Override
  public void registrationChanged() {
    if (!module.radio().registered()) {
      return;
    }
    switch (update()) {
      case 0 -> clock.networkTime();
      case 1 -> clock.network(false);
      default -> clock.network(true);
    }
    String zone = "\"" + zone(RealTimeClock.NETWORK_ZONE_QUARTERS) + "\"";
    switch (reports.value()) {
      case 1 -> module.urcs().send("+CTZV: " + zone);
      case 2 -> {
        String local = utc(LONG, module.loop().now().plus(RealTimeClock.zone()));
        module.urcs().send("+CTZE: " + zone + ",0,\"" + local + "\"");
      }
      default -> {}
    }
  }

  private static String utc(DateTimeFormatter format, Instant moment) {
    return format.format(LocalDateTime.ofInstant(moment, ZoneOffset.UTC));
  }

  private static String zone(int quarters) {
    return (quarters < 0 ? "-" : "+") + "%02d".formatted(Math.abs(quarters));
  }
}
