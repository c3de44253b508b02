package dev.rsclab.workload;

import dev.rsclab.packet.Bytes;
import dev.rsclab.packet.Headers;
import dev.rsclab.packet.IpFamily;
import java.util.Arrays;

/**
 * Numbers flows from 0 in the order in which they first appear; a flow is an IP version, two
 * addresses and two ports, in one direction.
 *
 * <p>An open-addressing table: one lookup per frame of a trace, without an object per frame or per
 * flow.
 */
final class FlowNumbers {

  private static final int KEY_LONGS = 5;

  /** Flow number + 1 at the slot of its key; 0 where the slot is free. */
  private int[] slots = new int[64];

  private long[] keys = new long[32 * KEY_LONGS];
  private final long[] key = new long[KEY_LONGS];
  private int count;

  /** How many flows have a number. */
  int count() {
    return count;
  }

  /** The number of the flow that the parsed segment belongs to. Amortised O(1). */
  int of(byte[] bytes, SegmentParser segment) {
    readKey(bytes, segment);
    int mask = slots.length - 1;
    int slot = hash(key, 0) & mask;
    for (; slots[slot] != 0; slot = (slot + 1) & mask) {
      int at = (slots[slot] - 1) * KEY_LONGS;
      if (Arrays.equals(keys, at, at + KEY_LONGS, key, 0, KEY_LONGS)) {
        return slots[slot] - 1;
      }
    }
    return insert(slot);
  }

  private void readKey(byte[] bytes, SegmentParser segment) {
    int addresses = segment.addresses();
    long ports = Bytes.i32Be(bytes, segment.tcp() + Headers.TCP_PORTS) & 0xFFFF_FFFFL;
    key[0] = Bytes.i64Be(bytes, addresses);
    boolean ipv6 = segment.family() == IpFamily.IPV6;
    for (int i = 1; i < 4; i++) {
      key[i] = ipv6 ? Bytes.i64Be(bytes, addresses + 8 * i) : 0;
    }
    key[4] = ipv6 ? ports | (1L << 32) : ports;
  }

  private int insert(int slot) {
    int number = count++;
    if (count * KEY_LONGS > keys.length) {
      keys = Arrays.copyOf(keys, keys.length * 2);
    }
    System.arraycopy(key, 0, keys, number * KEY_LONGS, KEY_LONGS);
    slots[slot] = count;
    if (count * 2 > slots.length) {
      grow();
    }
    return number;
  }

  private void grow() {
    int[] larger = new int[slots.length * 2];
    int mask = larger.length - 1;
    for (int number = 0; number < count; number++) {
      int slot = hash(keys, number * KEY_LONGS) & mask;
      while (larger[slot] != 0) {
        slot = (slot + 1) & mask;
      }
      larger[slot] = number + 1;
    }
    slots = larger;
  }

  private static int hash(long[] keys, int at) {
    long hash = 0;
    for (int i = at; i < at + KEY_LONGS; i++) {
      hash = SeededRandom.mix(hash + keys[i]);
    }
    return (int) (hash >>> 32);
  }
}
