package dev.rsclab.coalesce;

import java.util.ArrayList;
import java.util.List;

/**
 * Where the lent frames lie, by the number of their offer: the descriptors of {@link
 * GatheredSegments}, and when the oldest frame has to go back to its owner.
 *
 * <p>Frames are numbered as they are offered, and only the last ones can be lent. So a ring of as
 * many descriptors, found by number, needs no free list: who comes round has outlived the frame
 * before. Descriptors are written in sequence. All operations are O(1); nothing is allocated once
 * the high-water mark has been reached and frames lie in one array.
 */
final class LentFrames {

  private static final int FIRST_PLACES = 1024;

  /** In a descriptor's length: the frame lies in an array of its own. */
  private static final long OTHER = 1L << 31;

  private final int most;
  private final List<HeldSegments> chains = new ArrayList<>();

  /*
   * Two words each: where the bytes begin (32 bits) and how many they are (32); the number of the frame that continues the segment. An owner's
   * frames mostly lie in one array, which is known once: a reference for each would cost the collector's write barrier.
   */
  private long[] descriptors;
  private int mask;
  private byte[] usual = {};
  private byte[][] others = {};

  /** The number of the frame that was offered last. Numbers wrap around. */
  private int number;

  /** The first number that asks for a closer look: an older frame may have to go back. */
  private int due;

  /**
   * No frame is lent.
   *
   * @param most how many of the last frames may be lent
   */
  LentFrames(int most) {
    this.most = most;
    int places = Math.min(FIRST_PLACES, placesFor(most));
    descriptors = new long[2 * places];
    mask = places - 1;
    due = limit();
  }

  private static int placesFor(int frames) {
    return frames == 1 ? 1 : Integer.highestOneBit(frames - 1) << 1;
  }

  private int limit() {
    return Math.min(mask + 1, most);
  }

  /** Another frame is offered. Returns whether one may have to go back before it can be lent. */
  boolean next() {
    return ++number - due >= 0;
  }

  /** Whether {@link #next} would say so. */
  boolean nextIsDue() {
    return number + 1 - due >= 0;
  }

  /** Another frame is offered, and none has to go back. */
  void take() {
    number++;
  }

  /** The frame was not taken, and is nobody's number. */
  void undoNext() {
    number--;
  }

  /** The number of the frame that is offered. */
  int number() {
    return number;
  }

  /** How many frames, the one that is offered included, are not older than a frame. */
  int framesSince(int first) {
    return number - first + 1;
  }

  /** Whether a frame has to go back now. If not, it is the oldest one that is lent. */
  boolean isDue(int oldest) {
    while (number - oldest > mask && mask + 1 < most) {
      grow();
    }
    due = oldest + limit();
    return number - due >= 0;
  }

  /** No frame is lent. */
  void allAreBack() {
    due = number + limit();
  }

  /** Counts what a chain holds among what is lent. */
  void serve(HeldSegments chain) {
    chains.add(chain);
  }

  /** Whether the segment that starts to be held is the only one. */
  boolean isAlone() {
    int held = 0;
    for (int i = 0; i < chains.size(); i++) {
      held += chains.get(i).size();
    }
    return held == 1;
  }

  /** Takes an array for the usual one, with what was lent last; no bytes of the one before are. */
  void changeOwner(byte[] bytes) {
    usual = bytes;
    descriptors[(number & mask) << 1] &= ~OTHER;
  }

  private void grow() {
    long[] before = descriptors;
    byte[][] othersBefore = others;
    int maskBefore = mask;
    descriptors = new long[2 * before.length];
    mask = 2 * maskBefore + 1;
    others = othersBefore.length == 0 ? othersBefore : new byte[mask + 1][];
    // The number that is offered has no descriptor yet.
    for (int n = number - 1 - maskBefore; n != number; n++) {
      int from = n & maskBefore;
      int to = n & mask;
      descriptors[2 * to] = before[2 * from];
      descriptors[2 * to + 1] = before[2 * from + 1];
      if (others.length > 0) {
        others[to] = othersBefore[from];
      }
    }
  }

  /**
   * Lends bytes of the frame that is offered.
   *
   * @return whether they do not lie in the usual array
   */
  @SuppressWarnings("ReferenceEquality") // the same array, not an equal one
  boolean lend(byte[] bytes, int start, int length) {
    if (bytes != usual) {
      return lendOther(number, bytes, start, length);
    }
    descriptors[(number & mask) << 1] = (long) start << 32 | length;
    return false;
  }

  /** Says that the bytes of a frame now lie elsewhere. Returns what {@link #lend} does. */
  boolean lendOther(int frame, byte[] bytes, int start, int length) {
    int place = frame & mask;
    if (others.length == 0) {
      others = new byte[mask + 1][];
    }
    descriptors[place << 1] = (long) start << 32 | OTHER | length;
    others[place] = bytes;
    return true;
  }

  /** The frame that is offered continues what ends with a frame. */
  void follow(int last) {
    descriptors[((last & mask) << 1) + 1] = number;
  }

  /** The number of the frame that continues a frame. */
  int after(int frame) {
    return (int) descriptors[((frame & mask) << 1) + 1];
  }

  byte[] usual() {
    return usual;
  }

  /** The array of a frame that does not lie in the usual one. */
  byte[] other(int frame) {
    return others[frame & mask];
  }

  byte[] array(int frame) {
    return (descriptors[(frame & mask) << 1] & OTHER) == 0 ? usual : other(frame);
  }

  int start(int frame) {
    return (int) (descriptors[(frame & mask) << 1] >>> 32);
  }

  int length(int frame) {
    return (int) descriptors[(frame & mask) << 1] & Integer.MAX_VALUE;
  }

  /** Bytes taken so far. */
  long bytes() {
    return (long) descriptors.length * Long.BYTES + (long) others.length * Integer.BYTES;
  }
}
