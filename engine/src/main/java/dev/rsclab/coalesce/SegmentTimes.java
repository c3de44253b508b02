package dev.rsclab.coalesce;

/**
 * When each held segment of a chain is due, under the strategies that time segments one by one:
 * counted from its first packet, and from its last one where the strategy looks at that.
 *
 * <p>All operations are O(1), the number of different waits apart, of which there are at most 27.
 */
final class SegmentTimes {

  private final long intervalNanos;
  private final boolean followsClock;
  private final WaitTimes numbers;

  /** Counted from the first packet: {@code waits} are the queues' waits, ascending. */
  private final DueTimes starts;

  private final long[] startWaits;

  /** Counted from the last packet; no queues where the strategy does not look at it. */
  private final DueTimes silences;

  private final long[] silenceWaits;

  /** What the flows' pace is, or null where the strategy does not ask. */
  private final FlowPaces paces;

  /** The latest time that something was armed at. */
  private long clock;

  private int first = DueTimes.NONE;
  private long firstDue = Coalescer.NO_DEADLINE;
  private long firstArmed;

  SegmentTimes(RscPolicy policy) {
    intervalNanos = policy.intervalNanos();
    followsClock = policy.has(RscSwitch.FOLLOW_CLOCK);
    numbers = policy.waitTimes();
    boolean adapts = policy.flush() == FlushStrategy.ADAPTIVE;
    startWaits = new long[] {intervalNanos};
    silenceWaits =
        switch (policy.flush()) {
          case ADAPTIVE -> waits(numbers.leastWaitNanos(), intervalNanos);
          case IDLE_GAP -> new long[] {intervalNanos / numbers.idleGapDivisor()};
          default -> new long[0];
        };
    int capacity = policy.maxHeldSegments();
    starts = new DueTimes(capacity, startWaits.length);
    silences = new DueTimes(capacity, silenceWaits.length);
    paces = adapts ? new FlowPaces(intervalNanos) : null;
  }

  /** The least wait, its doubles below the interval, and the interval. */
  static long[] waits(long least, long interval) {
    int count = 1;
    for (long wait = least; wait < interval; wait *= 2) {
      count++;
    }
    long[] waits = new long[count];
    for (int i = 0; i < count - 1; i++) {
      waits[i] = least << i;
    }
    waits[count - 1] = interval;
    return waits;
  }

  /** A slot starts to hold. */
  void start(int slot, int flowHash, long nowNanos, long serial) {
    long now = follow(nowNanos);
    starts.put(slot, 0, TimedCoalescer.deadline(now, intervalNanos), serial);
    wait(slot, flowHash, now, serial);
    findFirst();
  }

  /** Another packet went into a slot. */
  void append(int slot, int flowHash, long nowNanos, long serial) {
    long now = follow(nowNanos);
    silences.remove(slot);
    wait(slot, flowHash, now, serial);
    findFirst();
  }

  private void wait(int slot, int flowHash, long now, long serial) {
    if (silenceWaits.length > 0) {
      int queue = paces == null ? 0 : waitFor(paces.meet(flowHash, now));
      silences.put(slot, queue, TimedCoalescer.deadline(now, silenceWaits[queue]), serial);
    }
  }

  /** The queue for a flow whose packets are so far apart. */
  private int waitFor(long gap) {
    long wanted = gap * numbers.gapsWaited();
    return gap == FlowPaces.UNKNOWN || wanted > intervalNanos ? 0 : queueFor(wanted, silenceWaits);
  }

  /** The first of the waits that is no shorter than wanted; the last if all are. */
  private static int queueFor(long wanted, long[] waits) {
    int queue = 0;
    while (queue < waits.length - 1 && waits[queue] < wanted) {
      queue++;
    }
    return queue;
  }

  /**
   * The time to count from. A clock that goes back while something is held stands still, or pulls
   * all deadlines along: either way the queues stay in order.
   */
  private long follow(long nowNanos) {
    if (nowNanos < clock && first != DueTimes.NONE) {
      if (!followsClock) {
        return clock;
      }
      limit(starts, startWaits, nowNanos);
      limit(silences, silenceWaits, nowNanos);
    }
    clock = nowNanos;
    return nowNanos;
  }

  private static void limit(DueTimes times, long[] waits, long nowNanos) {
    for (int queue = 0; queue < waits.length; queue++) {
      times.limit(queue, TimedCoalescer.deadline(nowNanos, waits[queue]));
    }
  }

  /** A slot is no longer held. */
  void remove(int slot) {
    starts.remove(slot);
    silences.remove(slot);
    findFirst();
  }

  /** Nothing is held any more. */
  void clear() {
    starts.clear();
    silences.clear();
    findFirst();
  }

  /**
   * Puts all slots held into the queues, as they were in a snapshot.
   *
   * @param timerLeft for those that had no deadline of their own
   * @param timesLeft of each slot held, from its first packet and from its last; negative if none
   * @return the serial that comes next
   */
  long restore(
      HeldSegments held, long nowNanos, long timerLeft, long[][] timesLeft, long firstSerial) {
    clock = nowNanos;
    for (long[] left : timesLeft) {
      if (left != null && left[0] < 0) {
        left[0] = Math.max(0, timerLeft);
      }
    }
    long serial = restore(starts, startWaits, held, timesLeft, 0, firstSerial);
    if (silenceWaits.length > 0) {
      serial = restore(silences, silenceWaits, held, timesLeft, 1, serial);
    }
    findFirst();
    return serial;
  }

  private long restore(
      DueTimes times,
      long[] waits,
      HeldSegments held,
      long[][] timesLeft,
      int which,
      long firstSerial) {
    long serial = firstSerial;
    for (int slot : HeldRestore.soonestFirst(held, timesLeft, which)) {
      long left = Math.min(timesLeft[slot][which], waits[waits.length - 1]);
      times.put(slot, queueFor(left, waits), TimedCoalescer.deadline(clock, left), serial++);
    }
    return serial;
  }

  private void findFirst() {
    int started = starts.first();
    int silent = silences.first();
    boolean silence =
        silent != DueTimes.NONE
            && DueTimes.isBefore(
                silences.due(silent),
                silences.armed(silent),
                starts.due(started),
                starts.armed(started));
    first = silence ? silent : started;
    DueTimes times = silence ? silences : starts;
    firstDue = first == DueTimes.NONE ? Coalescer.NO_DEADLINE : times.due(first);
    firstArmed = first == DueTimes.NONE ? 0 : times.armed(first);
  }

  /** The slot that is due first, or {@link DueTimes#NONE}. */
  int first() {
    return first;
  }

  /** When the first slot is due; {@link Coalescer#NO_DEADLINE} if there is none. */
  long firstDue() {
    return firstDue;
  }

  /** The place of the first slot's deadline in the order of arming. */
  long firstArmed() {
    return firstArmed;
  }

  /** When a slot is due, counted from its first packet. */
  long startDue(int slot) {
    return starts.due(slot);
  }

  /**
   * When a slot is due, counted from its last packet; {@link Coalescer#NO_DEADLINE} if that does
   * not matter.
   */
  long silenceDue(int slot) {
    return silences.contains(slot) ? silences.due(slot) : Coalescer.NO_DEADLINE;
  }
}
