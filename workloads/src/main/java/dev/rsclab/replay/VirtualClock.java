package dev.rsclab.replay;

/**
 * The time of a replay, in nanoseconds since the first frame: it moves only to arrivals and
 * deadlines, and never backwards.
 */
public final class VirtualClock {

  private long nanos;

  VirtualClock() {}

  /** Nanoseconds since the first frame. */
  public long nanos() {
    return nanos;
  }

  /** Moves to {@code to}, if that is later. */
  void moveTo(long to) {
    nanos = Math.max(nanos, to);
  }
}
