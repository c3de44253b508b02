package dev.rsclab.coalesce;

/** Something that happens to a device. */
sealed interface Event {

  /** A frame arrives. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Offer(int queue, byte[] bytes, int vnetBytes, long now) implements Event {}

  /** The clock is looked at. */
  record Advance(long now) implements Event {}

  /** The device has taken all frames of a batch. */
  record EndOfBatch(long now) implements Event {}

  /** Everything held is to be delivered. */
  record Flush() implements Event {}

  /** Driver and device agree anew. */
  record Negotiate(int vnetBytes, boolean tcpV4, boolean tcpV6) implements Event {}

  /** From now on the guest refuses so many of ten deliveries, or is stopped. */
  record Mood(long seed, int refusalsInTen, boolean stopped) implements Event {}
}
