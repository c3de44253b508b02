package dev.rsclab.coalesce;

import dev.rsclab.packet.Bytes;
import java.util.Arrays;
import java.util.Optional;

/** A held segment: a copy of its first frame that grows, and a few counts. */
final class ModelSegment {

  private static final int NEEDS_CSUM = 1;
  private static final int DATA_VALID = 2;
  private static final int RSC_INFO = 4;
  private static final int GSO_ECN = 0x80;

  private static final int SMALL_FRAME = 1580;
  private static final int SMALL_MEMORY = 1600;
  private static final int LARGE_MEMORY = 71_232;

  private final RscPolicy policy;
  final ModelFlow flow;
  final int queue;
  ModelFrame frame;

  /** Payload bytes so far. */
  int payload;

  /** Packets with payload, and the first. */
  int segments = 1;

  int duplicateAcks;

  /** Packets that went in, whatever they added. */
  int frames = 1;

  /** When it is due by its first packet, and by its last one where that matters. */
  ModelTimes.Alarm sinceFirst;

  Optional<ModelTimes.Alarm> sinceLast = Optional.empty();

  private int largestPayload;

  ModelSegment(RscPolicy policy, ModelFlow flow, int queue, ModelFrame first) {
    this.policy = policy;
    this.flow = flow;
    this.queue = queue;
    frame = first.copy(heldBytes(policy, first));
    payload = first.payloadBytes();
    largestPayload = payload;
  }

  /** Bytes that are held of a frame, with its virtio-net header. */
  static int heldBytes(RscPolicy policy, ModelFrame first) {
    return policy.has(RscSwitch.TRIM_TO_IP_LENGTH) ? first.end() : first.bytes.length;
  }

  /** The memory that a held frame of so many bytes takes. */
  static int memory(int frameBytes) {
    return frameBytes <= SMALL_FRAME ? SMALL_MEMORY : LARGE_MEMORY;
  }

  int memory() {
    return memory(frame.frameBytes());
  }

  /** The earlier of its deadlines. */
  ModelTimes.Deadline deadline() {
    ModelTimes.Deadline first = sinceFirst.deadline();
    return sinceLast
        .map(ModelTimes.Alarm::deadline)
        .filter(last -> last.compareTo(first) < 0)
        .orElse(first);
  }

  int next() {
    return frame.sequence() + payload;
  }

  void append(ModelFrame p) {
    byte[] data = p.payload();
    int size = frame.bytes.length;
    frame.bytes = Arrays.copyOf(frame.bytes, size + data.length);
    System.arraycopy(data, 0, frame.bytes, size, data.length);
    frame.setIpLength(frame.ipLength() + data.length);
    int push = policy.has(RscSwitch.OR_PUSH) ? frame.word() & ModelFrame.PUSH : 0;
    frame.setWord(p.word() | push);
    frame.setAcknowledgement(p.acknowledgement());
    frame.setWindow(p.window());
    takeTimestamps(p);
    if (policy.has(RscSwitch.COMPARE_HEADERS) && policy.has(RscSwitch.LOWEST_HOP_LIMIT)) {
      frame.setHopLimit(Math.min(frame.hopLimit(), p.hopLimit()));
    }
    payload += data.length;
    largestPayload = Math.max(largestPayload, data.length);
    segments++;
    frames++;
  }

  /** Takes over the window of an update. */
  void updateWindow(ModelFrame p) {
    frame.setWindow(p.window());
    frames++;
  }

  void takeTimestamps(ModelFrame p) {
    if (frame.hasTimestamps() && p.hasTimestamps()) {
      frame.setTimestamps(p);
    }
  }

  void countDuplicateAck() {
    duplicateAcks++;
    frames++;
  }

  /**
   * What the guest is to see, behind a virtio-net header of so many bytes where the policy follows
   * its length (policies, section 5).
   */
  byte[] presented(int vnetBytes) {
    if (vnetBytes != frame.ethernet && policy.has(RscSwitch.FLUSH_ON_CHANGE)) {
      frame = frame.behind(vnetBytes);
    }
    return presented();
  }

  /** What the guest is to see (contract 3; policies, section 4). */
  private byte[] presented() {
    ModelFrame shown = frame.copy(frame.bytes.length);
    if (!policy.has(RscSwitch.COMPLETE_HEADERS)) {
      writeHeadersOfTheReference(shown.bytes);
    } else if (segments > 1) {
      writeHeadersOfUnit(shown);
    } else if (frames > 1) {
      writeHeadersOfChanged(shown);
    }
    return shown.bytes;
  }

  private int gsoType() {
    return frame.ipv4 ? 1 : 4;
  }

  /** Checksums stay the first packet's. */
  private void writeHeadersOfTheReference(byte[] b) {
    boolean coalesced = frames > 1;
    b[0] = (byte) (coalesced ? RSC_INFO : 0);
    b[1] = (byte) (coalesced ? gsoType() : 0);
    if (coalesced) {
      Bytes.putU16Le(b, 6, segments);
      Bytes.putU16Le(b, 8, duplicateAcks);
    }
  }

  private void writeHeadersOfUnit(ModelFrame shown) {
    boolean whole = policy.has(RscSwitch.COMPUTE_TCP_CHECKSUM);
    boolean reduced = (frame.word() & ModelFrame.CWR) != 0;
    byte[] b = shown.bytes;
    b[0] = (byte) (RSC_INFO | (whole ? DATA_VALID : NEEDS_CSUM));
    b[1] = (byte) (gsoType() | (reduced ? GSO_ECN : 0));
    Bytes.putU16Le(b, 2, shown.tcp() - shown.ethernet + shown.tcpHeaderBytes());
    Bytes.putU16Le(b, 4, largestPayload);
    Bytes.putU16Le(b, 6, segments);
    Bytes.putU16Le(b, 8, duplicateAcks);
    ModelChecksum.writeIpv4Header(shown);
    if (whole) {
      ModelChecksum.writeTcp(shown);
    } else {
      ModelChecksum.writePartialTcp(shown);
    }
  }

  /** One packet still, but not as it came. */
  private void writeHeadersOfChanged(ModelFrame shown) {
    byte[] b = shown.bytes;
    if (duplicateAcks > 0) {
      b[0] = DATA_VALID | RSC_INFO;
      b[1] = 0;
      Bytes.putU16Le(b, 6, 1);
      Bytes.putU16Le(b, 8, duplicateAcks);
    }
    ModelChecksum.writeIpv4Header(shown);
    ModelChecksum.writeTcp(shown);
  }
}
