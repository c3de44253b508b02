package dev.rsclab.coalesce;

import dev.rsclab.packet.IpFamily;

/**
 * Merges the in-order TCP segments of a flow into larger ones before the guest sees them.
 *
 * <p>One instance is one device. Frames come in through {@link #offer}, with a virtio-net header in
 * front; time comes in as an argument, in nanoseconds of any clock, and is never read from
 * elsewhere. What leaves goes to the {@link GuestReceiver} during a call of one of these methods.
 * Not thread-safe. No input makes a method throw, apart from ranges outside the given array.
 */
public interface Coalescer {

  /** What {@link #nextDeadline} says when no timer is armed. */
  long NO_DEADLINE = Long.MAX_VALUE;

  /**
   * Takes a frame that arrived at {@code nowNanos}. The buffer is the caller's again when the
   * method returns, unless frames are lent ({@link Placement#GATHERED}): then those of the last
   * {@link RscPolicy#lentFrames} offers, this one included, must not be written to. What lies in an
   * older frame is delivered first, as at every bound; with {@link RscSwitch#KEEP_REFUSED} and a
   * guest without room the new frame is refused.
   *
   * <p>Timers are not looked at: call {@link #advance} first if one may be due. O(1) expected for
   * every kind but the linked list.
   *
   * @param queue the receive queue, 0 or more
   * @param bytes holds the virtio-net header and the frame, without FCS
   * @param start where the virtio-net header begins
   * @param length bytes of both
   * @return {@code length} if the frame was delivered or held; {@link GuestReceiver#NO_ROOM} if it
   *     was refused and must be offered again; {@link GuestReceiver#CANNOT_RECEIVE} if it is lost
   *     (contract 2.8)
   */
  int offer(int queue, byte[] bytes, int start, int length, long nowNanos);

  /**
   * Fires every timer whose deadline is not after {@code nowNanos}, earliest first; equal deadlines
   * in the order of arming. A chain's timer delivers all that the chain holds; under the strategies
   * that time segments one by one ({@link FlushStrategy}) each segment has a timer.
   *
   * <p>With {@link RscSwitch#KEEP_REFUSED}, what the guest has no room for stays held and {@link
   * #nextDeadline} stays due: call this method again when the guest has room.
   */
  void advance(long nowNanos);

  /**
   * When {@link #advance} next has something to do, in nanoseconds; {@link #NO_DEADLINE} if no
   * timer is armed.
   */
  long nextDeadline();

  /**
   * The device has taken all frames of a batch: with {@link FlushStrategy#END_OF_BATCH} does what
   * {@link #flush} does, with every other strategy nothing. See {@link PollBatch}.
   *
   * @param nowNanos the time
   */
  void endOfBatch(long nowNanos);

  /**
   * Delivers everything held, IPv4 first, oldest first in each family. The timer of a chain stays
   * armed, unless {@link RscSwitch#CANCEL_IDLE_TIMER} is on; what the guest refuses stays held if
   * {@link RscSwitch#KEEP_REFUSED} is.
   */
  void flush();

  /**
   * Takes what driver and device agreed on: from the next frame on. What is held stays held, with
   * the header it came with (contract 2.9), unless {@link RscSwitch#FLUSH_ON_CHANGE} is on: then it
   * is delivered first, and what the guest refuses gets a header of the new length later.
   *
   * @param vnetHeaderBytes 10, 12 or 20
   * @param tcpV4 whether IPv4 segments may be coalesced
   * @param tcpV6 whether IPv6 segments may be coalesced
   * @throws IllegalArgumentException if the length is none of the three
   */
  void negotiate(int vnetHeaderBytes, boolean tcpV4, boolean tcpV6);

  /**
   * Everything held, in order of arrival, and the time left on the timers, as bytes that {@link
   * #restore} understands in this version: for a guest that moves to another machine (D25). What is
   * held stays held. Allocates; O(bytes held).
   *
   * @param nowNanos the time
   */
  byte[] snapshot(long nowNanos);

  /**
   * Goes on with what another coalescer held, of any kind and policy. Segments beyond the bounds of
   * this one are delivered at once, oldest first.
   *
   * @param nowNanos the time, of this coalescer's clock
   * @throws IllegalStateException if this one holds something
   * @throws IllegalArgumentException if the bytes are no snapshot; what came before the fault is
   *     then held
   */
  void restore(byte[] snapshot, long nowNanos);

  /**
   * How many of the last frames that were offered may be lent: all older ones are their owner's. 0
   * if none is, as always but with {@link Placement#GATHERED}. O(1).
   */
  int lentFrames();

  /**
   * Bytes that the engine has taken so far for what a family's chain holds, flow tables apart; with
   * {@link Placement#GATHERED} the descriptors of lent frames count for each family, though they
   * are the same.
   */
  long reservedBytes(IpFamily family);

  /** How many segments are held in a family's chain. */
  int held(IpFamily family);

  /** When something of a family's chain is next due, in nanoseconds, or {@link #NO_DEADLINE}. */
  long deadline(IpFamily family);

  /** The counters of a family's chain; a live view. */
  CoalescerStats stats(IpFamily family);
}
