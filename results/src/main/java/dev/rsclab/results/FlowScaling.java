package dev.rsclab.results;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Time per packet against the number of flows under one condition (family, payload, ring), and
 * whether it stays within the target: 1.25 times a plain copy of the same payloads, plus 15 ns; 30
 * ns for payloads of up to 64 bytes.
 *
 * <p>A baseline has few cells, with two forks each perhaps a single degree of freedom, and a bound
 * without a usable interval decides nothing. So the noise is pooled over the benchmark and its
 * baselines together: they are measured in the same mode, on the same traffic, for the same time.
 */
public final class FlowScaling {
  static final String BENCHMARK = "FlowScalingBenchmark.offer";
  static final String COPY = "BaselineBenchmark.copyPayload";
  static final String WALK = "BaselineBenchmark.walkTrace";
  static final String SPREAD = "BaselineBenchmark.copyPayloadSpread";

  /** What belongs together: the benchmark, then its baselines. */
  static final List<String> BENCHMARKS = List.of(BENCHMARK, COPY, WALK, SPREAD);

  /** A name for {@link #spread}. */
  static final String SPREAD_IN_WORDS = "copy into as much memory";

  /** How many packets arrive before the timer fires, in the benchmark of this name. */
  public static final int PACKETS_PER_INTERVAL = 300;

  /** The target as a text. */
  public static final String BOUND = "1.25 x copy + 15 ns";

  /** The target for small segments as a text. */
  public static final String SMALL_BOUND = "30 ns";

  /**
   * Up to this payload, in bytes, the target is that of small segments: a copy is nothing there.
   */
  private static final int SMALL_PAYLOAD = 64;

  private static final double SMALL_BOUND_NANOS = 30;
  private static final double BOUND_FACTOR = 1.25;
  private static final double BOUND_NANOS = 15;

  /** How a line stands to the target at one number of flows, or over all of them. */
  public enum Verdict {
    /** Shown to be below the bound. */
    MET("met"),
    /** Shown to be above the bound. */
    NOT_MET("not met"),
    /** Not distinguishable from the bound. */
    OPEN("open"),
    /** No bound was measured in this run. */
    NO_BOUND("no bound");

    private final String text;

    Verdict(String text) {
      this.text = text;
    }

    /** Of a cell beside its bound: both are among the comparisons that are made together. */
    static Verdict of(Estimate own, Estimate bound, Comparisons together) {
      if (!together.differ(own, bound)) {
        return OPEN;
      }
      return own.logMean() < bound.logMean() ? MET : NOT_MET;
    }

    /** As it stands in tables. */
    public String text() {
      return text;
    }
  }

  private final Condition condition;
  private final Kinds kinds;
  private final SortedMap<FlowLine, NavigableMap<Integer, Estimate>> lineNanos;
  private final NavigableMap<Integer, Estimate> copyNanos;
  private final NavigableMap<Integer, Estimate> walkNanos;
  private final NavigableMap<Integer, Estimate> spreadNanos;
  private final List<PeerCurve> peers;
  private final NavigableMap<Integer, Estimate> bounds = new TreeMap<>();
  private final Optional<NoiseFloor> noiseFloor;
  private final Comparisons together;

  /**
   * A study.
   *
   * @param lineNanos lines, in chart order, to their curves: number of flows to ns per packet
   * @param copyNanos number of flows to ns per packet of the plain copy
   * @param walkNanos likewise of walking the frames
   * @param spreadNanos likewise of the plain copy into as much memory as is held
   * @param peers those that played the same traffic
   */
  FlowScaling(
      Condition condition,
      Kinds kinds,
      SortedMap<FlowLine, NavigableMap<Integer, Estimate>> lineNanos,
      NavigableMap<Integer, Estimate> copyNanos,
      NavigableMap<Integer, Estimate> walkNanos,
      NavigableMap<Integer, Estimate> spreadNanos,
      List<PeerCurve> peers,
      Optional<NoiseFloor> noiseFloor) {
    this.condition = condition;
    this.kinds = kinds;
    this.lineNanos = Collections.unmodifiableSortedMap(lineNanos);
    this.copyNanos = Collections.unmodifiableNavigableMap(copyNanos);
    this.walkNanos = Collections.unmodifiableNavigableMap(walkNanos);
    this.spreadNanos = Collections.unmodifiableNavigableMap(spreadNanos);
    this.peers = List.copyOf(peers);
    this.noiseFloor = noiseFloor;
    copyNanos.forEach((flows, copy) -> bounds.put(flows, boundFrom(copy)));
    together = comparisons(noiseFloor);
  }

  /**
   * Sorts the measurements of {@code FlowScalingBenchmark.offer} by condition and puts the baseline
   * of the same parameters beside them.
   *
   * @throws ResultsException if a parameter is missing or no number, a benchmark was not measured
   *     as average time, or two baselines fit the same cell
   */
  public static List<FlowScaling> of(Collection<Measurement> run, Kinds kinds)
      throws ResultsException {
    return of(run, kinds, PeerResults.NONE);
  }

  /**
   * Likewise, with the peers that played the same traffic.
   *
   * @throws ResultsException also if two cells of a peer fit the same traffic
   */
  public static List<FlowScaling> of(Collection<Measurement> run, Kinds kinds, PeerResults peers)
      throws ResultsException {
    return FlowCells.studies(run, kinds, peers);
  }

  /** Under which condition: all parameters but kind, placement, batch and flows. */
  public Condition condition() {
    return condition;
  }

  /** The kinds of the run. */
  public Kinds kinds() {
    return kinds;
  }

  /** Lines, in chart order, to their curves: number of flows to ns per packet. */
  public SortedMap<FlowLine, NavigableMap<Integer, Estimate>> curves() {
    return lineNanos;
  }

  /** Number of flows to ns per packet of the plain copy; empty if it was not measured. */
  public NavigableMap<Integer, Estimate> copy() {
    return copyNanos;
  }

  /** Number of flows to ns per packet of walking the frames; empty if it was not measured. */
  public NavigableMap<Integer, Estimate> walk() {
    return walkNanos;
  }

  /**
   * Number of flows to ns per packet of a plain copy into as many bytes as a coalescer holds when
   * its timer fires; empty if it was not measured.
   */
  public NavigableMap<Integer, Estimate> spread() {
    return spreadNanos;
  }

  /** The peers that played the same traffic, bounds first; empty if there was none. */
  public List<PeerCurve> peers() {
    return peers;
  }

  /** The target at a number of flows in ns per packet, if the plain copy was measured there. */
  public Optional<Estimate> bound(int flows) {
    return Optional.ofNullable(bounds.get(flows));
  }

  private Estimate boundFrom(Estimate copy) {
    return smallSegments()
        ? copy.linear(0, SMALL_BOUND_NANOS)
        : copy.linear(BOUND_FACTOR, BOUND_NANOS);
  }

  /** The difference below which none is claimed, if kinds were measured against themselves. */
  public Optional<NoiseFloor> noiseFloor() {
    return noiseFloor;
  }

  /** The target of this condition as a text: {@link #BOUND} or {@link #SMALL_BOUND}. */
  public String boundInWords() {
    return smallSegments() ? SMALL_BOUND : BOUND;
  }

  private boolean smallSegments() {
    int payload = payloadBytes();
    return payload > 0 && payload <= SMALL_PAYLOAD;
  }

  /** Payload of every segment in bytes; 0 if the condition does not say. */
  public int payloadBytes() {
    String payload = condition.get(Condition.PAYLOAD_BYTES);
    return payload.matches("\\d{1,5}") ? Integer.parseInt(payload) : 0;
  }

  /** All numbers of flows, ascending. */
  public List<Integer> flows() {
    return lineNanos.values().stream()
        .flatMap(curve -> curve.keySet().stream())
        .distinct()
        .sorted()
        .toList();
  }

  /** The lines that are held to the target: all that stage payload, but the floor. */
  public List<FlowLine> judgedLines() {
    return lineNanos.keySet().stream()
        .filter(line -> line.isStaged() && !kinds.isFloor(line.kind()))
        .toList();
  }

  /** The kinds that stage payload and take frames one by one, but the floor. */
  public List<String> judgedKinds() {
    return judgedLines().stream().filter(FlowLine::isOneByOne).map(FlowLine::kind).toList();
  }

  /** The curve of a kind that stages payload; empty if there is none. */
  public NavigableMap<Integer, Estimate> staged(String kind) {
    return lineNanos.getOrDefault(FlowLine.staged(kind), Collections.emptyNavigableMap());
  }

  /** How a line stands to the target at a number of flows: 5 % for this condition together. */
  public Verdict verdict(FlowLine line, int flows) {
    Estimate cell = lineNanos.get(line).get(flows);
    if (cell == null || !bounds.containsKey(flows)) {
      return Verdict.NO_BOUND;
    }
    if (!together.differ(cell, bounds.get(flows))) {
      return Verdict.OPEN;
    }
    return cell.logMean() < bounds.get(flows).logMean() ? Verdict.MET : Verdict.NOT_MET;
  }

  /** All judged cells against their bounds. */
  private Comparisons comparisons(Optional<NoiseFloor> noiseFloor) {
    List<Comparisons.Pair> pairs = new ArrayList<>();
    for (FlowLine line : judgedLines()) {
      lineNanos
          .get(line)
          .forEach((flows, cell) -> {
            if (bounds.containsKey(flows)) {
              pairs.add(new Comparisons.Pair(cell, bounds.get(flows)));
            }
          });
    }
    return Comparisons.of(pairs, noiseFloor);
  }
}
