package dev.rsclab.coalesce;

import dev.rsclab.packet.FlowKey;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;

/**
 * When the model's segments are due under the strategies that time them one by one (policies,
 * section 9): every deadline is written down, and the first one is looked for.
 */
final class ModelTimes {

  /** Nothing is due. */
  static final Deadline NONE = new Deadline(Coalescer.NO_DEADLINE, 0);

  private static final int PLACES = 4096;

  /** Equal times are in the order of arming. */
  record Deadline(long nanos, long armed) implements Comparable<Deadline> {
    @Override
    public int compareTo(Deadline other) {
      return Comparator.comparingLong(Deadline::nanos)
          .thenComparingLong(Deadline::armed)
          .compare(this, other);
    }
  }

  /** A deadline, and how long the wait is that leads to it. */
  record Alarm(long waited, Deadline deadline) {

    static Alarm set(long now, long wait, long armed) {
      return new Alarm(wait, new Deadline(after(now, wait), armed));
    }

    /** No longer than a wait from now. */
    Alarm limited(long now) {
      long nanos = Math.min(deadline.nanos(), after(now, waited));
      return new Alarm(waited, new Deadline(nanos, deadline.armed()));
    }
  }

  /** What is remembered of a flow: its last packet, and the smoothed gap before its packets. */
  private record Pace(int hash, long last, Optional<Long> gap) {}

  private final RscPolicy policy;
  private final long interval;
  private final Map<Integer, Pace> paces = new HashMap<>();
  private long clock;

  ModelTimes(RscPolicy policy) {
    this.policy = policy;
    interval = policy.intervalNanos();
  }

  /** A clock near the end of its range must not give a deadline that has passed or means none. */
  static long after(long now, long nanos) {
    long latest = Coalescer.NO_DEADLINE - 1;
    return now > latest - nanos ? latest : now + nanos;
  }

  /** The segment that is due first. */
  Optional<ModelSegment> first(List<ModelSegment> held) {
    return held.stream().min(Comparator.comparing(ModelSegment::deadline));
  }

  /** A segment is going to be held beside others. */
  void start(List<ModelSegment> others, ModelSegment segment, long now, long armed) {
    long time = follow(others, now);
    segment.sinceFirst = Alarm.set(time, interval, armed);
    segment.sinceLast = wait(segment.flow, time).map(wait -> Alarm.set(time, wait, armed));
  }

  /** A packet is merged into a segment that is held. */
  void append(List<ModelSegment> all, ModelSegment segment, long now, long armed) {
    if (policy.flush() != FlushStrategy.SEGMENT_DEADLINE) {
      long time = follow(all, now);
      segment.sinceLast = wait(segment.flow, time).map(wait -> Alarm.set(time, wait, armed));
    }
  }

  /** A clock that goes back stands still, or all deadlines follow it. */
  private long follow(List<ModelSegment> held, long now) {
    if (now < clock && !held.isEmpty()) {
      if (!policy.has(RscSwitch.FOLLOW_CLOCK)) {
        return clock;
      }
      for (ModelSegment segment : held) {
        segment.sinceFirst = segment.sinceFirst.limited(now);
        segment.sinceLast = segment.sinceLast.map(alarm -> alarm.limited(now));
      }
    }
    clock = now;
    return now;
  }

  /** How long the flow's next packet is waited for. */
  private Optional<Long> wait(ModelFlow flow, long now) {
    return switch (policy.flush()) {
      case IDLE_GAP -> Optional.of(interval / policy.waitTimes().idleGapDivisor());
      case ADAPTIVE -> Optional.of(adaptedWait(flow, now));
      default -> Optional.empty();
    };
  }

  private long adaptedWait(ModelFlow flow, long now) {
    long least = policy.waitTimes().leastWaitNanos();
    long[] waits =
        LongStream.concat(
                LongStream.iterate(least, wait -> wait < interval, wait -> 2 * wait),
                LongStream.of(interval))
            .toArray();
    long wanted = gap(flow, now).map(gap -> gap * policy.waitTimes().gapsWaited()).orElse(0L);
    return wanted > interval
        ? waits[0]
        : LongStream.of(waits).filter(wait -> wait >= wanted).findFirst().orElseThrow();
  }

  private Optional<Long> gap(ModelFlow flow, long now) {
    int hash = hash(flow);
    Pace before = paces.get(hash & (PLACES - 1));
    Pace after;
    if (before == null || before.hash != hash) {
      after = new Pace(hash, now, Optional.empty());
    } else {
      long silence = now - before.last;
      boolean counts = silence >= 0 && silence <= interval;
      Optional<Long> gap =
          !counts
              ? before.gap
              : Optional.of(before.gap.map(g -> g + Math.floorDiv(silence - g, 8)).orElse(silence));
      after = new Pace(hash, now, gap);
    }
    paces.put(hash & (PLACES - 1), after);
    return after.gap;
  }

  /** The hash that places the flow: any hash would do, but both devices must have the same. */
  private int hash(ModelFlow flow) {
    FlowKey key = new FlowKey(policy.hashKey());
    int before = flow.ipv4() ? 12 : 8;
    byte[] header = new byte[before + flow.addresses().capacity()];
    flow.addresses().duplicate().get(header, before, flow.addresses().capacity());
    if (flow.ipv4()) {
      key.setIpv4(header, 0, flow.ports(), flow.vlan());
    } else {
      key.setIpv6(header, 0, flow.ports(), flow.vlan());
    }
    return key.hash();
  }
}
