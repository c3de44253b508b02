package dev.rsclab.coalesce;

import dev.rsclab.packet.IpFamily;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.stream.Stream;

/** A kind of {@link Device} by name: the model, or one of the engine's. */
record Subject(String name, BiFunction<RscPolicy, Device.Guest, Device> factory) {

  static final Subject MODEL = new Subject("MODEL", ModelDevice::new);

  /** The engine's kinds that merge anything. */
  static List<Subject> kinds() {
    return CoalescerKind.available().stream()
        .filter(CoalescerKind::coalesces)
        .map(kind -> new Subject(kind.name(), (policy, guest) -> new Engine(kind, policy, guest)))
        .toList();
  }

  /** The engine's other placements, each with one kind. */
  static List<Subject> placements() {
    CoalescerKind kind = CoalescerKind.OPEN_ADDRESSING;
    return Stream.of(Placement.GATHERED, Placement.DIRECT)
        .map(placement ->
            new Subject(
                kind + " " + placement,
                (policy, guest) -> new Engine(kind, policy.withPlacement(placement), guest)))
        .toList();
  }

  /** The model and the engine's kinds. */
  static Stream<Subject> all() {
    return Stream.concat(Stream.of(MODEL), kinds().stream());
  }

  Device create(RscPolicy policy, Device.Guest guest) {
    return factory.apply(policy, guest);
  }

  @Override
  public String toString() {
    return name;
  }

  /** A guest with buffers to lend. */
  private static final class Buffered extends BufferedGuest {

    private final Device.Guest guest;

    Buffered(Device.Guest guest) {
      this.guest = guest;
    }

    @Override
    int accept(Delivery d) {
      return guest.take(d.queue(), d.frames(), d.wasHeld(), d.toByteArray());
    }
  }

  /** One of the engine's devices. */
  private static final class Engine implements Device {

    private final Coalescer coalescer;
    private final FrameOwner owner;

    Engine(CoalescerKind kind, RscPolicy policy, Guest guest) {
      coalescer = kind.create(policy, new Buffered(guest));
      owner = FrameOwner.of(policy);
    }

    @Override
    public int offer(int queue, byte[] bytes, long nowNanos) {
      return owner.offer(coalescer, queue, bytes, bytes.length, nowNanos);
    }

    @Override
    public void advance(long nowNanos) {
      coalescer.advance(nowNanos);
    }

    @Override
    public long nextDeadline() {
      return coalescer.nextDeadline();
    }

    @Override
    public void endOfBatch(long nowNanos) {
      coalescer.endOfBatch(nowNanos);
    }

    @Override
    public void flush() {
      coalescer.flush();
    }

    @Override
    public void negotiate(int vnetHeaderBytes, boolean tcpV4, boolean tcpV6) {
      coalescer.negotiate(vnetHeaderBytes, tcpV4, tcpV6);
    }

    @Override
    public int held(IpFamily family) {
      return coalescer.held(family);
    }

    @Override
    public long deadline(IpFamily family) {
      return coalescer.deadline(family);
    }

    @Override
    public Map<Counter, Long> counters(IpFamily family) {
      return coalescer.stats(family).nonZero();
    }
  }
}
