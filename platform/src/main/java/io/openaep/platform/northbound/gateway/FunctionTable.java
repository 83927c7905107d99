package io.openaep.platform.northbound.gateway;

import io.openaep.platform.northbound.gateway.ApiFunction.MasterKeyUse;
import io.openaep.platform.northbound.gateway.ApiFunction.Parameter;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedSet;
import java.util.Set;

/// Every function of the AEP northbound API, served or not, from the resource `functions.txt`.
/// Immutable.
public final class FunctionTable {
  private static final String RESOURCE = "functions.txt";

  private final Map<String, List<ApiFunction>> byPath;

  private FunctionTable(List<ApiFunction> functions) {
    Map<String, List<ApiFunction>> paths = new LinkedHashMap<>();
    functions.forEach(function ->
        paths.computeIfAbsent(function.fullPath(), _ -> new ArrayList<>()).add(function));
    this.byPath = paths;
  }

  /// Reads the table; a broken row is our mistake and stops the start.
  public static FunctionTable load() {
    try (InputStream in =
            Objects.requireNonNull(FunctionTable.class.getResourceAsStream(RESOURCE));
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      List<ApiFunction> functions = new ArrayList<>();
      String module = "";
      for (String line : lines.readAllLines()) {
        if (line.startsWith("[")) {
          module = line.substring(1, line.indexOf(']'));
        } else if (!line.isBlank() && !line.startsWith("#")) {
          functions.add(row(module, line));
        }
      }
      return new FunctionTable(functions);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ApiFunction row(String module, String line) {
    List<String> cells = Arrays.asList(line.trim().split(" +", -1));
    if (cells.size() < 5 || !cells.get(3).matches("\\d{14}")) {
      throw new IllegalStateException(RESOURCE + ": not a row: " + line);
    }
    return new ApiFunction(
        module,
        cells.get(0),
        cells.get(1),
        cells.get(2),
        cells.get(3),
        masterKey(cells.get(4)),
        cells.subList(5, cells.size()).stream().map(FunctionTable::parameter).toList());
  }

  private static MasterKeyUse masterKey(String cell) {
    return switch (cell) {
      case "R" -> MasterKeyUse.REQUIRED;
      case "o" -> MasterKeyUse.OPTIONAL;
      case "-" -> MasterKeyUse.UNDECLARED;
      default -> throw new IllegalStateException(RESOURCE + ": not a MasterKey use: " + cell);
    };
  }

  private static Parameter parameter(String cell) {
    int colon = cell.indexOf(':');
    if (colon < 0) {
      throw new IllegalStateException(RESOURCE + ": not a parameter: " + cell);
    }
    boolean required = cell.charAt(colon - 1) == '*';
    String name = cell.substring(0, required ? colon - 1 : colon);
    return new Parameter(name, required, cell.substring(colon + 1).equals("L"));
  }

  /// All methods and versions at a path, empty for an unknown one.
  public List<ApiFunction> at(String path) {
    return byPath.getOrDefault(path, List.of());
  }

  public List<ApiFunction> all() {
    return byPath.values().stream().flatMap(List::stream).toList();
  }

  /// What an application may be granted: a module, or a function as
  /// `aep_device_status/QueryDeviceStatus`.
  public Set<String> names() {
    Set<String> names = new HashSet<>(modules());
    all().forEach(function -> names.add(function.module() + "/" + function.name()));
    return Set.copyOf(names);
  }

  /// First segments of the API's paths, in the table's order.
  public SequencedSet<String> modules() {
    SequencedSet<String> modules = new LinkedHashSet<>();
    all().forEach(function -> modules.add(function.module()));
    return modules;
  }
}
