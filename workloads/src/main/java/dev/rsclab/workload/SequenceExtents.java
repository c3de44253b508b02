package dev.rsclab.workload;

import dev.rsclab.packet.Bytes;
import dev.rsclab.packet.Headers;
import dev.rsclab.packet.TcpFlags;
import java.util.Arrays;

/**
 * For each flow of a trace, how far sequence and acknowledgement numbers move in one pass.
 *
 * <p>Numbers are unwrapped (RFC 1982 arithmetic against the highest seen so far), so a flow may
 * wrap, even more than once. Resets do not count: their numbers need not be the stream's.
 */
final class SequenceExtents {

  private boolean[] sequenceSeen = new boolean[32];
  private boolean[] acknowledgementSeen = new boolean[32];
  private int[] firstSequence = new int[32];
  private long[] lowest = new long[32];
  private long[] highest = new long[32];
  private int[] firstAcknowledgement = new int[32];
  private long[] highestAcknowledgement = new long[32];
  private long[] lastStep = new long[32];

  /** Takes account of a parsed segment of flow {@code flow}. */
  void add(int flow, byte[] bytes, SegmentParser segment) {
    int flags = segment.offsetAndFlags(bytes);
    if ((flags & TcpFlags.RST) != 0) {
      return;
    }
    ensureRoom(flow);
    int sequence = Bytes.i32Be(bytes, segment.tcp() + Headers.TCP_SEQUENCE);
    addSequence(flow, sequence, segment.sequenceSpace(bytes));
    if ((flags & TcpFlags.ACK) != 0) {
      addAcknowledgement(flow, Bytes.i32Be(bytes, segment.tcp() + Headers.TCP_ACKNOWLEDGEMENT));
    }
  }

  private void addSequence(int flow, int sequence, int space) {
    if (!sequenceSeen[flow]) {
      sequenceSeen[flow] = true;
      firstSequence[flow] = sequence;
    }
    long start = unwrap(sequence, firstSequence[flow], highest[flow]);
    lowest[flow] = Math.min(lowest[flow], start);
    highest[flow] = Math.max(highest[flow], start + space);
  }

  private void addAcknowledgement(int flow, int acknowledgement) {
    if (!acknowledgementSeen[flow]) {
      acknowledgementSeen[flow] = true;
      firstAcknowledgement[flow] = acknowledgement;
    }
    long before = highestAcknowledgement[flow];
    long offset = unwrap(acknowledgement, firstAcknowledgement[flow], before);
    if (offset > before) {
      highestAcknowledgement[flow] = offset;
      lastStep[flow] = offset - before;
    }
  }

  /** The offset from {@code first} that is nearest to {@code near} and has {@code number}. */
  private static long unwrap(int number, int first, long near) {
    return near + (number - (first + (int) near));
  }

  private void ensureRoom(int flow) {
    if (flow < sequenceSeen.length) {
      return;
    }
    int room = Math.max(flow + 1, sequenceSeen.length * 2);
    sequenceSeen = Arrays.copyOf(sequenceSeen, room);
    acknowledgementSeen = Arrays.copyOf(acknowledgementSeen, room);
    firstSequence = Arrays.copyOf(firstSequence, room);
    lowest = Arrays.copyOf(lowest, room);
    highest = Arrays.copyOf(highest, room);
    firstAcknowledgement = Arrays.copyOf(firstAcknowledgement, room);
    highestAcknowledgement = Arrays.copyOf(highestAcknowledgement, room);
    lastStep = Arrays.copyOf(lastStep, room);
  }

  /**
   * What a pass adds to each flow: to sequence numbers the end of the highest segment less the
   * start of the lowest; to acknowledgement numbers the highest less the first, and one more step
   * for a flow without data, whose next pass would otherwise begin with a duplicate of its last.
   */
  FlowAdvances advances(int flows) {
    long[] sequence = new long[flows];
    long[] acknowledgement = new long[flows];
    for (int flow = 0; flow < Math.min(flows, sequenceSeen.length); flow++) {
      sequence[flow] = highest[flow] - lowest[flow];
      acknowledgement[flow] =
          highestAcknowledgement[flow] + (sequence[flow] == 0 ? lastStep[flow] : 0);
    }
    return new FlowAdvances(sequence, acknowledgement);
  }
}
