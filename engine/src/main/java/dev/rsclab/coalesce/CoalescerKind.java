package dev.rsclab.coalesce;

import dev.rsclab.packet.IpFamily;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * The list of implementations: tests, benchmark parameters, charts and the {@code replay} command
 * all read it.
 *
 * <p>To add one, write a {@link FlowTable} and add a constant here; nothing else.
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
  SET_ASSOCIATIVE(SetAssociativeFlowTable::new);

  /** Makes the flow table of one chain. */
  @FunctionalInterface
  interface TableFactory {
    FlowTable create(IpFamily family, int capacity);
  }

  private final TableFactory tables;

  CoalescerKind(TableFactory tables) {
    this.tables = tables;
  }

  /** A device of this kind that delivers to {@code guest}. */
  public Coalescer create(RscPolicy policy, GuestReceiver guest) {
    return tables == null ? new PassThroughCoalescer(guest) : new RscCoalescer(this, policy, guest);
  }

  /** Whether the kind merges anything. */
  public boolean coalesces() {
    return tables != null;
  }

  FlowTable newTable(IpFamily family, int capacity) {
    return tables.create(family, capacity);
  }

  /**
   * The kind of a name as users type it: upper or lower case, with dashes or underscores.
   *
   * @throws IllegalArgumentException if there is none; the message lists the allowed names
   */
  public static CoalescerKind named(String name) {
    String constant = name.toUpperCase(Locale.ROOT).replace('-', '_');
    return Arrays.stream(values())
        .filter(kind -> kind.name().equals(constant))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "no coalescer '"
                    + name
                    + "'; allowed: "
                    + Arrays.stream(values())
                        .map(CoalescerKind::name)
                        .collect(Collectors.joining(", "))));
  }
}
