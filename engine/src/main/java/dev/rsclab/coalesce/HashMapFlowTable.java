package dev.rsclab.coalesce;

import dev.rsclab.packet.FlowKey;
import dev.rsclab.packet.IpFamily;
import java.util.HashMap;
import java.util.Map;

/**
 * A {@link HashMap} from a record to an {@link Integer}, as a careful programmer writes it:
 * immutable keys with a hash that mixes, presized, one look-up per operation.
 *
 * <p>All operations are O(1) expected. Every look-up makes a key and every insertion an entry: what
 * that garbage costs is a finding of this project, not a fault of this class.
 */
final class HashMapFlowTable extends FlowTable {

  /*
   * A record's own hash code is a polynomial of its components': addresses and ports of one subnet then fall on few buckets, which turn into
   * trees. So the flows carry the key's hash.
   */
  private record Ipv4Flow(int hash, long addresses, long ports) {
    @Override
    public int hashCode() {
      return hash;
    }
  }

  private record Ipv6Flow(
      int hash, long source, long sourceLow, long destination, long destinationLow, long ports) {
    @Override
    public int hashCode() {
      return hash;
    }
  }

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
        ? new Ipv4Flow(key.hash(), key.word(0), key.word(1))
        : new Ipv6Flow(key.hash(), key.word(0), key.word(1), key.word(2), key.word(3), key.word(4));
  }
}
