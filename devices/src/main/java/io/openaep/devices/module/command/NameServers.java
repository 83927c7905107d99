package io.openaep.devices.module.command;

/// The operator's name servers, which are told but not asked: names are looked up by the computer's
/// resolver, because these servers do not answer outside the operator's network. They are the
/// guide's.
final class NameServers {
  static final String PRIMARY = "61.132.163.68";
  static final String SECONDARY = "202.102.213.68";

  private NameServers() {}
}
