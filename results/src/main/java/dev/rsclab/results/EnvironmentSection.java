package dev.rsclab.results;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Where the run was measured, and what about it asks for care.
 *
 * @param run the run
 */
public record EnvironmentSection(Run run) {
  List<Block> blocks() {
    List<Block> blocks = new ArrayList<>();
    blocks.add(new Block.Heading(2, "Environment"));
    blocks.add(table(run.environment()));
    blocks.add(new Block.Paragraph("Cost of a delivery: " + run.environment().guestCostSource()));
    warnings().forEach(warning -> blocks.add(new Block.Paragraph(warning)));
    return blocks;
  }

  /** Machine, kernel, load, JDK and commit. */
  public static Block table(Environment environment) {
    return new Block.Table(List.of("what", "value"), rows(environment));
  }

  private static List<List<String>> rows(Environment it) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("CPU", it.cpuModel() + ", " + Figures.count(it.logicalCpus(), "CPU")));
    rows.add(List.of("caches", caches(it)));
    rows.add(List.of("memory", orUnknown(it.memoryBytes() == null ? null : mib(it))));
    rows.add(List.of("kernel", it.kernel()));
    rows.add(List.of("virtualization", it.virtualization()));
    rows.add(
        List.of("governor, SMT, turbo", String.join(", ", it.governor(), it.smt(), it.turbo())));
    rows.add(
        List.of(
            "load before, after", orUnknown(it.loadBefore()) + ", " + orUnknown(it.loadAfter())));
    rows.add(List.of("CPU time in use before", percentOrUnknown(it.busyBefore())));
    rows.add(List.of("CPU time taken by others", percentOrUnknown(it.stealShare())));
    List<String> noise = NoiseReasons.of(it);
    rows.add(List.of("noise", noise.isEmpty() ? "no reason seen" : String.join("; ", noise)));
    rows.add(List.of("JDK", it.jdkVersion() + ", " + it.jvmName()));
    rows.add(List.of("JVM flags", it.jvmFlags().isEmpty() ? "-" : String.join(" ", it.jvmFlags())));
    rows.add(
        List.of(
            "commit", it.gitCommit() + (Boolean.TRUE.equals(it.gitDirty()) ? ", modified" : "")));
    return rows;
  }

  private static String mib(Environment it) {
    return (it.memoryBytes() >> 20) + " MiB";
  }

  private static String caches(Environment it) {
    return it.caches().isEmpty()
        ? Environment.UNKNOWN
        : it.caches().stream()
            .map(cache ->
                "L%s %s %s KiB".formatted(cache.level(), cache.type(), cache.bytes() >> 10))
            .collect(Collectors.joining(", "));
  }

  private static String percentOrUnknown(Double share) {
    return orUnknown(share == null ? null : Figures.percent(share));
  }

  private static String orUnknown(Object value) {
    return value == null ? Environment.UNKNOWN : value.toString();
  }

  private List<String> warnings() {
    Environment it = run.environment();
    List<String> warnings = new ArrayList<>();
    if (Boolean.TRUE.equals(it.gitDirty())) {
      warnings.add("Care: the working tree differed from the commit named above.");
    }
    TreeSet<String> others = new TreeSet<>();
    run.measurements().forEach(measurement -> others.add(measurement.benchmark()));
    others.remove(IntervalStudy.BENCHMARK);
    others.remove(FlushStudy.BENCHMARK);
    others.remove(QueueScaling.BENCHMARK);
    others.remove(LargeScaleSection.BENCHMARK);
    others.remove(PolicySection.BENCHMARK);
    FlowScaling.BENCHMARKS.forEach(others::remove);
    if (!others.isEmpty()) {
      warnings.add("Measured, but not part of this report: " + String.join(", ", others) + ".");
    }
    return warnings;
  }
}
