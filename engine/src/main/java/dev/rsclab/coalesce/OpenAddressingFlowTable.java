package dev.rsclab.coalesce;

import dev.rsclab.packet.FlowKey;
import dev.rsclab.packet.IpFamily;

/**
 * Open addressing over primitive keys: a flow is in the index as long as it is held.
 *
 * <p>All operations are O(1) expected. Compare {@link PerFlowArraysFlowTable}, which leaves flows
 * in the index.
 */
final class OpenAddressingFlowTable extends FlowTable {

  private final FlowIndex slots;

  OpenAddressingFlowTable(IpFamily family, int capacity) {
    slots = new FlowIndex(family, capacity);
  }

  @Override
  int find(FlowKey key) {
    return slots.find(key);
  }

  @Override
  void insert(FlowKey key, int slot) {
    slots.insert(key, slot);
  }

  @Override
  void remove(int slot) {
    slots.remove(slot);
  }

  @Override
  void removeAll(ArrivalOrder order) {
    slots.removeAll(order);
  }

  @Override
  long touch(int hash) {
    return slots.touch(hash);
  }

  @Override
  int candidate(int hash) {
    return slots.candidate(hash);
  }

  @Override
  long touchKey(int slot) {
    return slots.touchKey(slot);
  }
}
