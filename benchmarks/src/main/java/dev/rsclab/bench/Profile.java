package dev.rsclab.bench;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.openjdk.jmh.runner.options.TimeValue;

/**
 * How much of the grid a run measures, and how long.
 *
 * <p>Rounds are forks: each round runs every cell of the grid once in a JVM of its own, every other
 * round backwards, so that whatever drifts on the machine hits all kinds and all intervals alike.
 */
enum Profile {
  /** Does everything work? No figure of it is worth quoting. */
  SMOKE(
      2,
      new Iterations(1, 300),
      new Iterations(2, 50),
      List.of("0us", "50us", "300us"),
      List.of("bulk"),
      List.of("1", "512"),
      List.of("1448")),
  /** A first answer while one waits. */
  QUICK(
      2,
      new Iterations(2, 400),
      new Iterations(3, 100),
      List.of("0us", "20us", "50us", "100us", "300us", "1000us"),
      List.of("bulk", "elephants-and-mice"),
      List.of("1", "8", "64", "512", "4096"),
      List.of("1448")),
  /** Figures to publish. */
  RECORD(
      5,
      new Iterations(2, 500),
      new Iterations(4, 250),
      List.of("0us", "10us", "20us", "50us", "100us", "200us", "300us", "500us", "1000us"),
      List.of("bulk", "elephants-and-mice", "request-response"),
      List.of("1", "8", "64", "512", "4096"),
      List.of("1448", "64"));

  /** So many iterations of so many milliseconds. */
  record Iterations(int count, int millis) {
    TimeValue time() {
      return TimeValue.milliseconds(millis);
    }
  }

  /** What the guest spends on a delivery unless the user says otherwise. */
  static final String GUEST = "HEAVY";

  /** Where that figure comes from. */
  static final String GUEST_COST_SOURCE =
      "HEAVY, 4500 ns per delivery and 0.4 ns per byte, is what a Linux 6.18 receiver behind a tap device spent (iperf3,"
          + " one TCP flow over IPv4, 1448-byte segments, CPU time per gigabyte fitted over 1 to 44 segments per delivery:"
          + " 1.8 to 2.7 us and 0.21 to 0.25 ns per byte in the receiving process, 2.7 us and 0.15 ns per byte in the"
          + " network stack with the write to the tap device). The copy that is really made here is part of it. LIGHT,"
          + " 1000 ns and 0.1 ns per byte, is about what a guest that polls spends: an estimate. ZERO is only what taking"
          + " the bytes really costs. docs/guest-cost.md says how to measure a guest of your own.";

  private final int rounds;
  private final Iterations warmup;
  private final Iterations measurement;
  private final List<String> intervals;
  private final List<String> workloads;
  private final List<String> flows;
  private final List<String> payloads;

  Profile(
      int rounds,
      Iterations warmup,
      Iterations measurement,
      List<String> intervals,
      List<String> workloads,
      List<String> flows,
      List<String> payloads) {
    this.rounds = rounds;
    this.warmup = warmup;
    this.measurement = measurement;
    this.intervals = intervals;
    this.workloads = workloads;
    this.flows = flows;
    this.payloads = payloads;
  }

  int rounds() {
    return rounds;
  }

  Iterations warmup() {
    return warmup;
  }

  Iterations measurement() {
    return measurement;
  }

  List<String> intervals() {
    return intervals;
  }

  List<String> workloads() {
    return workloads;
  }

  List<String> flows() {
    return flows;
  }

  List<String> payloads() {
    return payloads;
  }

  /**
   * The profile of a name in lower case.
   *
   * @throws IllegalArgumentException if there is none; the message lists the names
   */
  static Profile named(String name) {
    return Arrays.stream(values())
        .filter(profile -> profile.toString().equals(name))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "no profile '"
                    + name
                    + "'; allowed: "
                    + Arrays.stream(values())
                        .map(Profile::toString)
                        .collect(Collectors.joining(", "))));
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
