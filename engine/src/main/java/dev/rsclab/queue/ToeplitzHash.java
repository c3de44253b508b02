package dev.rsclab.queue;

import java.util.HexFormat;

/**
 * The hash of receive-side scaling (Microsoft, "RSS hashing functions"; VIRTIO 1.2, 5.1.6.4.3):
 * each bit of the input that is set adds, without carries, the 32 bits of the key that begin at the
 * same place.
 *
 * <p>What a byte adds depends on its place and its value alone, so it is looked up in a table of 36
 * KiB, of which the 12 input bytes of TCP over IPv4 use the first 12. Allocation-free; O(input
 * bytes). Immutable, for any number of threads.
 */
public final class ToeplitzHash {

  /** Bytes of a key: those of the longest input and four more. */
  public static final int KEY_BYTES = 40;

  /** Bytes of the longest input: two IPv6 addresses and two ports. */
  public static final int MAX_INPUT_BYTES = KEY_BYTES - Integer.BYTES;

  private static final int VALUES = 1 << Byte.SIZE;

  private static final String PUBLISHED_KEY =
      "6d5a56da255b0ec24167253d43a38fb0d0ca2bcbae7b30b477cb2da38030f20c6a42b73bbeac01fa";

  /** What a byte adds: its place times 256, plus its value. */
  private final int[] additions = new int[MAX_INPUT_BYTES * VALUES];

  /**
   * A hash with a key of {@value #KEY_BYTES} bytes.
   *
   * @throws IllegalArgumentException if it has another length
   */
  public ToeplitzHash(byte[] key) {
    if (key.length != KEY_BYTES) {
      throw new IllegalArgumentException(
          "key of " + key.length + " bytes; allowed: " + KEY_BYTES + " bytes");
    }
    for (int place = 0; place < MAX_INPUT_BYTES; place++) {
      long window = 0; // the 40 bits of the key that the byte's eight bits select from
      for (int i = 0; i <= Integer.BYTES; i++) {
        window = (window << Byte.SIZE) | (key[place + i] & 0xFF);
      }
      for (int value = 1; value < VALUES; value++) {
        int lowest = Integer.numberOfTrailingZeros(value);
        int rest = value & (value - 1);
        additions[place * VALUES + value] =
            additions[place * VALUES + rest] ^ (int) (window >>> (lowest + 1));
      }
    }
  }

  /**
   * The key of Microsoft's verification suite, which everybody knows: for tests and benchmarks. Who
   * knows a device's key can send all flows to one queue.
   */
  public static byte[] publishedKey() {
    return HexFormat.of().parseHex(PUBLISHED_KEY);
  }

  /**
   * What some bytes of the input add to the hash; the hash of an input is the exclusive or of what
   * its parts add, in any order.
   *
   * @param place which byte of the input the first one is, from 0
   * @param bytes holds the bytes from {@code at} on
   * @param count how many
   * @throws IndexOutOfBoundsException if they exceed the array or {@value #MAX_INPUT_BYTES} bytes
   */
  public int part(int place, byte[] bytes, int at, int count) {
    int hash = 0;
    int row = place * VALUES;
    for (int i = at; i < at + count; i++) {
      hash ^= additions[row + (bytes[i] & 0xFF)];
      row += VALUES;
    }
    return hash;
  }
}
