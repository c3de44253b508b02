package dev.rsclab.coalesce;

/** Which of the guest's buffers continues which: what is held in {@link GuestBuffers}. */
final class PlacedBytes extends Pieces {

  /** No buffer. */
  static final int NONE = -1;

  private final byte[] memory;
  private final int bufferBytes;
  private final int[] after;
  private int first;
  private int buffer;
  private int last;
  private int inLast;

  PlacedBytes(GuestBuffers guest) {
    memory = guest.memory();
    bufferBytes = guest.bufferBytes();
    after = new int[guest.buffers()];
  }

  void link(int buffer, int next) {
    after[buffer] = next;
  }

  /** The buffer that continues a full one. */
  int after(int buffer) {
    return after[buffer];
  }

  /**
   * Sets it on what lies behind a buffer.
   *
   * @param last the last buffer
   * @param inLast bytes in it
   */
  void set(int first, int last, int inLast) {
    this.first = first;
    this.last = last;
    this.inLast = inLast;
  }

  @Override
  void toStart() {
    buffer = first == last ? last : after[first];
  }

  @Override
  void toNext() {
    if (buffer != last) {
      buffer = after[buffer];
    }
  }

  @Override
  byte[] array() {
    return memory;
  }

  @Override
  int start() {
    return buffer * bufferBytes;
  }

  @Override
  int length() {
    return buffer == last ? inLast : bufferBytes;
  }

  /** Bytes taken so far. */
  long bytes() {
    return (long) after.length * Integer.BYTES;
  }
}
