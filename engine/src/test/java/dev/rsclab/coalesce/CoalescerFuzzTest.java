package dev.rsclab.coalesce;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.rsclab.packet.Headers;
import dev.rsclab.packet.IpFamily;
import dev.rsclab.packet.TcpFlags;
import dev.rsclab.packet.VnetHeader;
import java.util.Arrays;
import java.util.List;

/**
 * Any sequence of frames, time steps, refusals of the guest, flushes and negotiations: every kind
 * does what {@link ModelDevice} does, event by event, and so the same as every other kind.
 *
 * <p>A test run replays the inputs beside this class (resources); CI then lets Jazzer look for new
 * ones, guided by the branches they take. An input begins with the policy: bound, length of the
 * virtio-net header, interval, rules, flush strategy and placement, three bytes. Then follow
 * events: the lower half of a byte says which ({@code step}), the upper half which flow; what the
 * event needs follows it.
 */
class CoalescerFuzzTest {

  private static final int FLOWS = 16;

  /** Longer inputs say nothing new, only slower. */
  private static final int MOST_EVENTS = 300;

  private static final int[] BOUNDS = {1, 2, 3, 5};
  private static final int[] INTERVALS = {0, 1_000, 50_000, 300_000};
  private static final RscPolicy[] POLICIES = {
    RscPolicy.qemu(), RscPolicy.hardened(), RscPolicy.windows()
  };
  private static final FlushStrategy[] STRATEGIES = FlushStrategy.values();
  private static final Placement[] PLACEMENTS = Placement.values();
  private static final int[] VNET_HEADERS = {
    VnetHeader.LEGACY_BYTES, VnetHeader.MERGEABLE_BYTES, VnetHeader.HASH_REPORT_BYTES
  };

  /** Payloads around the sizes of heads and tails, and around the largest merge. */
  private static final int[] LARGE_PAYLOADS = {1_460, 1_536, 9_000, 32_768, 64_000, 65_475};

  @FuzzTest(maxDuration = "10s")
  void doesWhatTheReferenceDoes(byte[] input) {
    new Run(new FuzzedBytes(input)).play();
  }

  /** A kind, and what it has delivered. */
  private record Kind(CoalescerKind kind, Coalescer coalescer, RecordingReceiver guest) {

    static Kind of(CoalescerKind kind, RscPolicy policy) {
      RecordingReceiver guest = new RecordingReceiver();
      return new Kind(kind, kind.create(policy, guest), guest);
    }
  }

  /** The devices, the reference, and the senders that an input moves forward. */
  private static final class Run {

    private final FuzzedBytes input;
    private final int bound;
    private final Placement placement;
    private final List<Kind> devices;
    private final Kind passThrough;
    private final RecordingReceiver referenceGuest = new RecordingReceiver();
    private final Device reference;
    private final int[] nextSequence = new int[FLOWS];
    private int vnetHeaderBytes;
    private long now;
    private byte[] lastFrame = new byte[0];
    private boolean everRefused;
    private long framesOffered;
    private long framesDelivered;

    Run(FuzzedBytes input) {
      this.input = input;
      bound = input.oneOf(BOUNDS);
      vnetHeaderBytes = input.oneOf(VNET_HEADERS);
      int choice = input.u8();
      int others = choice / INTERVALS.length / POLICIES.length;
      placement = PLACEMENTS[others / STRATEGIES.length % PLACEMENTS.length];
      RscPolicy policy =
          POLICIES[choice / INTERVALS.length % POLICIES.length]
              .withMaxHeldSegments(bound)
              .withVnetHeaderBytes(vnetHeaderBytes)
              .withIntervalNanos(INTERVALS[choice % INTERVALS.length])
              .withFlush(STRATEGIES[others % STRATEGIES.length])
              .withPlacement(placement)
              .withLentFrames(2 * MOST_EVENTS);
      devices =
          CoalescerKind.available().stream()
              .filter(this::plays)
              .map(kind -> Kind.of(kind, policy))
              .toList();
      passThrough = Kind.of(CoalescerKind.PASS_THROUGH, policy);
      reference =
          Subject.MODEL.create(
              policy,
              (queue, frames, held, bytes) ->
                  referenceGuest.deliver(new Delivery().direct(queue, bytes, 0, bytes.length)));
    }

    /** All kinds, but one where each would need guest buffers of its own: inputs are to be many. */
    private boolean plays(CoalescerKind kind) {
      return placement == Placement.DIRECT
          ? kind == CoalescerKind.OPEN_ADDRESSING
          : kind.coalesces();
    }

    void play() {
      for (int event = 0; input.hasMore() && event < MOST_EVENTS; event++) {
        step(input.u8());
        checkDeliveries();
        checkHeld();
      }
      setGuests(RecordingReceiver.UNLIMITED, true);
      flush();
      checkDeliveries();
      checkEnd();
    }

    private void step(int code) {
      int flow = code >>> 4;
      switch (code & 0xF) {
        case 0 -> send(flow, segment(flow).payload(1448), 1448);
        case 1 -> sendSmall(flow, input.u8());
        case 2 -> send(flow, segment(flow).payload(0), 0);
        case 3 -> send(flow, segment(flow).payload(0).window(input.u8()), 0);
        case 4 -> sendLarge(flow, input.oneOf(LARGE_PAYLOADS) + input.i8());
        case 5 -> offer(anyFields(flow));
        case 6 -> offer(mutated(segment(flow).payload(100).build()));
        case 7 -> offer(Arrays.copyOf(segment(flow).payload(100).build(), input.u8()));
        case 8 -> send(flow, segment(flow).payload(40).trailing(input.u16()), 40);
        case 9 -> offer(input.array(input.u8()));
        case 10 -> offer(lastFrame);
        case 11 -> advance(input.u16() * 16L);
        case 12 -> now += input.i32();
        case 13 -> setGuests(input.u8() % 4 - 1, flow != 0);
        case 14 -> deliverHeld(flow);
        default -> negotiate(input.u8());
      }
    }

    /** What the flow's sender would send next, without a payload yet. */
    private TcpFrame segment(int flow) {
      return TcpFrame.of(flow % 2 == 0 ? IpFamily.IPV4 : IpFamily.IPV6)
          .vnet(vnetHeaderBytes)
          .flow(flow)
          .seq(nextSequence[flow]);
    }

    private void sendSmall(int flow, int payload) {
      int flags = TcpFlags.ACK | (payload % 8 == 7 ? TcpFlags.PSH : 0);
      send(flow, segment(flow).payload(payload).flags(flags), payload);
    }

    private void sendLarge(int flow, int payload) {
      int most = 65_535 - Headers.TCP_BYTES - (flow % 2 == 0 ? Headers.IPV4_BYTES : 0);
      int bytes = Math.min(payload, most);
      send(flow, segment(flow).payload(bytes), bytes);
    }

    private void send(int flow, TcpFrame frame, int payload) {
      offer(frame.build());
      nextSequence[flow] += payload;
    }

    private byte[] anyFields(int flow) {
      return segment(flow)
          .seq(nextSequence[flow] + input.i32())
          .ack(5000 + input.i32())
          .flags(input.u8())
          .payload(input.u8())
          .build();
    }

    /** Overwrites up to four bytes of the headers, the EtherType and what follows it. */
    private byte[] mutated(byte[] frame) {
      for (int count = input.u8() % 4; count >= 0; count--) {
        frame[vnetHeaderBytes + 12 + input.u8() % 62] = (byte) input.u8();
      }
      return frame;
    }

    private void offer(byte[] frame) {
      lastFrame = frame;
      framesOffered++;
      int queue = frame.length % 3;
      int expected = reference.offer(queue, frame, now);
      for (Kind device : devices) {
        assertThat(offer(device, queue, frame)).isEqualTo(expected);
      }
      offer(passThrough, queue, frame);
    }

    private int offer(Kind device, int queue, byte[] frame) {
      byte[] buffer = frame.clone();
      int result = device.coalescer.offer(queue, buffer, 0, buffer.length, now);
      if (placement != Placement.GATHERED) {
        // The buffer is the caller's again: whatever is held must have been copied.
        Arrays.fill(buffer, (byte) 0xEE);
      }
      return result;
    }

    private void advance(long nanos) {
      now += nanos;
      reference.advance(now);
      devices.forEach(device -> device.coalescer.advance(now));
    }

    /** A flush as a rule, at times the end of a batch. */
    private void deliverHeld(int choice) {
      if (choice < 8) {
        flush();
      } else {
        reference.endOfBatch(now);
        devices.forEach(device -> device.coalescer.endOfBatch(now));
      }
    }

    private void flush() {
      reference.flush();
      devices.forEach(device -> device.coalescer.flush());
    }

    private void negotiate(int choice) {
      vnetHeaderBytes = VNET_HEADERS[choice % VNET_HEADERS.length];
      boolean tcpV4 = (choice & 0x40) == 0;
      boolean tcpV6 = (choice & 0x80) == 0;
      reference.negotiate(vnetHeaderBytes, tcpV4, tcpV6);
      devices.forEach(device -> device.coalescer.negotiate(vnetHeaderBytes, tcpV4, tcpV6));
    }

    private void setGuests(int room, boolean canReceive) {
      everRefused |= room != RecordingReceiver.UNLIMITED || !canReceive;
      referenceGuest.room(room);
      referenceGuest.canReceive(canReceive);
      for (Kind device : devices) {
        device.guest.room(room);
        device.guest.canReceive(canReceive);
      }
    }

    private void checkDeliveries() {
      List<RecordingReceiver.Received> expected = referenceGuest.drain();
      List<RecordingReceiver.Received> ofFirst = null;
      for (Kind device : devices) {
        List<RecordingReceiver.Received> actual = device.guest.drain();
        assertThat(actual).as(device.kind.name()).hasSameSizeAs(expected);
        for (int i = 0; i < actual.size(); i++) {
          assertThat(actual.get(i).queue()).isEqualTo(expected.get(i).queue());
          assertThat(actual.get(i).bytes()).isEqualTo(expected.get(i).bytes());
        }
        // The reference counts no frames: there the kinds are compared with each other.
        List<RecordingReceiver.Received> first = ofFirst == null ? actual : ofFirst;
        for (int i = 0; i < actual.size(); i++) {
          assertThat(actual.get(i).frames()).isEqualTo(first.get(i).frames());
          assertThat(actual.get(i).held()).isEqualTo(first.get(i).held());
        }
        ofFirst = first;
      }
      framesDelivered += ofFirst.stream().mapToInt(RecordingReceiver.Received::frames).sum();
      for (RecordingReceiver.Received floor : passThrough.guest.drain()) {
        assertThat(floor.bytes()).isEqualTo(lastFrame);
      }
    }

    private void checkHeld() {
      long nextDeadline = reference.nextDeadline();
      for (Kind device : devices) {
        for (IpFamily family : IpFamily.values()) {
          int held = device.coalescer.held(family);
          assertThat(held).isEqualTo(reference.held(family)).isLessThanOrEqualTo(bound);
          assertThat(device.coalescer.deadline(family)).isEqualTo(reference.deadline(family));
        }
        assertThat(device.coalescer.nextDeadline()).isEqualTo(nextDeadline);
      }
    }

    private void checkEnd() {
      for (Kind device : devices) {
        for (IpFamily family : IpFamily.values()) {
          assertThat(device.coalescer.held(family)).isZero();
          assertThat(device.coalescer.stats(family).nonZero())
              .isEqualTo(reference.counters(family));
        }
      }
      if (!everRefused) {
        assertThat(framesDelivered).isEqualTo(framesOffered);
      }
    }
  }
}
