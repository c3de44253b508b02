package dev.rsclab.coalesce;

import dev.rsclab.packet.Bytes;
import dev.rsclab.packet.FlowKey;
import dev.rsclab.packet.Headers;

/**
 * Reads, for all frames of a batch, the memory that each of them will need, before the first of
 * them is judged: so the cache misses of the batch overlap, where frame by frame each waits for the
 * one before.
 *
 * <p>It works in steps, each a short loop over the batch, because what a step reads tells where the
 * next one has to: the table's place, then key and record of the slot found there. All of it is a
 * guess that nothing depends on: a frame of another form is left out, a wrong slot costs a line.
 * O(frames), allocation-free.
 *
 * <p>Reading costs instructions, and what comes out of a cache is waited for in part only: a
 * processor goes on meanwhile. So the steps are taken as far as the bound on the held segments says
 * that caches do not suffice (docs/kinds.md).
 */
final class Lookahead {

  /** Frames that are looked at together: what they need fits a first-level cache. */
  static final int MOST_FRAMES = 32;

  /** A bound on the held segments up to which tables fit the second-level caches. */
  private static final int TABLES_FIT = 4096;

  /** A bound on the held segments up to which their records fit the last-level caches. */
  private static final int RECORDS_FIT = 1 << 17;

  private static final int ETHERNET = Headers.ETHERNET_BYTES;
  private static final int PORTS_BYTES = 4;

  private final FlowKey key;
  private final Reads ipv4;
  private final Reads ipv6;

  Lookahead(Chain ipv4, Chain ipv6, long hashKey) {
    key = new FlowKey(hashKey);
    this.ipv4 = new Reads(ipv4);
    this.ipv6 = new Reads(ipv6);
  }

  /** Whether reading ahead gains more than it costs. */
  static boolean pays(RscPolicy policy) {
    return policy.maxHeldSegments() > TABLES_FIT;
  }

  /**
   * Reads what the frames of a batch will need.
   *
   * @param count at most {@value #MOST_FRAMES}
   */
  void read(byte[] bytes, int[] starts, int[] lengths, int from, int count, int vnetHeaderBytes) {
    ipv4.begin();
    ipv6.begin();
    for (int i = from; i < from + count; i++) {
      // What is not in the array is found out when the frame is offered.
      if (starts[i] >= 0 && lengths[i] <= bytes.length - starts[i]) {
        int ethernet = starts[i] + vnetHeaderBytes;
        look(bytes, ethernet, starts[i] + lengths[i] - ethernet);
      }
    }
    ipv4.read();
    ipv6.read();
  }

  /** Depends on all that was read: for this a compiler must leave out no read. */
  long digest() {
    return ipv4.digest + ipv6.digest;
  }

  private void look(byte[] bytes, int ethernet, int frameBytes) {
    int ip = ethernet + ETHERNET;
    if (frameBytes < ETHERNET + Headers.IPV4_BYTES + PORTS_BYTES) {
      return;
    }
    int etherType = Bytes.u16Be(bytes, ethernet + Headers.ETHERNET_TYPE);
    if (etherType == Headers.ETHERTYPE_IPV4) {
      key.setIpv4(bytes, ip, Bytes.i32Be(bytes, ip + Headers.IPV4_BYTES), 0);
      ipv4.add(key.hash());
    } else if (etherType == Headers.ETHERTYPE_IPV6
        && frameBytes >= ETHERNET + Headers.IPV6_BYTES + PORTS_BYTES) {
      key.setIpv6(bytes, ip, Bytes.i32Be(bytes, ip + Headers.IPV6_BYTES), 0);
      ipv6.add(key.hash());
    }
  }

  /** The reads of one chain. */
  private static final class Reads {

    private final FlowTable table;
    private final HeldSegments held;
    private final int[] hashes = new int[MOST_FRAMES];
    private int count;

    private long digest;

    Reads(Chain chain) {
      table = chain.table;
      held = chain.held;
    }

    void begin() {
      count = 0;
    }

    void add(int hash) {
      hashes[count++] = hash;
    }

    void read() {
      if (count == 0) {
        return;
      }
      digest += readPlaces();
      if (held.capacity() > RECORDS_FIT) {
        digest += readRecords();
      }
    }

    private long readPlaces() {
      long sum = 0;
      for (int i = 0; i < count; i++) {
        sum += table.touch(hashes[i]);
      }
      return sum;
    }

    private long readRecords() {
      long sum = 0;
      for (int i = 0; i < count; i++) {
        int slot = table.candidate(hashes[i]);
        if (slot != FlowTable.NONE) {
          sum += table.touchKey(slot) + held.next(slot) + held.rank(slot);
        }
      }
      return sum;
    }
  }
}
