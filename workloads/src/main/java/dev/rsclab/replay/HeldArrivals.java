package dev.rsclab.replay;

import dev.rsclab.coalesce.FlowIndex;
import dev.rsclab.packet.FlowKey;
import dev.rsclab.packet.IpFamily;

/**
 * When the frames arrived that are held, a queue for each flow of an IP version.
 *
 * <p>At most one segment of a flow is held, so there are at most as many flows as the coalescer may
 * hold segments. A flow's queue lies in a ring that grows and is used again by later flows.
 */
final class HeldArrivals {

  private static final int FEWEST = 4;

  private final FlowIndex flows;
  private final long[][] rings;
  private final int[] first;
  private final int[] count;

  /** Numbers that were given back; those from {@code used} on have never been given out. */
  private final int[] free;

  private int freeCount;
  private int used;

  HeldArrivals(IpFamily family, int mostFlows) {
    flows = new FlowIndex(family, mostFlows);
    rings = new long[mostFlows][];
    first = new int[mostFlows];
    count = new int[mostFlows];
    free = new int[mostFlows];
  }

  /** Adds a frame to a flow's queue. */
  void add(FlowKey key, long nanos) {
    int flow = flows.find(key);
    if (flow == FlowIndex.NONE) {
      flow = start(key);
    }
    long[] ring = rings[flow];
    if (count[flow] == ring.length) {
      ring = grow(flow);
    }
    ring[(first[flow] + count[flow]++) & (ring.length - 1)] = nanos;
  }

  private int start(FlowKey key) {
    int flow = freeCount > 0 ? free[--freeCount] : used++;
    flows.insert(key, flow);
    if (rings[flow] == null) {
      rings[flow] = new long[FEWEST];
    }
    return flow;
  }

  private long[] grow(int flow) {
    long[] ring = rings[flow];
    int split = first[flow];
    long[] larger = new long[2 * ring.length];
    System.arraycopy(ring, split, larger, 0, ring.length - split);
    System.arraycopy(ring, 0, larger, ring.length - split, split);
    rings[flow] = larger;
    first[flow] = 0;
    return larger;
  }

  /**
   * The number of a flow.
   *
   * @throws IllegalStateException if nothing of it is held
   */
  int find(FlowKey key) {
    int flow = flows.find(key);
    if (flow == FlowIndex.NONE) {
      throw new IllegalStateException("a flow was delivered that was not held");
    }
    return flow;
  }

  /** How many frames of a flow are held. */
  int count(int flow) {
    return count[flow];
  }

  /**
   * Takes the oldest frame from a flow's queue.
   *
   * @throws IllegalStateException if there is none
   */
  long remove(int flow) {
    if (count[flow] == 0) {
      throw new IllegalStateException("more frames delivered than were held");
    }
    long[] ring = rings[flow];
    long nanos = ring[first[flow]];
    first[flow] = (first[flow] + 1) & (ring.length - 1);
    count[flow]--;
    return nanos;
  }

  /** Forgets a flow of which nothing is held any more. */
  void forgetIfEmpty(int flow) {
    if (count[flow] == 0) {
      flows.remove(flow);
      free[freeCount++] = flow;
    }
  }
}
