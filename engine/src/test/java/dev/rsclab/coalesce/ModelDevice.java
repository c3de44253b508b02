package dev.rsclab.coalesce;

import dev.rsclab.packet.IpFamily;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The device once more, for clarity alone: a list of segments with a buffer each, searched from its
 * start, headers read and written where they lie, nothing recycled.
 *
 * <p>Names and order of the steps are those of the contract's section 2 and of the page on
 * policies; with all switches off this is the reference.
 */
final class ModelDevice implements Device {

  private final RscPolicy policy;
  private final Guest guest;
  private final ModelAdmission admission;
  private final ModelJudge judge;
  private final boolean timesSegments;
  private final Chain ipv4;
  private final Chain ipv6;
  private int vnetBytes;
  private boolean tcpV4;
  private boolean tcpV6;
  private long timersArmed;

  ModelDevice(RscPolicy policy, Guest guest) {
    this.policy = policy;
    this.guest = guest;
    admission = new ModelAdmission(policy);
    judge = new ModelJudge(policy);
    timesSegments =
        Set.of(FlushStrategy.SEGMENT_DEADLINE, FlushStrategy.IDLE_GAP, FlushStrategy.ADAPTIVE)
            .contains(policy.flush());
    ipv4 = new Chain();
    ipv6 = new Chain();
    vnetBytes = policy.vnetHeaderBytes();
    tcpV4 = policy.tcpV4();
    tcpV6 = policy.tcpV6();
  }

  /** One IP version's list, timer and counters. */
  private final class Chain {
    final List<ModelSegment> held = new ArrayList<>();
    final Map<Counter, Long> counters = new EnumMap<>(Counter.class);
    final ModelTimes times = new ModelTimes(policy);
    long deadline = Coalescer.NO_DEADLINE;
    long armed;

    /** When something of the chain is due. */
    ModelTimes.Deadline next() {
      return timesSegments
          ? times.first(held).map(ModelSegment::deadline).orElse(ModelTimes.NONE)
          : new ModelTimes.Deadline(deadline, armed);
    }

    void count(Counter counter) {
      counters.merge(counter, 1L, Long::sum);
    }

    long memory() {
      return held.stream().mapToLong(ModelSegment::memory).sum();
    }
  }

  private boolean has(RscSwitch wanted) {
    return policy.has(wanted);
  }

  private Chain chain(boolean isIpv4) {
    return isIpv4 ? ipv4 : ipv6;
  }

  @Override
  public int offer(int queue, byte[] bytes, long now) {
    if (bytes.length < vnetBytes + 14 || !(tcpV4 || tcpV6)) {
      return pass(queue, bytes);
    }
    Optional<ModelFrame> frame = ModelFrame.of(bytes, vnetBytes, has(RscSwitch.MERGE_VLAN));
    if (frame.isEmpty()) {
      return bypass(queue, bytes, toldFlow(bytes, has(RscSwitch.DRAIN_BEFORE_BYPASS)));
    }
    ModelFrame p = frame.get();
    Chain chain = chain(p.ipv4);
    chain.count(Counter.RECEIVED);
    boolean on = p.ipv4 ? tcpV4 : tcpV6;
    Optional<ModelAdmission.Refusal> refusal =
        on ? admission.refusal(p) : Optional.of(ModelAdmission.UNCOUNTED);
    if (refusal.isEmpty()) {
      return candidate(chain, queue, p, now);
    }
    refusal.get().counter().ifPresent(chain::count);
    return bypass(queue, bytes, flowToDrain(p, refusal.get().drain()));
  }

  private Optional<ModelFlow> flowToDrain(ModelFrame p, ModelAdmission.Drain drain) {
    return switch (drain) {
      case OWN_FLOW -> Optional.of(ModelFlow.of(p));
      case TOLD_FLOW -> toldFlow(p.bytes, true);
      case IF_SWITCHED_ON -> toldFlow(p.bytes, has(RscSwitch.DRAIN_BEFORE_BYPASS));
    };
  }

  private Optional<ModelFlow> toldFlow(byte[] bytes, boolean wanted) {
    return wanted ? ModelFlow.told(bytes, vnetBytes, has(RscSwitch.MERGE_VLAN)) : Optional.empty();
  }

  private int pass(int queue, byte[] bytes) {
    return guest.take(queue, 1, false, bytes);
  }

  /** Passes a packet once what is held of the flow has been delivered. */
  private int bypass(int queue, byte[] bytes, Optional<ModelFlow> flow) {
    if (flow.isPresent()) {
      Chain chain = chain(flow.get().ipv4());
      for (ModelSegment segment : chain.held) {
        if (segment.flow.equals(flow.get())) {
          int result = emit(chain, segment, Counter.DRAIN_FAILED);
          if (staysHeld(result)) {
            return result;
          }
          break;
        }
      }
    }
    return pass(queue, bytes);
  }

  private int candidate(Chain chain, int queue, ModelFrame p, long now) {
    ModelFlow flow = ModelFlow.of(p);
    for (ModelSegment segment : chain.held) {
      if (segment.flow.equals(flow)) {
        return judged(chain, segment, queue, p, now);
      }
      chain.count(Counter.NO_MATCH);
    }
    boolean data = p.payloadBytes() > 0;
    Optional<Counter> reason = Optional.empty();
    if (!data && has(RscSwitch.PASS_PURE_ACKS)) {
      reason = Optional.of(Counter.PURE_ACK_PASSED);
    } else if (data && p.push() && has(RscSwitch.FLUSH_ON_PUSH)) {
      reason = Optional.of(Counter.PUSH);
    } else if (tooLarge(p)) {
      reason = Optional.of(Counter.NOT_HELD);
    }
    if (reason.isPresent()) {
      chain.count(reason.get());
      return pass(queue, p.bytes);
    }
    return hold(chain, queue, p, now);
  }

  private boolean tooLarge(ModelFrame p) {
    return ModelJudge.tooLarge(ModelSegment.heldBytes(policy, p) - p.ethernet);
  }

  private int judged(Chain chain, ModelSegment held, int queue, ModelFrame p, long now) {
    ModelJudge.Verdict verdict = judge.verdict(p, held, chain.memory());
    verdict.counters().forEach(chain::count);
    if (timesSegments && verdict.action() != ModelJudge.Action.FINALIZE) {
      chain.times.append(chain.held, held, now, timersArmed++);
    }
    switch (verdict.action()) {
      case APPEND -> {
        held.append(p);
        if (p.push() && has(RscSwitch.FLUSH_ON_PUSH)) {
          deliverPushed(chain, held);
        }
      }
      case TAKE_WINDOW -> held.updateWindow(p);
      case TAKE_WINDOW_AND_TIMESTAMPS -> {
        held.updateWindow(p);
        held.takeTimestamps(p);
      }
      case COUNT_DUPLICATE_ACK -> held.countDuplicateAck();
      case FINALIZE -> {
        return finish(chain, held, queue, p, now);
      }
    }
    return p.bytes.length;
  }

  /** The packet is merged, whatever becomes of the held segment; only a loss is counted. */
  private void deliverPushed(Chain chain, ModelSegment held) {
    if (emit(chain, held) == GuestReceiver.NO_ROOM && !has(RscSwitch.KEEP_REFUSED)) {
      chain.count(Counter.FINAL_FAILED);
    }
  }

  private int finish(Chain chain, ModelSegment held, int queue, ModelFrame p, long now) {
    int result = emit(chain, held, Counter.FINAL_FAILED);
    if (result == GuestReceiver.NO_ROOM || staysHeld(result)) {
      return result;
    }
    if (!restarts(p) || tooLarge(p)) {
      return pass(queue, p.bytes);
    }
    int taken = hold(chain, queue, p, now);
    if (taken > 0) {
      chain.count(Counter.RESTARTED);
    }
    return taken;
  }

  /** Whether a packet that ends a held segment is itself held, if it is not too large. */
  private boolean restarts(ModelFrame p) {
    boolean pureAck = p.payloadBytes() == 0;
    if (!has(RscSwitch.RESTART_AFTER_FINAL) || (pureAck && has(RscSwitch.PASS_PURE_ACKS))) {
      return false;
    }
    return pureAck || !(p.push() && has(RscSwitch.FLUSH_ON_PUSH));
  }

  private int hold(Chain chain, int queue, ModelFrame p, long now) {
    ModelSegment segment = new ModelSegment(policy, ModelFlow.of(p), queue, p);
    while (chain.held.size() >= policy.maxHeldSegments()
        || chain.memory() + segment.memory() > policy.maxHeldBytes()) {
      int result = emit(chain, chain.held.getFirst(), Counter.PURGE_FAILED);
      if (staysHeld(result)) {
        return result;
      }
      chain.count(Counter.EVICTED);
    }
    chain.count(Counter.CACHE);
    chain.count(chain.held.isEmpty() ? Counter.EMPTY_CACHE : Counter.NO_MATCH_CACHE);
    if (timesSegments) {
      chain.times.start(chain.held, segment, now, timersArmed++);
    } else {
      armTimer(chain, ModelTimes.after(now, policy.intervalNanos()));
    }
    chain.held.add(segment);
    return p.bytes.length;
  }

  private void armTimer(Chain chain, long deadline) {
    if (chain.held.isEmpty() || (has(RscSwitch.FOLLOW_CLOCK) && chain.deadline > deadline)) {
      chain.deadline = deadline;
      chain.armed = timersArmed++;
    }
  }

  /** Delivers a held segment and forgets it, unless it stays held. */
  private int emit(Chain chain, ModelSegment segment) {
    int result = guest.take(segment.queue, segment.frames, true, segment.presented(vnetBytes));
    if (!staysHeld(result)) {
      chain.held.remove(segment);
      if (chain.held.isEmpty() && has(RscSwitch.CANCEL_IDLE_TIMER)) {
        chain.deadline = Coalescer.NO_DEADLINE;
      }
    }
    return result;
  }

  private int emit(Chain chain, ModelSegment segment, Counter failed) {
    int result = emit(chain, segment);
    if (result == GuestReceiver.NO_ROOM) {
      chain.count(failed);
    }
    return result;
  }

  private boolean staysHeld(int result) {
    return result <= 0 && has(RscSwitch.KEEP_REFUSED);
  }

  @Override
  public void advance(long now) {
    Set<Chain> stuck = new HashSet<>();
    for (Optional<Chain> due = due(now, stuck); due.isPresent(); due = due(now, stuck)) {
      Chain chain = due.get();
      if (fire(chain)) {
        chain.count(Counter.TIMER);
      } else {
        stuck.add(chain);
      }
    }
  }

  /** Delivers what is due first; returns whether the guest has taken it. */
  private boolean fire(Chain chain) {
    if (timesSegments) {
      ModelSegment first = chain.times.first(chain.held).orElseThrow();
      return !staysHeld(emit(chain, first, Counter.PURGE_FAILED));
    }
    boolean empty = purge(chain);
    if (empty) {
      chain.deadline = Coalescer.NO_DEADLINE;
    }
    return empty;
  }

  /** The chain of which something is due next, those aside that the guest has refused just now. */
  private Optional<Chain> due(long now, Set<Chain> stuck) {
    return Stream.of(ipv4, ipv6)
        .filter(c -> c.next().nanos() != Coalescer.NO_DEADLINE && c.next().nanos() <= now)
        .filter(c -> !stuck.contains(c))
        .min(Comparator.comparing(Chain::next));
  }

  @Override
  public void endOfBatch(long now) {
    if (policy.flush() == FlushStrategy.END_OF_BATCH) {
      flush();
    }
  }

  @Override
  public void flush() {
    purge(ipv4);
    purge(ipv6);
  }

  /** Delivers what is held, oldest first, and says whether nothing has stayed. */
  private boolean purge(Chain chain) {
    while (!chain.held.isEmpty()) {
      if (staysHeld(emit(chain, chain.held.getFirst(), Counter.PURGE_FAILED))) {
        return false;
      }
    }
    return true;
  }

  @Override
  public void negotiate(int vnetHeaderBytes, boolean v4, boolean v6) {
    if (has(RscSwitch.FLUSH_ON_CHANGE)) {
      flush();
    }
    vnetBytes = vnetHeaderBytes;
    tcpV4 = v4;
    tcpV6 = v6;
  }

  @Override
  public long nextDeadline() {
    return Math.min(ipv4.next().nanos(), ipv6.next().nanos());
  }

  @Override
  public int held(IpFamily family) {
    return chain(family == IpFamily.IPV4).held.size();
  }

  @Override
  public long deadline(IpFamily family) {
    return chain(family == IpFamily.IPV4).next().nanos();
  }

  @Override
  public Map<Counter, Long> counters(IpFamily family) {
    return chain(family == IpFamily.IPV4).counters;
  }
}
