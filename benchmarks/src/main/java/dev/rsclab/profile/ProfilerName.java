package dev.rsclab.profile;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** The profilers: the single list that options, messages and the pass read. */
public enum ProfilerName {
  /** JMH's: allocation and collections. */
  GC,
  /** Java Flight Recorder: hot methods, pauses, CPU load. */
  JFR,
  /** async-profiler: flame graphs. */
  ASYNC,
  /** Linux perf: hardware counters for each packet. */
  PERFNORM,
  /** HotSpot's log of compilations: what was inlined, and what was not. */
  INLINING;

  /**
   * Reads names, separated by commas; an empty text asks for nothing.
   *
   * @return the profilers in the order in which they run, each once
   * @throws IllegalArgumentException if one is not a profiler; the message lists those that are
   */
  public static List<ProfilerName> parse(String option) {
    Set<ProfilerName> names = EnumSet.noneOf(ProfilerName.class);
    if (!option.isBlank()) {
      for (String text : option.split(",", -1)) {
        names.add(named(text.strip()));
      }
    }
    return List.copyOf(names);
  }

  private static ProfilerName named(String text) {
    return Arrays.stream(values())
        .filter(name -> name.toString().equals(text))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "--profilers '%s': not a profiler; allowed: %s, separated by commas"
                    .formatted(
                        text,
                        Arrays.stream(values())
                            .map(ProfilerName::toString)
                            .collect(Collectors.joining(", ")))));
  }

  /** Whether it is one of JMH's own; else the JVM's flags are all there is. */
  public boolean isOfJmh() {
    return this != INLINING;
  }

  /** The name as users type it, and as JMH knows its own. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
