package dev.rsclab.results.profiles;

import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What one profiler saw in one fork.
 *
 * @param profiler its name, as users write it
 * @param params the benchmark's parameters
 * @param nanosPerPacket what a packet took under the profiler: not a measurement
 * @param allocation of gc, else null
 * @param jfr of jfr, else null
 * @param stacks of async, else null
 * @param counters of perfnorm, events for each packet, else null
 * @param inlining of inlining, else null
 */
public record Profile(
    String profiler,
    SortedMap<String, String> params,
    double nanosPerPacket,
    Allocation allocation,
    JfrSummary jfr,
    Stacks stacks,
    SortedMap<String, Double> counters,
    Inlining inlining) {

  /** Copies the maps. */
  public Profile {
    Objects.requireNonNull(profiler, "profiler");
    params = Collections.unmodifiableSortedMap(new TreeMap<>(params));
    counters = counters == null ? null : Collections.unmodifiableSortedMap(new TreeMap<>(counters));
  }

  /**
   * What was allocated and collected.
   *
   * @param bytesPerPacket bytes allocated for each packet
   * @param bytesPerSecond bytes allocated in a second
   * @param collections collections while it was measured
   * @param millis their time, in ms
   */
  public record Allocation(
      double bytesPerPacket, double bytesPerSecond, long collections, double millis) {}

  /**
   * Files with sampled stacks, beside the list of profiles.
   *
   * @param flameGraph the flame graph, a page
   * @param folded the same stacks as {@link FoldedStacks} reads them
   * @param hotMethods the methods with most samples below the benchmark's, most first
   */
  public record Stacks(String flameGraph, String folded, List<HotMethod> hotMethods) {

    /** Copies the list. */
    public Stacks {
      hotMethods = List.copyOf(hotMethods);
    }
  }

  /**
   * The profile of a profiler that has nothing but what is filled in with a {@code with} method.
   */
  public static Profile of(
      String profiler, SortedMap<String, String> params, double nanosPerPacket) {
    return new Profile(profiler, params, nanosPerPacket, null, null, null, null, null);
  }

  /** With what gc found. */
  public Profile with(Allocation found) {
    return new Profile(profiler, params, nanosPerPacket, found, jfr, stacks, counters, inlining);
  }

  /** With what jfr found. */
  public Profile with(JfrSummary found) {
    return new Profile(
        profiler, params, nanosPerPacket, allocation, found, stacks, counters, inlining);
  }

  /** With what async found. */
  public Profile with(Stacks found) {
    return new Profile(
        profiler, params, nanosPerPacket, allocation, jfr, found, counters, inlining);
  }

  /** With what perfnorm found. */
  public Profile with(SortedMap<String, Double> found) {
    return new Profile(profiler, params, nanosPerPacket, allocation, jfr, stacks, found, inlining);
  }

  /** With what inlining found. */
  public Profile with(Inlining found) {
    return new Profile(profiler, params, nanosPerPacket, allocation, jfr, stacks, counters, found);
  }

  /** The kind of coalescer. */
  public String kind() {
    return params.getOrDefault("kind", "");
  }

  /** The number of flows. */
  public int flows() {
    return Integer.parseInt(params.getOrDefault("flows", "0"));
  }
}
