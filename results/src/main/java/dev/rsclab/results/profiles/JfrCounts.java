package dev.rsclab.results.profiles;

import java.lang.constant.ClassDesc;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.DoubleSummaryStatistics;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordedStackTrace;

/** Counts a recording's events, one after another. */
final class JfrCounts {
  private static final String CPU_TIME = "jdk.CPUTimeSample";
  private static final String EXECUTION = "jdk.ExecutionSample";

  private final String root;
  private final Map<String, Samples> samplers = new HashMap<>();
  private final DoubleSummaryStatistics pauseMillis = new DoubleSummaryStatistics();
  private final DoubleSummaryStatistics jvm = new DoubleSummaryStatistics();
  private final DoubleSummaryStatistics machine = new DoubleSummaryStatistics();
  private final Map<String, Double> allocated = new HashMap<>();
  private Instant first = Instant.MAX;
  private Instant last = Instant.MIN;

  /** The samples of one kind of event. */
  private static final class Samples {
    private final Map<String, Double> self = new HashMap<>();
    private final Map<String, Double> total = new HashMap<>();
    private long count;
  }

  /** Nothing is counted yet; samples count that have the method {@code root} in their stack. */
  JfrCounts(String root) {
    this.root = root;
  }

  void count(RecordedEvent event) {
    first = event.getStartTime().isBefore(first) ? event.getStartTime() : first;
    last = event.getEndTime().isAfter(last) ? event.getEndTime() : last;
    String type = event.getEventType().getName();
    switch (type) {
      case CPU_TIME, EXECUTION -> sample(type, event.getStackTrace());
      case "jdk.GarbageCollection" ->
          pauseMillis.accept(event.getDuration("sumOfPauses").toNanos() / 1e6);
      case "jdk.CPULoad" -> {
        jvm.accept(event.getFloat("jvmUser") + event.getFloat("jvmSystem"));
        machine.accept(event.getFloat("machineTotal"));
      }
      case "jdk.ObjectAllocationSample" ->
          allocated.merge(
              typeName(event.getClass("objectClass").getName()),
              (double) event.getLong("weight"),
              Double::sum);
      default -> {
        // Nothing that the summary tells.
      }
    }
  }

  private void sample(String type, RecordedStackTrace stack) {
    if (stack == null || stack.getFrames().isEmpty()) {
      return; // the sampler could not walk it
    }
    List<String> names = stack.getFrames().stream().map(JfrCounts::name).toList();
    int depth = names.indexOf(root);
    if (depth < 0) {
      return;
    }
    Samples samples = samplers.computeIfAbsent(type, _ -> new Samples());
    samples.count++;
    samples.self.merge(names.getFirst(), 1.0, Double::sum);
    Set<String> once = new HashSet<>(names.subList(0, depth + 1));
    once.forEach(name -> samples.total.merge(name, 1.0, Double::sum));
  }

  /** A recording has {@code [B} for {@code byte[]}. */
  private static String typeName(String name) {
    try {
      return name.startsWith("[")
          ? ClassDesc.ofDescriptor(name.replace('.', '/')).displayName()
          : name;
    } catch (IllegalArgumentException e) {
      return name;
    }
  }

  private static String name(RecordedFrame frame) {
    return frame.getMethod().getType().getName() + "." + frame.getMethod().getName();
  }

  /** What was counted; CPU time where it was sampled, because it asks the same of all threads. */
  JfrSummary summary() {
    String sampler = samplers.containsKey(CPU_TIME) ? CPU_TIME : EXECUTION;
    Samples samples = samplers.getOrDefault(sampler, new Samples());
    double seconds = first.isAfter(last) ? 0 : Duration.between(first, last).toNanos() / 1e9;
    double bytes = allocated.values().stream().mapToDouble(Double::doubleValue).sum();
    return new JfrSummary(
        seconds,
        sampler,
        samples.count,
        most(
            samples.self,
            (method, count) ->
                new HotMethod(
                    method,
                    count / samples.count,
                    samples.total.getOrDefault(method, count) / samples.count)),
        (int) pauseMillis.getCount(),
        pauseMillis.getSum(),
        pauseMillis.getCount() == 0 ? 0 : pauseMillis.getMax(),
        mean(jvm),
        mean(machine),
        seconds == 0 ? 0 : bytes / seconds,
        most(allocated, (type, weight) -> new JfrSummary.AllocatedClass(type, weight / bytes)));
  }

  private static Double mean(DoubleSummaryStatistics statistics) {
    return statistics.getCount() == 0 ? null : statistics.getAverage();
  }

  private static <T> List<T> most(
      Map<String, Double> weights, BiFunction<String, Double, T> result) {
    return weights.entrySet().stream()
        .sorted(
            Map.Entry.<String, Double>comparingByValue(Comparator.reverseOrder())
                .thenComparing(Map.Entry.comparingByKey()))
        .limit(HotMethod.MOST)
        .map(entry -> result.apply(entry.getKey(), entry.getValue()))
        .toList();
  }
}
