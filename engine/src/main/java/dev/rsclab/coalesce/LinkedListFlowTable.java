package dev.rsclab.coalesce;

import dev.rsclab.packet.FlowKey;
import dev.rsclab.packet.IpFamily;

/**
 * The reference's structure: a doubly linked list of flows, walked from the head, appended at the
 * tail.
 *
 * <p>Finding and missing are O(flows held); insert and remove are O(1). Nodes are recycled with
 * their slots.
 */
final class LinkedListFlowTable extends FlowTable {

  private static final class Node {
    final int slot;
    final long[] key;
    Node next;
    Node previous;

    Node(int slot, int words) {
      this.slot = slot;
      key = new long[words];
    }
  }

  private final int words;
  private final Node[] nodes;
  private Node first;
  private Node last;

  LinkedListFlowTable(IpFamily family, int capacity) {
    words = FlowKey.words(family);
    nodes = new Node[capacity];
  }

  @Override
  int find(FlowKey key) {
    for (Node node = first; node != null; node = node.next) {
      if (key.matches(node.key, 0)) {
        return node.slot;
      }
    }
    return NONE;
  }

  @Override
  void insert(FlowKey key, int slot) {
    Node node = nodes[slot];
    if (node == null) {
      node = new Node(slot, words);
      nodes[slot] = node;
    }
    key.store(node.key, 0);
    node.next = null;
    node.previous = last;
    if (last == null) {
      first = node;
    } else {
      last.next = node;
    }
    last = node;
  }

  @Override
  void remove(int slot) {
    Node node = nodes[slot];
    if (node.previous == null) {
      first = node.next;
    } else {
      node.previous.next = node.next;
    }
    if (node.next == null) {
      last = node.previous;
    } else {
      node.next.previous = node.previous;
    }
  }

  @Override
  void removeAll(ArrivalOrder order) {
    first = null;
    last = null;
  }

  @Override
  boolean remembersLast() {
    return false;
  }
}
