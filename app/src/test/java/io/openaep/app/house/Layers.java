package io.openaep.app.house;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The table "who may know whom" of ARCHITECTURE.md, as data, and the check of classes against it.
final class Layers {
  private static final String ROOT = "io.openaep.";

  /// A package and the packages of ours that it may use besides itself. A package that is not named
  /// belongs to the nearest one above it.
  private static final Map<String, Set<String>> MAY_USE = new LinkedHashMap<>();

  /// A library's package prefix and the packages of ours that may use it.
  private static final Map<String, Set<String>> LIBRARY_OF = new LinkedHashMap<>();

  static {
    MAY_USE.put("wire", Set.of());
    MAY_USE.put("platform.store", Set.of());
    MAY_USE.put("platform.tls", Set.of());
    MAY_USE.put("platform.registry", Set.of("platform.access", "wire", "platform.store"));
    MAY_USE.put("platform.access", Set.of("wire"));
    MAY_USE.put("platform.access.socket", Set.of("platform.access", "wire"));
    MAY_USE.put("platform.access.lwm2m", Set.of("platform.access", "wire"));
    MAY_USE.put(
        "platform.access.mqtt", Set.of("platform.access", "platform.access.socket", "wire"));
    MAY_USE.put("platform.access.tcp", Set.of("platform.access", "platform.access.socket", "wire"));
    MAY_USE.put("platform.journal", Set.of("wire", "platform.store"));
    MAY_USE.put(
        "platform.session",
        Set.of("platform.access", "platform.journal", "platform.store", "wire"));
    MAY_USE.put(
        "platform.ingest",
        Set.of(
            "platform.access",
            "platform.session",
            "platform.journal",
            "platform.registry",
            "wire",
            "platform.store"));
    MAY_USE.put(
        "platform.command",
        Set.of(
            "platform.access", "platform.journal", "platform.registry", "wire", "platform.store"));
    MAY_USE.put(
        "platform.data", Set.of("platform.journal", "platform.registry", "wire", "platform.store"));
    MAY_USE.put(
        "platform.push",
        Set.of(
            "platform.access", "platform.journal", "platform.registry", "wire", "platform.store"));
    MAY_USE.put(
        "platform.outbox",
        Set.of(
            "platform.access",
            "platform.session",
            "platform.journal",
            "platform.registry",
            "wire"));
    MAY_USE.put("platform.trace", Set.of("platform.access", "wire"));
    MAY_USE.put("platform.requests", Set.of("platform.store"));
    MAY_USE.put("platform.tally", Set.of("platform.journal", "platform.store"));
    MAY_USE.put("platform.http", Set.of());
    MAY_USE.put("platform.config", Set.of());
    MAY_USE.put(
        "platform.northbound",
        Set.of(
            "platform.http",
            "platform.access",
            "platform.session",
            "platform.ingest",
            "platform.journal",
            "platform.registry",
            "platform.outbox",
            "platform.requests",
            "platform.tally",
            "platform.command",
            "platform.data",
            "platform.push",
            "platform.store",
            "wire"));
    MAY_USE.put("platform.account", Set.of("platform.registry", "platform.store"));
    MAY_USE.put("platform.admin", Set.of("wire", "platform.store"));
    MAY_USE.put(
        "platform.console",
        Set.of(
            "platform.http",
            "platform.account",
            "platform.access",
            "platform.session",
            "platform.journal",
            "platform.registry",
            "platform.command",
            "platform.data",
            "platform.outbox",
            "platform.requests",
            "platform.trace",
            "platform.push",
            "platform.store",
            "wire"));
    MAY_USE.put("platform", Set.of("platform.*", "wire"));
    MAY_USE.put("devices.at", Set.of());
    MAY_USE.put("devices.link", Set.of("wire"));
    MAY_USE.put("devices.module", Set.of("devices.at", "devices.link", "wire"));
    MAY_USE.put("devices.cloud", Set.of());
    MAY_USE.put("devices.replay", Set.of("devices.at", "devices.module", "devices.cloud", "wire"));
    MAY_USE.put("devices.fleet", Set.of("devices.link", "devices.cloud", "wire"));
    MAY_USE.put("app", Set.of("platform", "platform.*", "devices.*", "wire"));

    LIBRARY_OF.put("org.eclipse.californium", Set.of("platform.access.lwm2m", "devices.link"));
    LIBRARY_OF.put("org.eclipse.leshan", Set.of("platform.access.lwm2m"));
    LIBRARY_OF.put("com.fasterxml.jackson", Set.of("platform.access.lwm2m"));
    LIBRARY_OF.put(
        "io.netty",
        Set.of(
            "platform.access.mqtt",
            "platform.access.tcp",
            "platform.access.socket",
            "devices.fleet"));
    LIBRARY_OF.put(
        "io.helidon", Set.of("platform.http", "platform.northbound", "platform.console"));
    LIBRARY_OF.put("org.eclipse.paho", Set.of("devices.link"));
    LIBRARY_OF.put("org.slf4j", Set.of("platform", "platform.*", "devices.*", "app"));
    LIBRARY_OF.put("io.micrometer", Set.of("platform", "platform.*", "devices.*", "app"));
  }

  private static final Set<String> SQL = Set.of("java.sql", "javax.sql", "org.jdbi", "org.sqlite");

  /// What every use of `store` can throw: a word of its contract rather than SQL.
  private static final String FAILURE = "java.sql.SQLException";

  private Layers() {}

  /// Every dependency that breaks the table, as a sentence.
  static List<String> violations(JavaClasses classes) {
    List<String> found = new ArrayList<>();
    for (JavaClass type : classes) {
      for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
        check(type, dependency, found);
      }
    }
    return found.stream().distinct().sorted().toList();
  }

  private static void check(JavaClass type, Dependency dependency, List<String> found) {
    String home = room(type.getPackageName());
    JavaClass target = dependency.getTargetClass().getBaseComponentType();
    String targetPackage = target.getPackageName();
    if (targetPackage.startsWith(ROOT)) {
      String other = room(targetPackage);
      if (!other.equals(home) && !allows(MAY_USE.getOrDefault(home, Set.of()), other)) {
        found.add(home + " may not use " + other + ": " + dependency.getDescription());
      }
      return;
    }
    LIBRARY_OF.forEach((library, users) -> {
      if (inside(targetPackage, library) && !allows(users, home)) {
        found.add(home + " may not use " + library + ": " + dependency.getDescription());
      }
    });
    boolean sql =
        SQL.stream().anyMatch(it -> inside(targetPackage, it)) && !target.getName().equals(FAILURE);
    if (sql && !mayUseSql(home, type)) {
      found.add(
          home
              + " may not speak SQL outside of a *Store or *Journal: "
              + dependency.getDescription());
    }
    if (home.equals("devices.at") && !jdk(targetPackage)) {
      found.add("devices.at may use the JDK alone: " + dependency.getDescription());
    }
  }

  private static boolean mayUseSql(String home, JavaClass type) {
    String name = outermost(type);
    return home.equals("platform.store") || name.endsWith("Store") || name.endsWith("Journal");
  }

  private static String outermost(JavaClass type) {
    String name = type.getName().substring(type.getPackageName().length() + 1);
    int nested = name.indexOf('$');
    return nested < 0 ? name : name.substring(0, nested);
  }

  /// The named package that `packageName` belongs to, without the root.
  private static String room(String packageName) {
    String name = packageName.substring(Math.min(ROOT.length(), packageName.length()));
    while (!MAY_USE.containsKey(name) && name.contains(".")) {
      name = name.substring(0, name.lastIndexOf('.'));
    }
    return name;
  }

  private static boolean allows(Set<String> rooms, String room) {
    return rooms.stream()
        .anyMatch(it ->
            it.endsWith(".*")
                ? room.startsWith(it.substring(0, it.length() - 1))
                : it.equals(room));
  }

  private static boolean inside(String packageName, String prefix) {
    return packageName.equals(prefix) || packageName.startsWith(prefix + ".");
  }

  private static boolean jdk(String packageName) {
    return packageName.isEmpty()
        || packageName.startsWith("java.")
        || packageName.startsWith("javax.")
        || packageName.startsWith("org.jspecify");
  }
}
