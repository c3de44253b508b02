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
      new Iterations(1, 200),
      new Iterations(2, 50),
      throughput("interval=0us,50us,300us workload=bulk family=IPV4"),
      throughput("interval=50us workload=bulk family=IPV6 kind=PASS_THROUGH,OPEN_ADDRESSING"),
      throughput("interval=50us,300us workload=mixed family=IPV4 kind=OPEN_ADDRESSING"),
      throughput(
          "interval=50us,300us workload=bulk family=IPV4 guest=LIGHT,ZERO kind=PASS_THROUGH,OPEN_ADDRESSING"),
      throughput("interval=50us workload=bulk family=IPV4 kind=LINKED_LIST repetition=2"),
      flushStrategies("interval=50us,300us workload=mixed family=IPV4 flush=chain-timer,adaptive"),
      baselines("payloadBytes=1448"),
      flows("flows=1,512 payloadBytes=1448"),
      flows("flows=1,512 payloadBytes=1448 placement=GATHERED kind=OPEN_ADDRESSING"),
      flows(
          "flows=512 burst=16 payloadBytes=1448 placement=GATHERED kind=OPEN_ADDRESSING batch=32"),
      flows("flows=512 payloadBytes=1448 kind=LINKED_LIST repetition=2"),
      queues("queues=1,2")),
  /** A first answer while one waits. */
  QUICK(
      2,
      new Iterations(2, 400),
      new Iterations(3, 100),
      throughput("interval=0us,50us,100us,300us workload=bulk family=IPV4"),
      throughput(
          "interval=50us,100us,300us,1000us workload=mixed family=IPV4"
              + " kind=PASS_THROUGH,LINKED_LIST,OPEN_ADDRESSING"),
      throughput(
          "interval=50us,100us,300us workload=elephants-and-mice family=IPV4"
              + " kind=PASS_THROUGH,OPEN_ADDRESSING"),
      throughput(
          "interval=50us,100us,300us workload=bulk family=IPV6 kind=PASS_THROUGH,OPEN_ADDRESSING"),
      throughput(
          "interval=50us,300us workload=bulk family=IPV4 guest=LIGHT,ZERO"
              + " kind=PASS_THROUGH,OPEN_ADDRESSING"),
      throughput("interval=50us,300us workload=bulk family=IPV4 kind=LINKED_LIST repetition=2"),
      flushStrategies("interval=50us,300us workload=mixed family=IPV4"),
      baselines("payloadBytes=1448"),
      flows("flows=1,64,512,4096 payloadBytes=1448"),
      flows("flows=1,64,4096 payloadBytes=1448 placement=GATHERED kind=OPEN_ADDRESSING batch=32"),
      flows("flows=64,512 payloadBytes=1448 kind=LINKED_LIST repetition=2"),
      queues("queues=1,2 payloadBytes=64")),
  /** Figures to publish. */
  RECORD(
      3,
      new Iterations(2, 400),
      new Iterations(4, 200),
      throughput("workload=bulk family=IPV4"),
      throughput(
          "workload=mixed family=IPV4"
              + " kind=PASS_THROUGH,LINKED_LIST,HASH_MAP,OPEN_ADDRESSING,PER_FLOW_ARRAYS"),
      throughput("workload=bulk family=IPV6 kind=PASS_THROUGH,LINKED_LIST,OPEN_ADDRESSING"),
      throughput(
          "workload=elephants-and-mice,request-response family=IPV4"
              + " kind=PASS_THROUGH,OPEN_ADDRESSING"),
      throughput(
          "interval=20us,50us,100us,300us,1000us workload=bulk,mixed family=IPV4 guest=LIGHT,ZERO"
              + " kind=PASS_THROUGH,OPEN_ADDRESSING"),
      throughput(
          "interval=20us,50us,100us,300us,1000us workload=bulk,mixed family=IPV4 kind=LINKED_LIST"
              + " repetition=2"),
      flushStrategies(
          "interval=20us,50us,100us,300us,1000us workload=mixed,elephants-and-mice family=IPV4"),
      flushStrategies(
          "interval=50us,300us workload=mixed family=IPV4 policy=hardened flush=chain-timer,adaptive"),
      flushStrategies(
          "interval=50us,300us workload=mixed family=IPV4 flush=chain-timer repetition=2"),
      baselines("payloadBytes=1448,64"),
      flows("flows=1,8,64,512,4096 payloadBytes=1448,64"),
      flows("flows=1,8,64,512,4096 payloadBytes=1448,64 kind=OPEN_ADDRESSING batch=32"),
      flows(
          "flows=1,8,64,512,4096 payloadBytes=1448 placement=DIRECT,GATHERED kind=OPEN_ADDRESSING"
              + " batch=1,32"),
      flows(
          "flows=64,4096 burst=16 payloadBytes=1448 placement=STAGED,DIRECT,GATHERED"
              + " kind=OPEN_ADDRESSING batch=32"),
      flows(
          "flows=512 burst=44 payloadBytes=1448 placement=STAGED,DIRECT,GATHERED"
              + " kind=OPEN_ADDRESSING batch=32"),
      flows(
          "flows=512 burst=16 payloadBytes=64 placement=STAGED,DIRECT,GATHERED"
              + " kind=OPEN_ADDRESSING batch=32"),
      flows("flows=1,8,64,512,4096 payloadBytes=1448,64 kind=LINKED_LIST repetition=2"),
      policies("policy=qemu,hardened flows=64,4096 payloadBytes=64,1448"),
      policies("policy=qemu,qemu+verify-checksums payloadBytes=1448 refill=FRAMES"),
      queues("queues=1,2 payloadBytes=1448,64"),
      queues("queues=2 payloadBytes=64 counters=ONE_LINE"));

  /** So many iterations of so many milliseconds. */
  record Iterations(int count, int millis) {
    TimeValue time() {
      return TimeValue.milliseconds(millis);
    }
  }

  /** Where the costs of the guests come from. */
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

  @SuppressWarnings("ImmutableEnumChecker") // immutable lists of records; it cannot tell
  private final List<Sweep> sweeps;

  Profile(int rounds, Iterations warmup, Iterations measurement, Sweep... sweeps) {
    this.rounds = rounds;
    this.warmup = warmup;
    this.measurement = measurement;
    this.sweeps = List.of(sweeps);
  }

  private static Sweep throughput(String params) {
    return Sweep.of(IntervalBenchmark.class, params);
  }

  private static Sweep flushStrategies(String params) {
    return Sweep.of(FlushStrategyBenchmark.class, params);
  }

  private static Sweep flows(String params) {
    return Sweep.of(FlowScalingBenchmark.class, params);
  }

  private static Sweep policies(String params) {
    return Sweep.of(PolicyBenchmark.class, params);
  }

  private static Sweep queues(String params) {
    return Sweep.of(QueueScalingBenchmark.class, params);
  }

  private static Sweep baselines(String params) {
    return Sweep.of(BaselineBenchmark.class, params);
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

  /** What is measured: every cell of every sweep once a round. */
  List<Sweep> sweeps() {
    return sweeps;
  }

  /** Which cells profilers look at: with few flows, and with many. */
  Sweep profiledCells() {
    return flows(
        this == SMOKE
            ? "flows=512 payloadBytes=1448 kind=LINKED_LIST,OPEN_ADDRESSING"
            : "flows=64,4096 payloadBytes=1448");
  }

  /** How long a fork is profiled: at 250 samples a second some hundred of them, or a thousand. */
  TimeValue profiled() {
    return TimeValue.milliseconds(
        switch (this) {
          case SMOKE -> 400;
          case QUICK -> 2000;
          case RECORD -> 4000;
        });
  }

  /** The values that a parameter has in any sweep. */
  List<String> values(String name) {
    return sweeps.stream().flatMap(sweep -> sweep.values(name).stream()).distinct().toList();
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
