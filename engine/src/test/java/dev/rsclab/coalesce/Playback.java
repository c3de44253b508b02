package dev.rsclab.coalesce;

import dev.rsclab.packet.IpFamily;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/** Plays events to a device and writes down what can be seen of it after each. */
final class Playback {

  /** What an event returned and caused, and the state that it left. */
  record Step(
      int result, List<Taken> taken, int ipv4Held, int ipv6Held, long ipv4Due, long ipv6Due) {}

  private final Device device;
  private final List<Taken> taken = new ArrayList<>();
  private RandomGenerator mood = CoalescerContractTest.random(0);
  private int refusalsInTen;
  private boolean stopped;

  Playback(Subject subject, RscPolicy policy) {
    device = subject.create(policy, this::take);
  }

  private int take(int queue, int frames, boolean held, byte[] bytes) {
    if (stopped) {
      return GuestReceiver.CANNOT_RECEIVE;
    }
    if (refusalsInTen > 0 && mood.nextInt(10) < refusalsInTen) {
      return GuestReceiver.NO_ROOM;
    }
    taken.add(new Taken(queue, frames, held, bytes));
    return bytes.length;
  }

  Step play(Event event) {
    int result = 0;
    switch (event) {
      case Event.Offer o -> result = device.offer(o.queue(), o.bytes(), o.now());
      case Event.Advance a -> device.advance(a.now());
      case Event.EndOfBatch b -> device.endOfBatch(b.now());
      case Event.Flush f -> device.flush();
      case Event.Negotiate n -> device.negotiate(n.vnetBytes(), n.tcpV4(), n.tcpV6());
      case Event.Mood m -> {
        mood = CoalescerContractTest.random(m.seed());
        refusalsInTen = m.refusalsInTen();
        stopped = m.stopped();
      }
    }
    Step step =
        new Step(
            result,
            List.copyOf(taken),
            device.held(IpFamily.IPV4),
            device.held(IpFamily.IPV6),
            device.deadline(IpFamily.IPV4),
            device.deadline(IpFamily.IPV6));
    taken.clear();
    return step;
  }

  Map<Counter, Long> counters(IpFamily family) {
    return device.counters(family);
  }
}
