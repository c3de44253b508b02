package dev.rsclab.coalesce;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/**
 * Owns the frames that are offered to a coalescer, and spoils each as soon as the contract says
 * that it is back: what is read too late shows.
 *
 * <p>Frames lie in a ring of buffers as a NIC's do; one that does not fit a buffer has an array of
 * its own.
 */
final class FrameOwner {

  /** Frames do not begin at zero: an offset forgotten somewhere shows. */
  private static final int START = 7;

  private static final int BUFFER_BYTES = 700;

  /** What spoils frames. It is copied, because the first compiler would fill byte by byte. */
  private static final byte[] SPOILT = new byte[2048];

  static {
    Arrays.fill(SPOILT, (byte) 0xEE);
  }

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Frame(byte[] bytes, int start, int length) {
    void spoil() {
      for (int done = 0; done < length; done += SPOILT.length) {
        System.arraycopy(SPOILT, 0, bytes, start + done, Math.min(SPOILT.length, length - done));
      }
    }
  }

  private final int lends;
  private final byte[] ring;
  private final Deque<Frame> out = new ArrayDeque<>();
  private int next;

  /**
   * An owner that lends so many of the last frames, 0 if a frame is back when it has been taken.
   */
  FrameOwner(int lends) {
    this.lends = lends;
    ring = new byte[START + (lends + 1) * BUFFER_BYTES];
  }

  /** What a policy allows to lend. */
  static FrameOwner of(RscPolicy policy) {
    return new FrameOwner(policy.placement() == Placement.GATHERED ? policy.lentFrames() : 0);
  }

  /** Offers a copy of a frame. */
  int offer(Coalescer coalescer, int queue, byte[] frame, int length, long nowNanos) {
    boolean fits = length <= BUFFER_BYTES;
    byte[] bytes = fits ? ring : new byte[START + length + START];
    int start = fits ? START + next * BUFFER_BYTES : START;
    System.arraycopy(frame, 0, bytes, start, length);
    int result = coalescer.offer(queue, bytes, start, length, nowNanos);
    Frame offered = new Frame(bytes, start, length);
    if (result <= 0 || lends == 0) {
      offered.spoil();
      return result;
    }
    next = (next + 1) % (lends + 1);
    out.addLast(offered);
    spoil(lends);
    return result;
  }

  /** Spoils all frames but the last ones. */
  void spoil(int lent) {
    while (out.size() > lent) {
      out.removeFirst().spoil();
    }
  }
}
