package dev.rsclab.workload;

import dev.rsclab.packet.Bytes;
import dev.rsclab.packet.Headers;
import dev.rsclab.packet.InternetChecksum;
import dev.rsclab.packet.TcpFlags;

/** What each pass of a trace adds to the numbers of its flows, and the adding. Immutable. */
final class FlowAdvances {

  private final long[] sequence;
  private final long[] acknowledgement;

  /** Takes one element a flow; the arrays are the callee's from now on. */
  FlowAdvances(long[] sequence, long[] acknowledgement) {
    this.sequence = sequence;
    this.acknowledgement = acknowledgement;
  }

  /** How many flows there are. */
  int flows() {
    return sequence.length;
  }

  /** Added to the sequence numbers of {@code flow} by each pass. */
  long sequence(int flow) {
    return sequence[flow];
  }

  /** Added to the acknowledgement numbers of {@code flow} by each pass. */
  long acknowledgement(int flow) {
    return acknowledgement[flow];
  }

  /**
   * Turns a segment of pass 0 into that of pass {@code pass}, its checksum included.
   *
   * @param tcp offset of the TCP header in {@code bytes}
   */
  void apply(int flow, long pass, byte[] bytes, int tcp) {
    int checksum = Bytes.u16Be(bytes, tcp + Headers.TCP_CHECKSUM);
    checksum = add(bytes, tcp + Headers.TCP_SEQUENCE, pass * sequence[flow], checksum);
    // Without ACK the field means nothing, and is zero in the SYN of every real stack.
    if ((Bytes.u16Be(bytes, tcp + Headers.TCP_OFFSET_AND_FLAGS) & TcpFlags.ACK) != 0) {
      int at = tcp + Headers.TCP_ACKNOWLEDGEMENT;
      checksum = add(bytes, at, pass * acknowledgement[flow], checksum);
    }
    Bytes.putU16Be(bytes, tcp + Headers.TCP_CHECKSUM, checksum);
  }

  private static int add(byte[] bytes, int at, long advance, int checksum) {
    if (advance == 0) {
      return checksum;
    }
    int before = Bytes.i32Be(bytes, at);
    int after = before + (int) advance;
    Bytes.putI32Be(bytes, at, after);
    return InternetChecksum.update(checksum, before, after);
  }
}
