package dev.rsclab.coalesce;

import dev.rsclab.packet.IpFamily;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.stream.Stream;

/** A kind of {@link Device} by name: the model, or one of the engine's. */
record Subject(String name, BiFunction<RscPolicy, Device.Guest, Device> factory) {

  static final Subject MODEL = new Subject("MODEL", ModelDevice::new);

  /** The engine's kinds that merge anything. */
  static List<Subject> kinds() {
    return Arrays.stream(CoalescerKind.values())
        .filter(CoalescerKind::coalesces)
        .map(kind -> new Subject(kind.name(), (policy, guest) -> new Engine(kind, policy, guest)))
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

  /** One of the engine's devices. */
  private static final class Engine implements Device {

    /** Frames do not begin at zero: an offset forgotten somewhere shows. */
    private static final int START = 7;

    private final Coalescer coalescer;

    Engine(CoalescerKind kind, RscPolicy policy, Guest guest) {
      coalescer =
          kind.create(policy, d -> guest.take(d.queue(), d.frames(), d.wasHeld(), d.toByteArray()));
    }

    @Override
    public int offer(int queue, byte[] bytes, long nowNanos) {
      byte[] buffer = new byte[START + bytes.length + START];
      System.arraycopy(bytes, 0, buffer, START, bytes.length);
      int result = coalescer.offer(queue, buffer, START, bytes.length, nowNanos);
      // The buffer is the caller's again: whatever is held must have been copied.
      Arrays.fill(buffer, (byte) 0xEE);
      return result;
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
