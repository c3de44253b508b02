package dev.rsclab.coalesce;

import dev.rsclab.packet.FlowKey;
import dev.rsclab.packet.IpFamily;
import java.util.HashMap;
import java.util.Map;

/**
 * A {@link HashMap} from a record to an {@link Integer}, as a careful programmer writes it:
 * immutable keys, presized, one look-up per operation.
 *
 * <p>All operations are O(1) expected. Every look-up makes a key and every insertion an entry: what
 * that garbage costs is a finding of this project, not a fault of this class.
 */
final class HashMapFlowTable extends FlowTable {

  private record Ipv4Flow(long addresses, long ports) {}

  private record Ipv6Flow(
      long source, long sourceLow, long destination, long destinationLow, long ports) {}

  private final boolean ipv4;
  private final Map<Record, Integer> slots;
  private final Record[] flows;

  HashMapFlowTable(IpFamily family, int capacity) {
    ipv4 = family == IpFamily.IPV4;
    slots = HashMap.newHashMap(capacity);
    flows = new Record[capacity];
  }

  @Override
  int find(FlowKey key) {
    Integer slot = slots.get(flow(key));
    return slot == null ? NONE : slot;
  }

  @Override
  void insert(FlowKey key, int slot) {
    Record flow = flow(key);
    flows[slot] = flow;
    slots.put(flow, slot);
  }

  @Override
  void remove(int slot) {
    slots.remove(flows[slot]);
    flows[slot] = null;
  }

  private Record flow(FlowKey key) {
    return ipv4
        ? new Ipv4Flow(key.word(0), key.word(1))
        : new Ipv6Flow(key.word(0), key.word(1), key.word(2), key.word(3), key.word(4));
  }
}
