package dev.rsclab.coalesce;

import dev.rsclab.packet.FlowKey;
import dev.rsclab.packet.IpFamily;
import java.util.Arrays;

/**
 * Dense flow numbers with all state of the table in parallel arrays, no object for a flow: a flow
 * keeps its number, and its place in the index, while nothing of it is held. (What is held of a
 * flow lies by slot in {@link HeldSegments}, as for every kind.)
 *
 * <p>Holding and delivering a flow again and again is then a store each, where {@link
 * OpenAddressingFlowTable} inserts and removes. All operations are O(1) expected. When the numbers
 * run out, the next flow takes the number of one that is not held.
 */
final class PerFlowArraysFlowTable extends FlowTable {

  /**
   * Flows remembered for each one that can be held: enough that a number is reused only after many
   * others.
   */
  private static final int FLOWS_PER_SLOT = 4;

  private final FlowIndex numbers;
  private final int[] slotOfFlow;
  private final int[] flowOfSlot;
  private int flows;
  private int hand;

  /** The number of the flow that came last: an insertion follows the search for its flow. */
  private int lastFound = NONE;

  PerFlowArraysFlowTable(IpFamily family, int capacity) {
    int limit = capacity * FLOWS_PER_SLOT;
    numbers = new FlowIndex(family, limit);
    slotOfFlow = new int[limit];
    Arrays.fill(slotOfFlow, NONE);
    flowOfSlot = new int[capacity];
  }

  @Override
  int find(FlowKey key) {
    lastFound = numbers.find(key);
    return lastFound == NONE ? NONE : slotOfFlow[lastFound];
  }

  @Override
  void insert(FlowKey key, int slot) {
    int flow = lastFound == NONE ? newFlow(key) : lastFound;
    slotOfFlow[flow] = slot;
    flowOfSlot[slot] = flow;
    lastFound = flow;
  }

  @Override
  void remove(int slot) {
    slotOfFlow[flowOfSlot[slot]] = NONE;
  }

  private int newFlow(FlowKey key) {
    int flow = flows < slotOfFlow.length ? flows++ : forgetFlow();
    numbers.insert(key, flow);
    return flow;
  }

  /**
   * Frees the number of the next flow, in turn, that is not held; there is one, since there are
   * more numbers than slots.
   */
  private int forgetFlow() {
    while (slotOfFlow[hand] != NONE) {
      hand = hand + 1 == slotOfFlow.length ? 0 : hand + 1;
    }
    int flow = hand;
    hand = hand + 1 == slotOfFlow.length ? 0 : hand + 1;
    numbers.remove(flow);
    return flow;
  }

  @Override
  long touch(int hash) {
    return numbers.touch(hash);
  }

  @Override
  int candidate(int hash) {
    int flow = numbers.candidate(hash);
    return flow == NONE ? NONE : slotOfFlow[flow];
  }

  @Override
  long touchKey(int slot) {
    return numbers.touchKey(flowOfSlot[slot]);
  }
}
