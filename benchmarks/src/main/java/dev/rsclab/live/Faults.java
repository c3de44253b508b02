package dev.rsclab.live;

import java.util.SplittableRandom;

/**
 * What a bad wire does to frames, drawn from a seed: loses, duplicates, or swaps with the next one.
 *
 * @param loss share of the frames that is lost, 0 to 1
 * @param reordering share that the next frame overtakes, 0 to 1
 * @param duplication share that comes twice, 0 to 1
 * @param seed of the choice: the same frames in the same order meet the same faults
 */
record Faults(double loss, double reordering, double duplication, long seed) {

  /** A good wire. */
  static final Faults NONE = new Faults(0, 0, 0, 0);

  /** What becomes of a frame. */
  enum Fate {
    PASS,
    LOSE,
    DUPLICATE,
    /** It goes behind the next frame, or to the end of the batch if there is none. */
    SWAP
  }

  /** Whether frames never meet any. */
  boolean none() {
    return loss == 0 && reordering == 0 && duplication == 0;
  }

  /** Draws the fates of frames, one after the other. */
  Draw draw() {
    return new Draw(this);
  }

  /** The fates of one stream of frames. */
  static final class Draw {

    private final SplittableRandom random;
    private final double untilLoss;
    private final double untilDuplication;
    private final double untilSwap;

    private Draw(Faults faults) {
      random = new SplittableRandom(faults.seed);
      untilLoss = faults.loss;
      untilDuplication = untilLoss + faults.duplication;
      untilSwap = untilDuplication + faults.reordering;
    }

    /** What becomes of the next frame. */
    Fate next() {
      double drawn = random.nextDouble();
      if (drawn < untilLoss) {
        return Fate.LOSE;
      }
      if (drawn < untilDuplication) {
        return Fate.DUPLICATE;
      }
      return drawn < untilSwap ? Fate.SWAP : Fate.PASS;
    }
  }
}
