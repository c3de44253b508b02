package dev.rsclab.results.live;

import dev.rsclab.results.Block;
import dev.rsclab.results.Environment;
import dev.rsclab.results.Nanos;
import dev.rsclab.results.ResultsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A live run that lies among the runs, for the report of another one. */
public final class StoredLive {
  private final String name;
  private final Environment environment;
  private final LiveResults results;
  private final LiveBests bests;

  private StoredLive(Path folder) throws ResultsException {
    name = folder.getFileName().toString();
    environment = Environment.read(folder.resolve("environment.json"));
    results = LiveResults.read(folder);
    bests = new LiveBests(results);
  }

  /**
   * The newest live run of a folder of runs, by the time at which it began; of equal ones the last
   * by name. O(readings of all).
   *
   * @param runs need not be there
   * @return nothing if none lies there that can be read
   */
  public static Optional<StoredLive> newest(Path runs) {
    try (Stream<Path> folders = Files.list(runs)) {
      return folders
          .filter(LiveReport::isLive)
          .flatMap(folder -> read(folder).stream())
          .max(Comparator.comparing(StoredLive::startedAt).thenComparing(StoredLive::name));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Nothing if a run is just being written, or broken: an older one will do. */
  private static Optional<StoredLive> read(Path folder) {
    try {
      return Optional.of(new StoredLive(folder));
    } catch (ResultsException e) {
      return Optional.empty();
    }
  }

  private Instant startedAt() {
    return environment.startedAt() == null ? Instant.MIN : environment.startedAt();
  }

  /** The name of its folder. */
  public String name() {
    return name;
  }

  /** Where and when it was measured. */
  public Environment environment() {
    return environment;
  }

  /** In how many rounds. */
  public int rounds() {
    return results.rounds();
  }

  /**
   * The interval of the chain timer that is nearest to another one, by their ratio; nothing if the
   * chain timer of the usual kind and policy was not measured.
   */
  public Optional<Long> nearest(long intervalNanos) {
    return bests
        .timer()
        .flatMap(series ->
            results.readings().stream()
                .map(LiveReading::device)
                .filter(it -> it.series().equals(series))
                .map(LiveDevice::intervalNanos)
                .distinct()
                .min(
                    Comparator.comparingDouble(
                        it -> Math.abs(Math.log((it + 1.0) / (intervalNanos + 1.0))))));
  }

  /** The kind and policy that went with the chain timer, in words; empty without it. */
  public String device() {
    return bests.timer().map(LiveDevice.Series::inWords).orElse("");
  }

  /**
   * Goodput over no coalescing of one bulk flow, round by round: the median, and in brackets the
   * range.
   *
   * @param family as the files name it, such as {@code IPV4}
   */
  public Optional<String> bulkGain(String family, long intervalNanos) {
    return results.workloads().stream()
        .filter(it -> it.isBulk() && it.family().equals(family))
        .min(Comparator.comparingInt(LiveWorkload::flows))
        .flatMap(it -> over(it, intervalNanos, Metric.GOODPUT))
        .map(it -> it.inWords("x"));
  }

  private Optional<Spread> over(LiveWorkload workload, long intervalNanos, Metric metric) {
    return device(workload, intervalNanos).flatMap(it -> bests.overBaseline(workload, it, metric));
  }

  private Optional<LiveDevice> device(LiveWorkload workload, long intervalNanos) {
    return results.devices(workload).stream()
        .filter(it -> bests.timer().filter(it.series()::equals).isPresent())
        .filter(it -> it.intervalNanos() == intervalNanos)
        .findFirst();
  }

  /** What each workload saw of the chain timer at an interval. */
  public Block at(long intervalNanos) {
    List<List<String>> rows = new ArrayList<>();
    for (LiveWorkload workload : results.workloads()) {
      device(workload, intervalNanos).ifPresent(it -> rows.add(row(workload, it)));
    }
    return new Block.Table(
        List.of(
            "sent, at " + Nanos.format(intervalNanos),
            Metric.GOODPUT.axis(),
            "over no coalescing",
            Metric.RESPONSE_P50.axis(),
            "over no coalescing",
            "segments per delivery"),
        rows);
  }

  /** Of a workload that waits for answers the response time; of others the goodput. */
  private List<String> row(LiveWorkload workload, LiveDevice device) {
    boolean answers = results.spread(workload, device, Metric.RESPONSE_P50).isPresent();
    Metric metric = answers ? Metric.RESPONSE_P50 : Metric.GOODPUT;
    List<String> cells = new ArrayList<>(List.of(workload.inWords(), "-", "-", "-", "-"));
    int column = answers ? 3 : 1;
    cells.set(column, text(results.spread(workload, device, metric), ""));
    cells.set(column + 1, text(bests.overBaseline(workload, device, metric), "x"));
    cells.add(text(results.spread(workload, device, Metric.SEEN), ""));
    return cells;
  }

  private static String text(Optional<Spread> spread, String sign) {
    return spread.map(it -> it.inWords(sign)).orElse("-");
  }
}
