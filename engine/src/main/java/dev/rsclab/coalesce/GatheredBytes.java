package dev.rsclab.coalesce;

/** What is held in lent frames, in order: what is left of the first one, then payload. */
final class GatheredBytes extends Pieces {

  private final LentFrames lent;
  private int first;
  private int last;
  private int skipped;
  private int frame;
  private int skip;

  GatheredBytes(LentFrames lent) {
    this.lent = lent;
  }

  /**
   * Sets it on a held segment.
   *
   * @param skip bytes of the first frame that are not part of it
   */
  void set(int first, int last, int skip) {
    this.first = first;
    this.last = last;
    skipped = skip;
  }

  @Override
  void toStart() {
    frame = first;
    skip = skipped;
  }

  @Override
  void toNext() {
    if (frame != last) {
      frame = lent.after(frame);
      skip = 0;
    }
  }

  @Override
  byte[] array() {
    return lent.array(frame);
  }

  @Override
  int start() {
    return lent.start(frame) + skip;
  }

  @Override
  int length() {
    return lent.length(frame) - skip;
  }
}
