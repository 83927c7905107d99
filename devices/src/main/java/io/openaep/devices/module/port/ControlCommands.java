package io.openaep.devices.module.port;

import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// The grammar of the control channel, one command a line, in either case:
///
///     dtr low | dtr high           the DTR pin; low is active and forbids sleep
///     power on | power off         the power key; off cuts the supply
///     restart                      off and on
///     factory                      a factory-new module, started
///     sim insert | sim remove      the card
///     radio lost | radio found     the network around the module
///     state                        ok power=on dtr=low sim=inserted radio=found …
///     ri watch                     from now on a line "ri MS COUNT" for each signal of the RI pin
///
/// Answers are `ok`, or `error` and a sentence. On the thread of a client; waits until the module has
/// done it.
final class ControlCommands {
  private static final int PATIENCE_S = 10;

  private final ModuleControl module;
  private final Runnable watchRing;

  ControlCommands(ModuleControl module, Runnable watchRing) {
    this.module = module;
    this.watchRing = watchRing;
  }

  String answer(String line) {
    switch (line.toLowerCase(Locale.ROOT).replaceAll("\\s+", " ")) {
      case "dtr low" -> module.dtr(false);
      case "dtr high" -> module.dtr(true);
      case "power on" -> module.powerOn();
      case "power off" -> module.powerOff();
      case "restart" -> module.restart();
      case "factory" -> module.factory();
      case "sim insert" -> module.sim(true);
      case "sim remove" -> module.sim(false);
      case "radio lost" -> module.coverage(false);
      case "radio found" -> module.coverage(true);
      case "ri watch" -> watchRing.run();
      case "state" -> {
        return settled(true);
      }
      default -> {
        return "error Unknown command; one of: dtr low|high, power on|off, restart, factory,"
            + " sim insert|remove, radio lost|found, state, ri watch.";
      }
    }
    return settled(false);
  }

  /// Waits until what was asked for has taken effect.
  private String settled(boolean told) {
    try {
      ModuleStatus status = module.status().toCompletableFuture().get(PATIENCE_S, TimeUnit.SECONDS);
      return told ? "ok " + status.line() : "ok";
    } catch (TimeoutException | ExecutionException e) {
      return "error The module does not answer.";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "error Interrupted.";
    }
  }
}
