package dev.rsclab.results;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Two runs, cell by cell: before and after a change, or two machines.
 *
 * <p>The runs are two samples of forks. Each has its own noise, pooled as in its own report, and
 * the interval of a ratio comes from both (t interval, degrees of freedom by Welch and
 * Satterthwaite). Intervals and verdicts hold for all compared cells together (Bonferroni, 5 %).
 * Besides, a difference must exceed what a cell measured twice in the same run differed by, if
 * either run knows.
 *
 * <p>On two machines absolute figures differ for many reasons, so each cell is compared over a
 * reference of its own run as well: throughput over the floor, time per packet over the plain copy.
 * What is a regression is judged by those ratios then.
 */
public final class RunComparison {
  private final Run before;
  private final Run after;
  private final List<String> names;
  private final MeasuredCells first;
  private final MeasuredCells second;
  private final List<ComparedCell> cells = new ArrayList<>();

  private RunComparison(Run before, Run after, List<String> names) {
    this.before = before;
    this.after = after;
    this.names = names;
    first = MeasuredCells.of(before);
    second = MeasuredCells.of(after);
  }

  /**
   * Reads two run folders and compares them.
   *
   * @throws ResultsException if a file is missing or malformed
   * @throws NotComparableException if they have no cell in common, or measured one in other units
   */
  public static RunComparison of(Path before, Path after)
      throws ResultsException, NotComparableException {
    return of(read(before), read(after), List.of(name(before), name(after)));
  }

  /** Compares two runs that have been read. */
  static RunComparison of(Run before, Run after, List<String> names) throws NotComparableException {
    RunComparison comparison = new RunComparison(before, after, names);
    comparison.match();
    return comparison;
  }

  private static Run read(Path folder) throws ResultsException {
    try {
      return Run.read(folder);
    } catch (ResultsException e) {
      throw new ResultsException(name(folder) + ": " + e.getMessage(), e);
    }
  }

  private static String name(Path folder) {
    return folder.toAbsolutePath().normalize().getFileName().toString();
  }

  private void match() throws NotComparableException {
    for (Map.Entry<MeasuredCells.Key, MeasuredCells.Cell> cell : first.cells().entrySet()) {
      MeasuredCells.Cell other = second.cells().get(cell.getKey());
      if (other != null) {
        cells.add(compared(cell.getKey(), cell.getValue(), other));
      }
    }
    if (cells.isEmpty()) {
      throw new NotComparableException(
          "%s and %s have no cell in common: %s".formatted(names.get(0), names.get(1), why()));
    }
    cells.sort(Comparator.comparing(ComparedCell::benchmark).thenComparing(ComparedCell::order));
  }

  private ComparedCell compared(
      MeasuredCells.Key key, MeasuredCells.Cell one, MeasuredCells.Cell other)
      throws NotComparableException {
    if (!one.mode().equals(other.mode())) {
      throw new NotComparableException(
          "%s was measured in mode %s in %s and in mode %s in %s: their units differ"
              .formatted(key.benchmark(), one.mode(), names.get(0), other.mode(), names.get(1)));
    }
    Optional<LogRatio> relative =
        first
            .reference(key)
            .flatMap(a ->
                second
                    .reference(key)
                    .map(b ->
                        LogRatio.of(List.of(other.estimate(), a), List.of(one.estimate(), b))));
    return new ComparedCell(
        key.benchmark(),
        one.condition(),
        one.mode().equals("thrpt"),
        one.estimate(),
        other.estimate(),
        LogRatio.of(List.of(other.estimate()), List.of(one.estimate())),
        relative);
  }

  /** The first parameter of a common benchmark that has no value in common. */
  private String why() {
    Set<String> common = new TreeSet<>(first.benchmarks());
    common.retainAll(second.benchmarks());
    for (String benchmark : common) {
      Map<String, Set<String>> one = values(first, benchmark);
      Map<String, Set<String>> other = values(second, benchmark);
      Set<String> parameters = new TreeSet<>(one.keySet());
      parameters.addAll(other.keySet());
      for (String parameter : parameters) {
        Set<String> a = one.getOrDefault(parameter, Set.of("none"));
        Set<String> b = other.getOrDefault(parameter, Set.of("none"));
        if (a.stream().noneMatch(b::contains)) {
          return "%s has %s %s in the one, %s in the other"
              .formatted(benchmark, parameter, String.join(", ", a), String.join(", ", b));
        }
      }
    }
    return "the one measured %s, the other %s"
        .formatted(String.join(", ", first.benchmarks()), String.join(", ", second.benchmarks()));
  }

  private static Map<String, Set<String>> values(MeasuredCells run, String benchmark) {
    Map<String, Set<String>> values = new TreeMap<>();
    for (MeasuredCells.Key key : run.cells().keySet()) {
      if (key.benchmark().equals(benchmark)) {
        key.condition()
            .params()
            .forEach(
                (name, value) -> values.computeIfAbsent(name, it -> new TreeSet<>()).add(value));
      }
    }
    return values;
  }

  /** The compared cells, by benchmark and condition. */
  List<ComparedCell> cells() {
    return cells;
  }

  /** Names of the two run folders. */
  List<String> names() {
    return names;
  }

  Run before() {
    return before;
  }

  Run after() {
    return after;
  }

  /** How many cells only the first (0) or only the second (1) run has. */
  int unmatched(int run) {
    return (run == 0 ? first : second).cells().size() - cells.size();
  }

  /** How many absolute ratios are judged together. */
  int together() {
    return cells.size();
  }

  /** How many relative ratios are judged together; at least 1. */
  int relativeTogether() {
    return Math.max(1, (int) cells.stream().filter(cell -> cell.relative().isPresent()).count());
  }

  /** The logarithm below which nothing is called a difference; 0 if neither run knows it. */
  double floor(ComparedCell cell) {
    return Math.max(first.floor(cell.benchmark()), second.floor(cell.benchmark()));
  }

  ComparedCell.Verdict verdict(ComparedCell cell) {
    return cell.verdict(cell.ratio(), together(), floor(cell));
  }

  /** The verdict on the ratio of ratios: the floor counts once for each. */
  Optional<ComparedCell.Verdict> relativeVerdict(ComparedCell cell) {
    return cell.relative().map(it -> cell.verdict(it, relativeTogether(), 2 * floor(cell)));
  }

  /** Whether the two runs were measured on different machines. */
  public boolean differentMachines() {
    return EnvironmentDifferences.machines(before.environment(), after.environment());
  }

  /** Whether differences can be told from noise, so that a regression could be shown at all. */
  public boolean tested() {
    return cells.stream().anyMatch(cell -> judged(cell).filter(LogRatio::tested).isPresent());
  }

  /** What a cell's regression is judged by. */
  private Optional<LogRatio> judged(ComparedCell cell) {
    return differentMachines() ? cell.relative() : Optional.of(cell.ratio());
  }

  /**
   * The cells that are shown to be worse by more than a share.
   *
   * @param share for instance 0.05: the interval lies wholly beyond 5 %
   */
  List<ComparedCell> worseBy(double share) {
    boolean relative = differentMachines();
    int together = relative ? relativeTogether() : together();
    return cells.stream()
        .filter(cell ->
            judged(cell)
                .filter(it -> cell.worseBy(it, share, together, (relative ? 2 : 1) * floor(cell)))
                .isPresent())
        .toList();
  }

  /**
   * How many cells are shown to be worse by more than a share: their interval lies wholly beyond.
   *
   * @param share for instance 0.05
   */
  public int regressions(double share) {
    return worseBy(share).size();
  }

  /** Lines to print: the answer, and only the cells that differ. */
  public List<String> lines() {
    return PlainText.lines(new ComparisonSection(this).blocks(false));
  }

  /** All cells as one HTML page that needs nothing else. */
  public String html() {
    List<Block> blocks = new ComparisonSection(this).blocks(true);
    return Html.page("%s against %s".formatted(names.get(1), names.get(0)), blocks, path -> path);
  }

  /** All cells in Markdown. */
  public String markdown() {
    return Markdown.text(new ComparisonSection(this).blocks(true));
  }
}
