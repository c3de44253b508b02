package dev.rsclab.coalesce;

import dev.rsclab.packet.Headers;
import dev.rsclab.packet.IpFamily;
import dev.rsclab.packet.PacketView;
import dev.rsclab.packet.TcpFlags;

/**
 * What is known of each held segment, by slot number: one record each, how to read it, and what
 * packets change in it. {@link HeldSegments} writes the first of it, and knows the bytes.
 *
 * <p>All operations are O(1).
 */
abstract class SegmentRecords {

  /*
   * Bookkeeping is one record of 64 bytes a slot, a cache line, because slots are visited at random. What an append reads and writes
   * comes first. What merging changes in the headers is written into the bytes only at delivery; until then the current values are in the record.
   *
   *   NEXT     sequence number that follows the data (32 bits), payload bytes that may be appended (32): negative if none, or if the held
   *            segment is a pure ACK, behind which data is a case of its own
   *   TCP      acknowledgement (32), data offset and flags (16), window (16): bytes 8 to 15 of the TCP header
   *   PLACE    where the bytes lie, as the placement wants it
   *   FRAMES   the queue (32), input frames (32)
   *   FIRST    of the first packet: sequence number (32), payload bytes (16), IP length (16)
   *   ORIGIN   frames that are no segments (32), the lowest hop limit if the placement keeps it here (8), TCP, Ethernet and virtio-net
   *            header bytes of the first packet (8 each)
   *   STAMPS   TSval (32) and TSecr (32), if there are timestamps
   *   COUNTS   where the first packet lies, as the placement wants it (32), duplicate ACKs (16), payload bytes of the largest segment (16)
   */
  static final int RECORD_SHIFT = 3;

  /** Words of a record. */
  static final int WORDS = 1 << RECORD_SHIFT;

  static final int NEXT = 0;
  static final int TCP = 1;
  static final int PLACE = 2;
  static final int FRAMES = 3;
  static final int FIRST = 4;
  static final int ORIGIN = 5;
  static final int STAMPS = 6;
  static final int COUNTS = 7;

  private static final long NO_SEGMENT = 1L << 32;
  private static final int ONE_DUPLICATE_ACK = 1 << 16;

  /** What a record says of the place of the bytes, and a snapshot does not. */
  private static final long PLACE_IN_COUNTS = 0xFFFF_FFFFL << 32;

  private static final long PLACE_IN_ORIGIN = 0xFF00_0000L;

  final IpFamily family;
  final long[] records;

  SegmentRecords(IpFamily family, int capacity) {
    this.family = family;
    records = new long[capacity << RECORD_SHIFT];
  }

  /** The sequence number that follows the data (upper half) and the bytes that may be appended. */
  long next(int slot) {
    return records[(slot << RECORD_SHIFT) + NEXT];
  }

  int nextSequence(int slot) {
    return (int) (next(slot) >>> 32);
  }

  int sequence(int slot) {
    return (int) (records[(slot << RECORD_SHIFT) + FIRST] >>> 32);
  }

  /** Bytes 8 to 15 of the TCP header: acknowledgement, data offset and flags, window. */
  long tcpState(int slot) {
    return records[(slot << RECORD_SHIFT) + TCP];
  }

  int acknowledgement(int slot) {
    return (int) (tcpState(slot) >>> 32);
  }

  int offsetAndFlags(int slot) {
    return (int) tcpState(slot) >>> 16;
  }

  int window(int slot) {
    return (int) tcpState(slot) & 0xFFFF;
  }

  boolean hasCwr(int slot) {
    return (offsetAndFlags(slot) & TcpFlags.CWR) != 0;
  }

  /** Bytes of the TCP header by the data offset taken over last. */
  int tcpHeaderBytes(int slot) {
    return TcpFlags.headerBytes(offsetAndFlags(slot));
  }

  int payloadBytes(int slot) {
    return nextSequence(slot) - sequence(slot);
  }

  int ipLength(int slot) {
    int first = (int) records[(slot << RECORD_SHIFT) + FIRST];
    return (first & 0xFFFF) + payloadBytes(slot) - (first >>> 16);
  }

  /** Input frames that are in the held segment. */
  int frames(int slot) {
    return (int) records[(slot << RECORD_SHIFT) + FRAMES];
  }

  /** Frames but for window updates and duplicate ACKs. */
  int segments(int slot) {
    return frames(slot) - (int) (records[(slot << RECORD_SHIFT) + ORIGIN] >>> 32);
  }

  int duplicateAcks(int slot) {
    return (int) records[(slot << RECORD_SHIFT) + COUNTS] >>> 16;
  }

  int largestSegment(int slot) {
    return (int) records[(slot << RECORD_SHIFT) + COUNTS] & 0xFFFF;
  }

  boolean hasTimestamps(int slot) {
    return tcpHeaderBytes(slot) == Headers.TCP_TIMESTAMP_BYTES;
  }

  /** TSval (upper half) and TSecr, if it {@link #hasTimestamps}. */
  long timestamps(int slot) {
    return records[(slot << RECORD_SHIFT) + STAMPS];
  }

  /** Bytes of the virtio-net header that the held segment came with, or was given since. */
  int vnetHeaderBytes(int slot) {
    return (int) records[(slot << RECORD_SHIFT) + ORIGIN] & 0xFF;
  }

  int ethernetBytes(int slot) {
    return (int) records[(slot << RECORD_SHIFT) + ORIGIN] >>> 8 & 0xFF;
  }

  /** Bytes of the first packet's TCP header. */
  int firstHeaderBytes(int slot) {
    return (int) records[(slot << RECORD_SHIFT) + ORIGIN] >>> 16 & 0xFF;
  }

  int firstPayloadBytes(int slot) {
    return (int) records[(slot << RECORD_SHIFT) + FIRST] >>> 16;
  }

  int queue(int slot) {
    return (int) (records[(slot << RECORD_SHIFT) + FRAMES] >>> 32);
  }

  /** Where the first packet lies, 32 bits that mean what the placement wants. */
  int where(int slot) {
    return (int) (records[(slot << RECORD_SHIFT) + COUNTS] >>> 32);
  }

  static long next(int sequence, int room) {
    return (long) sequence << 32 | (room & 0xFFFF_FFFFL);
  }

  /** Writes down all of appended payload but where it lies. */
  final void extend(int at, int payload, long tcpState) {
    long[] r = records;
    // The sequence number grows by as much as the room shrinks; there is room, so nothing is
    // borrowed.
    r[at + NEXT] += ((long) payload << 32) - payload;
    r[at + TCP] = tcpState;
    r[at + FRAMES]++;
  }

  /** Writes down the payload of a segment that is appended, if it is the largest. */
  final void keepLargest(int slot, int payload) {
    if (payload > largestSegment(slot)) {
      int at = slot << RECORD_SHIFT;
      records[at + COUNTS] = (records[at + COUNTS] & ~0xFFFFL) | payload;
    }
  }

  /** Takes over a packet's window, perhaps its timestamps, and nothing else. */
  final void updateWindow(int slot, PacketView packet, boolean timestamps) {
    int at = slot << RECORD_SHIFT;
    records[at + TCP] = (records[at + TCP] & ~0xFFFFL) | packet.window();
    if (timestamps && packet.hasTimestamps()) {
      records[at + STAMPS] = packet.timestamps();
    }
    countFrame(at);
  }

  final void countDuplicateAck(int slot) {
    int at = slot << RECORD_SHIFT;
    records[at + COUNTS] += ONE_DUPLICATE_ACK;
    countFrame(at);
  }

  private void countFrame(int at) {
    records[at + FRAMES]++;
    records[at + ORIGIN] += NO_SEGMENT;
  }

  /** Writes down that a held segment now has a virtio-net header of so many bytes. */
  final void setVnetHeaderBytes(int slot, int bytes) {
    int at = slot << RECORD_SHIFT;
    records[at + ORIGIN] = (records[at + ORIGIN] & ~0xFFL) | bytes;
  }

  /** The lowest hop limit, for placements that do not keep it among the bytes. */
  final int hopLimit(int slot) {
    return (int) records[(slot << RECORD_SHIFT) + ORIGIN] >>> 24;
  }

  final void setHopLimit(int slot, int hopLimit) {
    int at = slot << RECORD_SHIFT;
    records[at + ORIGIN] = (records[at + ORIGIN] & ~PLACE_IN_ORIGIN) | (long) hopLimit << 24;
  }

  /** A word of a slot's record, but for the place of its bytes: for {@link HeldSnapshot}. */
  final long word(int slot, int word) {
    long value = records[(slot << RECORD_SHIFT) + word];
    return switch (word) {
      case NEXT -> value & ~0xFFFF_FFFFL;
      case PLACE -> 0;
      case COUNTS -> value & ~PLACE_IN_COUNTS;
      case ORIGIN -> value & ~PLACE_IN_ORIGIN;
      default -> value;
    };
  }

  /** Takes over the words of a snapshot; where the bytes lie stays as it is. */
  final void setWords(int slot, long[] words) {
    int at = slot << RECORD_SHIFT;
    long place = records[at + PLACE];
    long origin = records[at + ORIGIN] & PLACE_IN_ORIGIN;
    long counts = records[at + COUNTS] & PLACE_IN_COUNTS;
    System.arraycopy(words, 0, records, at, WORDS);
    records[at + PLACE] = place;
    records[at + ORIGIN] = (records[at + ORIGIN] & ~PLACE_IN_ORIGIN) | origin;
    records[at + COUNTS] = (records[at + COUNTS] & ~PLACE_IN_COUNTS) | counts;
  }

  static int vnetHeaderBytes(long[] words) {
    return (int) words[ORIGIN] & 0xFF;
  }

  static int ethernetBytes(long[] words) {
    return (int) words[ORIGIN] >>> 8 & 0xFF;
  }

  static int tcpHeaderBytes(long[] words) {
    return (int) words[ORIGIN] >>> 16 & 0xFF;
  }

  static int firstIpLength(long[] words) {
    return (int) words[FIRST] & 0xFFFF;
  }

  static int payloadBytes(long[] words) {
    return (int) (words[NEXT] >>> 32) - (int) (words[FIRST] >>> 32);
  }
}
