package dev.rsclab.results.live;

import dev.rsclab.results.ReplayTable;
import dev.rsclab.results.ResultsException;
import dev.rsclab.results.live.LiveDevice.Series;
import dev.rsclab.results.live.LiveReading.Forecast;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The readings of a live run.
 *
 * @param readings in the order of the file
 */
record LiveResults(List<LiveReading> readings) {

  /** The readings of a run. */
  static final String FILE = "live.csv";

  /** What the arrivals without coalescing had one expect; may be missing. */
  static final String PREDICTIONS = "live-predictions.csv";

  private record Key(int round, LiveWorkload workload, LiveDevice device) {
    String inWords() {
      return "round %d, %s, %s".formatted(round, workload.inWords(), device.inWords());
    }
  }

  @FunctionalInterface
  private interface LineReader {
    void take(LiveLine line);
  }

  /** Copies the list. */
  LiveResults {
    readings = List.copyOf(readings);
  }

  /**
   * Reads the files of a run. O(lines).
   *
   * @throws ResultsException if {@code live.csv} is missing or holds no reading, or if a file is
   *     malformed, naming the file, the line and the column
   */
  static LiveResults read(Path run) throws ResultsException {
    Map<Key, Forecast> forecasts = predictions(run.resolve(PREDICTIONS));
    List<LiveReading> readings = new ArrayList<>();
    Set<Key> seen = new HashSet<>();
    Path file = run.resolve(FILE);
    lines(
        file,
        List.of(LiveLine.HEADER, LiveLine.OLDER_HEADER),
        line -> {
          LiveReading it = line.reading();
          Key key = new Key(it.round(), it.workload(), it.device());
          refuseSecond(!seen.add(key), key);
          readings.add(it.withPlain(forecasts.getOrDefault(key, Forecast.NONE)));
        });
    if (readings.isEmpty()) {
      throw new ResultsException(file, "no repetition was measured");
    }
    return new LiveResults(readings);
  }

  private static Map<Key, Forecast> predictions(Path file) throws ResultsException {
    Map<Key, Forecast> forecasts = new HashMap<>();
    if (Files.exists(file)) {
      lines(
          file,
          List.of(LiveLine.PREDICTIONS_HEADER),
          line -> {
            Key key = new Key(line.round(), line.workload(), line.device());
            refuseSecond(forecasts.put(key, line.forecast()) != null, key);
          });
    }
    return forecasts;
  }

  private static void refuseSecond(boolean second, Key key) {
    if (second) {
      throw new IllegalArgumentException("a second line for " + key.inWords());
    }
  }

  private static void lines(Path file, List<String> headers, LineReader reader)
      throws ResultsException {
    List<String> lines;
    try {
      lines = Files.readAllLines(file, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw ResultsException.unreadable(file, e);
    }
    String header = lines.isEmpty() ? "" : lines.getFirst();
    if (!headers.contains(header)) {
      throw new ResultsException(file, "line 1 is not " + headers.getFirst());
    }
    for (int i = 1; i < lines.size(); i++) {
      try {
        reader.take(new LiveLine(header, lines.get(i)));
      } catch (IllegalArgumentException e) {
        throw new ResultsException(file, "line " + (i + 1) + ": " + e.getMessage(), e);
      }
    }
  }

  /** What was sent, in the order of the file. */
  List<LiveWorkload> workloads() {
    return readings.stream().map(LiveReading::workload).distinct().toList();
  }

  /** The workloads that are judged by response time, or those that are not. */
  List<LiveWorkload> workloads(boolean withResponses) {
    return workloads().stream()
        .filter(workload -> of(workload).anyMatch(LiveReading::hasResponses) == withResponses)
        .toList();
  }

  /** Whether a workload is requests and responses. */
  boolean hasRoundTrips(LiveWorkload workload) {
    return of(workload).anyMatch(it -> !Double.isNaN(it.roundTrip().p50()));
  }

  /** What a workload went through: no coalescing, the kernel, then coalescers by interval. */
  List<LiveDevice> devices(LiveWorkload workload) {
    List<Series> series = series();
    return of(workload)
        .map(LiveReading::device)
        .distinct()
        .sorted(
            Comparator.comparing(LiveDevice::coalesces)
                .thenComparing(LiveDevice::isKernel)
                .thenComparingInt(device -> series.indexOf(device.series()))
                .thenComparingLong(LiveDevice::intervalNanos))
        .toList();
  }

  private Stream<LiveReading> of(LiveWorkload workload) {
    return readings.stream().filter(it -> it.workload().equals(workload));
  }

  /** The repetitions of a cell. */
  List<LiveReading> cell(LiveWorkload workload, LiveDevice device) {
    return of(workload).filter(it -> it.device().equals(device)).toList();
  }

  /** The value of a cell; nothing where it does not apply. */
  Optional<Spread> spread(LiveWorkload workload, LiveDevice device, Metric metric) {
    return Spread.of(cell(workload, device).stream().mapToDouble(metric::of));
  }

  /** One cell over another of the same workload, each round by itself; nothing without a pair. */
  Optional<Spread> ratio(
      LiveWorkload workload, LiveDevice device, LiveDevice other, Metric metric) {
    Map<Integer, Double> others = new HashMap<>();
    cell(workload, other).forEach(it -> others.put(it.round(), metric.of(it)));
    return Spread.of(
        cell(workload, device).stream()
            .filter(it -> others.containsKey(it.round()))
            .mapToDouble(it -> metric.of(it) / others.get(it.round())));
  }

  /** The device without coalescing, if the workload went through it. */
  Optional<LiveDevice> baseline(LiveWorkload workload) {
    return devices(workload).stream().filter(LiveDevice::isBaseline).findFirst();
  }

  /** Coalescers without their intervals: the usual kind and policy first, the chain timer first. */
  List<Series> series() {
    Map<Series, Long> counts =
        readings.stream()
            .map(LiveReading::device)
            .filter(LiveDevice::coalesces)
            .collect(
                Collectors.groupingBy(
                    LiveDevice::series, LinkedHashMap::new, Collectors.counting()));
    Optional<Series> usual = usual(counts);
    return counts.keySet().stream()
        .sorted(
            Comparator.comparing((Series it) -> !it.sameButFlush(usual.orElseThrow()))
                .thenComparing(it -> !it.flush().equals(ReplayTable.CHAIN_TIMER))
                .thenComparing(Series::flush)
                .thenComparing(Series::kind)
                .thenComparing(Series::policy))
        .toList();
  }

  /** The kind and policy with the most readings; of equals, the first of the file. */
  private static Optional<Series> usual(Map<Series, Long> counts) {
    Map<Series, Long> sums = new LinkedHashMap<>();
    counts.forEach((series, count) ->
        sums.merge(new Series(series.kind(), series.policy(), ""), count, Long::sum));
    return sums.entrySet().stream().max(Map.Entry.comparingByValue()).map(Map.Entry::getKey);
  }

  /** How many rounds there are. */
  int rounds() {
    return (int) readings.stream().mapToInt(LiveReading::round).distinct().count();
  }
}
