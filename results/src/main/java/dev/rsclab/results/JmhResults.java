package dev.rsclab.results;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads what JMH 1.37 writes with {@code -rf json}.
 *
 * <p>Only the raw readings are used. JMH's own score error treats the iterations of all forks as
 * independent, which they are not.
 */
public final class JmhResults {
  private static final JsonMapper MAPPER = new JsonMapper();
  private static final String OWN_PACKAGES = "dev.rsclab.";
  private static final int MOST_NAMED = 5;

  private JmhResults() {}

  private record Key(String benchmark, SortedMap<String, String> params) {}

  /**
   * Reads one file. Entries with the same benchmark and the same parameters, as rounds written one
   * after another give, become further forks of one measurement.
   *
   * @return the measurements in the order of the file, in ops/s or ns/op
   * @throws ResultsException if the file is missing, no JSON, no JMH result, or holds a mode or
   *     numbers that cannot be used
   */
  public static List<Measurement> read(Path file) throws ResultsException {
    return measurements(file, parse(file));
  }

  /**
   * As {@link #read}, of a run of this project.
   *
   * @throws ResultsException also if the file holds benchmarks of others only
   */
  static List<Measurement> readOwn(Path file) throws ResultsException {
    JsonNode root = parse(file);
    List<Measurement> measurements = measurements(file, root);
    TreeSet<String> found = new TreeSet<>();
    for (JsonNode entry : root) {
      found.add(entry.path("benchmark").asString(""));
    }
    if (found.stream().noneMatch(name -> name.startsWith(OWN_PACKAGES))) {
      throw new ResultsException(
          file,
          "no benchmark of this project (%s*): found %s%s"
              .formatted(
                  OWN_PACKAGES,
                  found.stream().limit(MOST_NAMED).collect(Collectors.joining(", ")),
                  found.size() > MOST_NAMED
                      ? " and " + (found.size() - MOST_NAMED) + " more"
                      : ""));
    }
    return measurements;
  }

  private static List<Measurement> measurements(Path file, JsonNode root) throws ResultsException {
    if (!root.isArray()) {
      throw new ResultsException(file, "not a JMH result: not a JSON array");
    }
    if (root.isEmpty()) {
      throw new ResultsException(file, "empty: no benchmark finished");
    }
    Map<Key, List<Measurement>> rounds = new LinkedHashMap<>();
    int index = 0;
    for (JsonNode entry : root) {
      Measurement one = new Entry(file, "entry " + index++, entry).measurement();
      rounds
          .computeIfAbsent(new Key(one.benchmark(), one.params()), key -> new ArrayList<>())
          .add(one);
    }
    List<Measurement> merged = new ArrayList<>();
    for (List<Measurement> same : rounds.values()) {
      merged.add(merge(file, same));
    }
    return List.copyOf(merged);
  }

  private static JsonNode parse(Path file) throws ResultsException {
    byte[] content;
    try {
      content = Files.readAllBytes(file);
    } catch (IOException e) {
      throw new ResultsException(file, "cannot be read: no result of a run here", e);
    }
    try {
      return MAPPER.readTree(content);
    } catch (JacksonException e) {
      throw new ResultsException(file, "not JSON: " + e.getOriginalMessage(), e);
    }
  }

  private static Measurement merge(Path file, List<Measurement> rounds) throws ResultsException {
    Measurement first = rounds.getFirst();
    List<List<Double>> forks = new ArrayList<>();
    double bytes = 0;
    for (Measurement round : rounds) {
      if (!round.mode().equals(first.mode())) {
        throw new ResultsException(
            file,
            "%s %s was measured in modes %s and %s: keep one"
                .formatted(first.benchmark(), first.params(), first.mode(), round.mode()));
      }
      forks.addAll(round.forks());
      bytes += round.bytesPerOp() * round.forks().size();
    }
    return new Measurement(
        first.benchmark(), first.mode(), first.unit(), first.params(), forks, bytes / forks.size());
  }

  /** One element of the array; {@code where} names it in messages. */
  private record Entry(Path file, String where, JsonNode json) {

    Measurement measurement() throws ResultsException {
      String name = text("benchmark");
      Entry named = new Entry(file, name, json);
      String mode = named.text("mode");
      JsonNode metric = json.path("primaryMetric");
      if (!metric.isObject()) {
        throw named.wrong("no primaryMetric");
      }
      Scale scale = named.scale(mode, metric.path("scoreUnit").asString(""));
      return new Measurement(
          simpleName(name),
          mode,
          scale.unit,
          named.params(),
          named.rawData(metric, scale),
          named.bytesPerOp());
    }

    private String text(String field) throws ResultsException {
      JsonNode value = json.path(field);
      if (!value.isString()) {
        throw wrong("not a JMH result: no '" + field + "'");
      }
      return value.stringValue();
    }

    private SortedMap<String, String> params() throws ResultsException {
      SortedMap<String, String> params = new TreeMap<>();
      for (Map.Entry<String, JsonNode> param : json.path("params").properties()) {
        String value = param.getValue().asString("");
        if (value.isBlank()) {
          throw wrong("parameter '" + param.getKey() + "' has no value");
        }
        params.put(param.getKey(), value);
      }
      return params;
    }

    private List<List<Double>> rawData(JsonNode metric, Scale scale) throws ResultsException {
      JsonNode data = metric.path("rawData");
      if (!data.isArray() || data.isEmpty()) {
        throw wrong("no rawData in primaryMetric");
      }
      List<List<Double>> forks = new ArrayList<>();
      for (JsonNode fork : data) {
        List<Double> iterations = new ArrayList<>();
        for (JsonNode reading : fork) {
          double value = number(reading) * scale.factor;
          if (!Double.isFinite(value) || value <= 0) {
            throw wrong(
                "rawData[%s][%s] is %s: not a measurement"
                    .formatted(forks.size(), iterations.size(), reading));
          }
          iterations.add(value);
        }
        if (iterations.isEmpty()) {
          throw wrong("rawData[" + forks.size() + "] holds no iteration");
        }
        forks.add(iterations);
      }
      return forks;
    }

    private Scale scale(String mode, String unit) throws ResultsException {
      String[] parts = unit.split("/", -1);
      if (mode.equals("thrpt") && parts.length == 2 && parts[0].equals("ops")) {
        return new Scale("ops/s", 1e9 / nanosPer(parts[1], unit));
      }
      if (mode.equals("avgt") && parts.length == 2 && parts[1].equals("op")) {
        return new Scale("ns/op", nanosPer(parts[0], unit));
      }
      if (mode.equals("thrpt") || mode.equals("avgt")) {
        throw wrong("unit '" + unit + "' does not belong to mode " + mode);
      }
      throw wrong("mode '" + mode + "' is not supported; measure with thrpt or avgt");
    }

    private double nanosPer(String timeUnit, String unit) throws ResultsException {
      return switch (timeUnit) {
        case "ns" -> 1;
        case "us" -> 1e3;
        case "ms" -> 1e6;
        case "s" -> 1e9;
        case "min" -> 60e9;
        default -> throw wrong("unknown unit '" + unit + "'");
      };
    }

    /** Older versions of JMH put a middle dot before the name of a secondary metric. */
    private double bytesPerOp() {
      JsonNode metrics = json.path("secondaryMetrics");
      JsonNode plain = metrics.path("gc.alloc.rate.norm");
      JsonNode metric = plain.isObject() ? plain : metrics.path("\u00b7gc.alloc.rate.norm");
      return number(metric.path("score"));
    }

    private ResultsException wrong(String message) {
      return new ResultsException(file, where + ": " + message);
    }
  }

  private record Scale(String unit, double factor) {}

  /** JMH writes a missing number as the string "NaN". */
  private static double number(JsonNode node) {
    return node.isNumber() ? node.doubleValue() : Double.NaN;
  }

  private static String simpleName(String benchmark) {
    int method = benchmark.lastIndexOf('.');
    return benchmark.substring(benchmark.lastIndexOf('.', method - 1) + 1);
  }
}
