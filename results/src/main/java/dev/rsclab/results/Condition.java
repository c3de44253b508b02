package dev.rsclab.results;

import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The circumstances under which cells may be compared: the parameters of a benchmark except those
 * that the comparison is about.
 *
 * @param params parameter name to value, sorted by name
 */
public record Condition(SortedMap<String, String> params) implements Comparable<Condition> {
  static final String FAMILY = "family";
  static final String WORKLOAD = "workload";
  static final String GUEST = "guest";
  static final String GUEST_NANOS = "guestNanos";
  static final String POLICY = "policy";
  static final String REPETITION = "repetition";
  static final String RING_FRAMES = "ringFrames";
  static final String REFILL = "refill";
  static final String PAYLOAD_BYTES = "payloadBytes";
  static final String TOTAL_FLOWS = "totalFlows";
  static final String PLACEMENT = "placement";
  static final String BURST = "burst";
  static final String BATCH = "batch";

  /** The burst of flows that take turns, one segment each. */
  static final String IN_TURN = "1";

  /** What a condition is called by, in this order. */
  private static final List<String> NAMES = List.of(WORKLOAD, FAMILY, PAYLOAD_BYTES, BURST);

  private static final int OTHERS = NAMES.size();

  /** Names of guest costs, cheapest first. */
  private static final List<String> GUESTS = List.of("ZERO", "LIGHT", "HEAVY");

  /** Copies the map. */
  public Condition {
    params = Collections.unmodifiableSortedMap(new TreeMap<>(params));
  }

  /**
   * The parameters of a measurement without those named. A {@code repetition} is no circumstance:
   * it is always left out.
   */
  static Condition of(Measurement measurement, String... without) {
    return new Condition(measurement.params()).without(REPETITION).without(without);
  }

  /** This condition with some parameters left open. */
  Condition without(String... names) {
    SortedMap<String, String> rest = new TreeMap<>(params);
    rest.keySet().removeAll(Set.of(names));
    return new Condition(rest);
  }

  /** This condition with another value of a parameter. */
  Condition with(String name, String value) {
    SortedMap<String, String> other = new TreeMap<>(params);
    other.put(name, value);
    return new Condition(other);
  }

  /**
   * What names this condition among others: workload, family, payload, and the parameters that are
   * not the same in all of them.
   */
  public Condition namedAmong(Collection<Condition> all) {
    return parts(all, false);
  }

  /** The rest: what all of them have in common, except for workload, family and payload. */
  Condition commonAmong(Collection<Condition> all) {
    return parts(all, true);
  }

  private Condition parts(Collection<Condition> all, boolean common) {
    SortedMap<String, String> part = new TreeMap<>(params);
    part.entrySet()
        .removeIf(param ->
            common
                != (rank(param.getKey()) == OTHERS
                    && all.stream()
                        .allMatch(other -> other.get(param.getKey()).equals(param.getValue()))));
    return new Condition(part);
  }

  /** The value of a parameter, or an empty text. */
  public String get(String name) {
    return params.getOrDefault(name, "");
  }

  /** The workload's name, or an empty text. */
  public String workload() {
    return get(WORKLOAD);
  }

  /** The IP family as people write it: {@code "IPv4"}; empty if there is no such parameter. */
  public String family() {
    return familyName(get(FAMILY));
  }

  static String familyName(String parameter) {
    return parameter.toUpperCase(Locale.ROOT).startsWith("IPV")
        ? "IPv" + parameter.substring(3)
        : parameter;
  }

  /**
   * What the guest spends on a delivery, as the run names it; empty if there is no such parameter.
   */
  public String guest() {
    String guest = get(GUEST);
    return guest.isEmpty() ? get(GUEST_NANOS) : guest;
  }

  /** Likewise in words; {@code "-"} if there is no such parameter. */
  String guestInWords() {
    return get(GUEST).isEmpty()
        ? get(GUEST_NANOS).isEmpty() ? "-" : get(GUEST_NANOS) + " ns per delivery"
        : guestInWords(get(GUEST));
  }

  /** This condition with the guest's cost left open. */
  Condition withoutGuest() {
    return without(GUEST, GUEST_NANOS);
  }

  /**
   * The parameters in words, workload and family first: {@code "bulk, IPv4, guest 1000 ns per
   * delivery, ring of 1024 frames"}.
   */
  public String inWords() {
    return params.entrySet().stream()
        .sorted(Comparator.comparingInt(param -> rank(param.getKey())))
        .map(Condition::inWords)
        .collect(Collectors.joining(", "));
  }

  private static int rank(String name) {
    int index = NAMES.indexOf(name);
    return index < 0 ? OTHERS : index;
  }

  private static String inWords(Map.Entry<String, String> param) {
    String value = param.getValue();
    return switch (param.getKey()) {
      case WORKLOAD -> value;
      case FAMILY -> familyName(value);
      case PAYLOAD_BYTES -> value + "-byte payload";
      case BURST -> burstInWords(value);
      case GUEST -> guestInWords(value);
      case GUEST_NANOS -> "guest " + value + " ns per delivery";
      case TOTAL_FLOWS -> value + " flows";
      case RING_FRAMES -> "ring of " + value + " frames";
      case REFILL -> value.toLowerCase(Locale.ROOT) + " rewritten";
      default -> param.getKey() + " " + value;
    };
  }

  private static String burstInWords(String segments) {
    return segments.equals(IN_TURN) ? "flows in turn" : "bursts of " + segments;
  }

  /** How the flows follow each other: {@code "in turn"}, {@code "in bursts of 16"}. */
  String order() {
    return get(BURST).isEmpty() || get(BURST).equals(IN_TURN)
        ? "in turn"
        : "in " + burstInWords(get(BURST));
  }

  /** A name such as LIGHT, or a cost such as {@code 1500ns+0.2ns/B}. */
  private static String guestInWords(String value) {
    return switch (value) {
      case "ZERO" -> "guest that costs nothing";
      case "LIGHT", "HEAVY" -> value.toLowerCase(Locale.ROOT) + " guest";
      default ->
          "guest "
              + value.replace("ns", " ns").replace("+", " + ").replace("/B", " per byte")
              + " for each delivery";
    };
  }

  /**
   * What tells this condition from others of the same run, for a file name: {@code
   * "-guestNanos4500"} if several guest costs were measured, empty if nothing differs.
   *
   * @param all the conditions of the run
   * @param ignored parameters that need not be told apart
   */
  String suffixAmong(Collection<Condition> all, String... ignored) {
    StringBuilder suffix = new StringBuilder();
    for (Map.Entry<String, String> param : without(ignored).params.entrySet()) {
      Set<String> values = new TreeSet<>();
      all.forEach(other -> values.add(other.get(param.getKey())));
      if (values.size() > 1) {
        suffix.append('-').append(param.getKey()).append(fileName(param.getValue()));
      }
    }
    return suffix.toString();
  }

  /** A text with everything but letters, digits, dots and hyphens replaced, fit for a file name. */
  static String fileName(String text) {
    String name = text.replaceAll("[^A-Za-z0-9.-]+", "_");
    return name.startsWith(".") ? "_" + name : name;
  }

  @Override
  public int compareTo(Condition other) {
    return inOrder().compareTo(other.inOrder());
  }

  /** Numbers padded, so that 64 comes before 1448. */
  private String inOrder() {
    StringBuilder text = new StringBuilder(workload() + '\u0000' + family());
    params.forEach((name, value) -> {
      int guest = name.equals(GUEST) ? GUESTS.indexOf(value) : -1;
      String number = value.matches("\\d{1,18}") ? "0".repeat(18 - value.length()) : "";
      number = guest < 0 ? number : "\u0001" + guest;
      text.append('\u0000').append(name).append('\u0000').append(number).append(value);
    });
    return text.toString();
  }
}
