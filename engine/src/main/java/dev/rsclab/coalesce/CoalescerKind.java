package dev.rsclab.coalesce;

import dev.rsclab.packet.IpFamily;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * The list of implementations: tests, benchmark parameters, charts and the {@code replay} command
 * all read it.
 *
 * <p>To add one, write a {@link FlowTable} and add a constant here; nothing else. One that needs a
 * module which a JVM only has if it is asked to names it: without the module its class is never
 * loaded, and {@link #available} leaves the kind out.
 */
public enum CoalescerKind {
  /** Delivers every frame as it comes: the floor. */
  PASS_THROUGH(null),
  /** The reference's linked list. */
  LINKED_LIST(LinkedListFlowTable::new),
  /** {@code java.util.HashMap} with record keys. */
  HASH_MAP(HashMapFlowTable::new),
  /** Linear probing over primitive keys. */
  OPEN_ADDRESSING(OpenAddressingFlowTable::new),
  /** Dense flow numbers that outlive the held segments. */
  PER_FLOW_ARRAYS(PerFlowArraysFlowTable::new),
  /** Buckets of a cache line, found by eight tag bytes at once. */
  TAGGED_BUCKETS(TaggedBucketsFlowTable::new),
  /** Sets of eight ways, as in hardware, with an overflow area. */
  SET_ASSOCIATIVE(SetAssociativeFlowTable::new),
  /** The same buckets as {@link #TAGGED_BUCKETS}, found by a vector of sixteen bytes. */
  VECTOR_BUCKETS("jdk.incubator.vector", VectorBucketsFlowTable::new);

  /** Makes the flow table of one chain. */
  @FunctionalInterface
  interface TableFactory {
    FlowTable create(IpFamily family, int capacity);
  }

  /** The module of the JDK itself, which every JVM has. */
  private static final String NO_MODULE = "java.base";

  private final String module;
  private final TableFactory tables;

  CoalescerKind(TableFactory tables) {
    this(NO_MODULE, tables);
  }

  CoalescerKind(String module, TableFactory tables) {
    this.module = module;
    this.tables = tables;
  }

  /** The kinds that this JVM can make, in order: what everybody iterates over. */
  public static List<CoalescerKind> available() {
    return Arrays.stream(values()).filter(CoalescerKind::isAvailable).toList();
  }

  /** Whether this JVM was started with the module that the kind needs. */
  public boolean isAvailable() {
    return ModuleLayer.boot().findModule(module).isPresent();
  }

  /** Flags for a JVM that shall have the same kinds as this one. */
  public static List<String> jvmFlags() {
    return available().stream()
        .filter(kind -> !kind.module.equals(NO_MODULE))
        .map(kind -> "--add-modules=" + kind.module)
        .distinct()
        .toList();
  }

  /**
   * A device of this kind that delivers to {@code guest}.
   *
   * @throws UnsupportedOperationException if the kind is not available; the message says what the
   *     JVM needs
   */
  public Coalescer create(RscPolicy policy, GuestReceiver guest) {
    if (!isAvailable()) {
      throw new UnsupportedOperationException(whatItNeeds());
    }
    return tables == null ? new PassThroughCoalescer(guest) : new RscCoalescer(this, policy, guest);
  }

  /** Whether the kind merges anything. */
  public boolean coalesces() {
    return tables != null;
  }

  private String whatItNeeds() {
    return "coalescer '%s' needs the module %s, which this JVM was not given: start java with --add-modules %s, or mvn with -Pvector"
        .formatted(this, module, module);
  }

  FlowTable newTable(IpFamily family, int capacity) {
    return tables.create(family, capacity);
  }

  /**
   * The kind of a name as users type it: upper or lower case, with dashes or underscores.
   *
   * @throws IllegalArgumentException if there is none, or it is not available; the message lists
   *     the allowed names or says what the JVM needs
   */
  public static CoalescerKind named(String name) {
    String constant = name.toUpperCase(Locale.ROOT).replace('-', '_');
    CoalescerKind named =
        Arrays.stream(values())
            .filter(kind -> kind.name().equals(constant))
            .findFirst()
            .orElseThrow(() ->
                new IllegalArgumentException(
                    "no coalescer '"
                        + name
                        + "'; allowed: "
                        + available().stream()
                            .map(CoalescerKind::name)
                            .collect(Collectors.joining(", "))));
    if (!named.isAvailable()) {
      throw new IllegalArgumentException(named.whatItNeeds());
    }
    return named;
  }
}
