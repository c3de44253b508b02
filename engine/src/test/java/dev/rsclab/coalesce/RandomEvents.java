package dev.rsclab.coalesce;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * A random policy's numbers and what happens to a device: frames, a clock that stands still and
 * goes back, a guest that refuses, headers and families that change while segments are held.
 *
 * @param policy the policy with these numbers
 */
record RandomEvents(RscPolicy policy, List<Event> events) {

  private static final int[] VNET = {10, 12, 20};
  private static final long[] INTERVALS = {0, 1_000, 50_000, 300_000, RscPolicy.MAX_INTERVAL_NANOS};
  private static final int[] BOUNDS = {1, 2, 3, 7, 64, 4096};
  private static final long[] MEMORY = {
    RscPolicy.LEAST_MAX_HELD_BYTES, 80_000, 150_000, 64L << 20, Long.MAX_VALUE
  };

  private static final WaitTimes[] WAITS = {
    WaitTimes.DEFAULT,
    new WaitTimes(1, WaitTimes.LOWEST_LEAST_WAIT_NANOS, 1),
    new WaitTimes(1000, 7_777, 5),
    new WaitTimes(3, RscPolicy.MAX_INTERVAL_NANOS, 100)
  };

  static RandomEvents of(long seed, RscPolicy rules, int frames) {
    RandomGenerator random = CoalescerContractTest.random(seed);
    RscPolicy policy =
        rules
            .withIntervalNanos(INTERVALS[random.nextInt(INTERVALS.length)])
            .withVnetHeaderBytes(VNET[random.nextInt(VNET.length)])
            .withMaxHeldSegments(BOUNDS[random.nextInt(BOUNDS.length)])
            .withMaxHeldBytes(MEMORY[random.nextInt(MEMORY.length)])
            .withWaitTimes(WAITS[(int) Math.floorMod(seed, (long) WAITS.length)]);
    RandomGenerator batches = CoalescerContractTest.random(~seed);
    int flows = random.nextInt(1, random.nextInt(3) == 0 ? 60 : 8);
    RandomFrames source = new RandomFrames(random, flows, random.nextInt(3) == 0);
    List<Event> events = new ArrayList<>();
    int vnet = policy.vnetHeaderBytes();
    long now = random.nextLong(1L << 50);
    for (int i = 0; i < frames; i++) {
      now += step(random);
      if (random.nextInt(150) == 0) {
        vnet = VNET[random.nextInt(VNET.length)];
        events.add(new Event.Negotiate(vnet, random.nextInt(4) > 0, random.nextInt(4) > 0));
      }
      if (random.nextInt(10) == 0) {
        boolean refuses = random.nextInt(3) == 0;
        events.add(new Event.Mood(i, refuses ? random.nextInt(11) : 0, random.nextInt(20) == 0));
      }
      if (random.nextInt(3) > 0) {
        events.add(new Event.Advance(now));
      }
      if (batches.nextInt(12) == 0) {
        events.add(new Event.EndOfBatch(now));
      }
      byte[] frame = source.next(vnet);
      events.add(new Event.Offer(random.nextInt(3), frame, vnet, now));
      if (random.nextInt(8) == 0) {
        events.add(events.getLast()); // offered again, as if it had been refused
      }
      if (random.nextInt(250) == 0) {
        events.add(new Event.Flush());
      }
    }
    events.add(new Event.Mood(0, 0, false));
    events.add(new Event.Flush());
    return new RandomEvents(policy, events);
  }

  private static long step(RandomGenerator random) {
    return switch (random.nextInt(100)) {
      case 0 -> random.nextLong(-500_000, 1_000_000);
      case 1, 2, 3, 4, 5 -> 0;
      default -> random.nextInt(5000);
    };
  }
}
