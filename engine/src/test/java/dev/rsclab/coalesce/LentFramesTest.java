package dev.rsclab.coalesce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.rsclab.packet.IpFamily;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A lent frame is its owner's again when the contract says so, and not a frame later: an owner that
 * keeps to it spoils no delivery, one that writes to a frame too early is found out.
 */
class LentFramesTest {

  private static final int[] LENT = {1, 3, 64, 1500};
  private static final int FRAMES = 1800;
  private static final int SEEDS = 2;

  static Stream<Arguments> kindsAndPolicies() {
    return CoalescerKind.available().stream()
        .filter(CoalescerKind::coalesces)
        .flatMap(kind ->
            Stream.of("qemu", "hardened", "windows").map(policy -> Arguments.of(kind, policy)));
  }

  private static RscPolicy gathered(String policy, int lent) {
    return RscPolicy.named(policy).withPlacement(Placement.GATHERED).withLentFrames(lent);
  }

  /** What is delivered when the owner lends so many frames. */
  private static List<Taken> deliveries(
      CoalescerKind kind, RscPolicy policy, List<Event> events, FrameOwner owner, boolean asks) {
    RecordingReceiver guest = new RecordingReceiver();
    Coalescer c = kind.create(policy, guest);
    for (Event event : events) {
      switch (event) {
        case Event.Offer o -> owner.offer(c, o.queue(), o.bytes(), o.bytes().length, o.now());
        case Event.Advance a -> c.advance(a.now());
        case Event.EndOfBatch b -> c.endOfBatch(b.now());
        case Event.Flush f -> c.flush();
        case Event.Negotiate n -> c.negotiate(n.vnetBytes(), n.tcpV4(), n.tcpV6());
        case Event.Mood m -> {
          guest.room(m.refusalsInTen() > 5 ? 2 : RecordingReceiver.UNLIMITED);
          guest.canReceive(!m.stopped());
        }
      }
      assertThat(c.lentFrames()).isLessThanOrEqualTo(policy.lentFrames());
      if (asks) {
        owner.spoil(c.lentFrames());
      }
    }
    List<Taken> taken = new ArrayList<>();
    for (RecordingReceiver.Received r : guest.received()) {
      taken.add(new Taken(r.queue(), r.frames(), r.held(), r.bytes()));
    }
    return taken;
  }

  private static RandomEvents events(long seed, RscPolicy policy) {
    return RandomEvents.of(seed, policy, FRAMES);
  }

  @ParameterizedTest
  @MethodSource("kindsAndPolicies")
  void nothingIsReadOfAFrameThatIsBack(CoalescerKind kind, String name) {
    for (int lent : LENT) {
      for (int seed = 0; seed < SEEDS; seed++) {
        RandomEvents random = events(seed, gathered(name, lent));
        List<Taken> expected =
            deliveries(kind, random.policy(), random.events(), new FrameOwner(FRAMES * 2), false);
        List<Taken> actual =
            deliveries(kind, random.policy(), random.events(), new FrameOwner(lent), false);
        assertThat(actual).isEqualTo(expected);
        List<Taken> asking =
            deliveries(kind, random.policy(), random.events(), new FrameOwner(lent), true);
        assertThat(asking).isEqualTo(expected);
      }
    }
  }

  /** The test above would notice. */
  @ParameterizedTest
  @MethodSource("kindsAndPolicies")
  void anOwnerThatWritesToAFrameTooEarlyIsFoundOut(CoalescerKind kind, String name) {
    for (int lent : new int[] {2, 3, 17, 64}) {
      RscPolicy policy = gathered(name, lent);
      List<Event> events = oneSegmentOfEachFlow(2 * lent);
      FrameOwner hasty = new FrameOwner(lent - 1);
      assertThat(deliveries(kind, policy, events, new FrameOwner(lent), false))
          .isEqualTo(deliveries(kind, policy, events, new FrameOwner(1000), false))
          .isNotEqualTo(deliveries(kind, policy, events, hasty, false));
    }
  }

  private static List<Event> oneSegmentOfEachFlow(int flows) {
    List<Event> events = new ArrayList<>();
    for (int flow = 0; flow < flows; flow++) {
      events.add(new Event.Offer(0, TcpFrame.ipv4().flow(flow).build(), 12, 0));
    }
    events.add(new Event.Flush());
    return events;
  }

  private static int offer(Coalescer c, TcpFrame frame) {
    byte[] bytes = frame.build();
    return c.offer(0, bytes, 0, bytes.length, 0);
  }

  @Test
  void theOldestIsDeliveredWhenItsFirstFrameHasToGoBack() {
    RecordingReceiver guest = new RecordingReceiver();
    Coalescer c = CoalescerKind.OPEN_ADDRESSING.create(gathered("hardened", 4), guest);
    offer(c, TcpFrame.ipv6().flow(1).payload(10));
    offer(c, TcpFrame.ipv4().flow(2).payload(10));
    offer(c, TcpFrame.ipv6().flow(1).seq(1010).payload(10));
    offer(c, TcpFrame.ipv6().flow(1).seq(1020).payload(10));
    assertThat(guest.received()).isEmpty();
    assertThat(c.lentFrames()).isEqualTo(4);
    offer(c, TcpFrame.ipv6().flow(1).seq(1030).payload(10));
    assertThat(guest.received()).hasSize(1);
    assertThat(guest.received().getFirst().frames()).isEqualTo(3);
    assertThat(c.stats(IpFamily.IPV6).get(Counter.EVICTED)).isEqualTo(1);
    assertThat(c.lentFrames()).isEqualTo(4);
    c.flush();
    assertThat(c.lentFrames()).isZero();
    assertThat(guest.received()).extracting(r -> r.frames()).containsExactly(3, 1, 1);
  }

  @Test
  void aFrameIsRefusedWhileAGuestWithoutRoomKeepsTheOldestFromGoing() {
    RecordingReceiver guest = new RecordingReceiver();
    Coalescer c = CoalescerKind.OPEN_ADDRESSING.create(gathered("hardened", 2), guest);
    offer(c, TcpFrame.ipv4().flow(1));
    offer(c, TcpFrame.ipv4().flow(2));
    guest.room(0);
    for (int again = 0; again < 5; again++) {
      assertThat(offer(c, TcpFrame.ipv4().flow(3))).isEqualTo(GuestReceiver.NO_ROOM);
      assertThat(c.lentFrames()).isEqualTo(2);
    }
    guest.room(RecordingReceiver.UNLIMITED);
    assertThat(offer(c, TcpFrame.ipv4().flow(3))).isPositive();
    assertThat(guest.received()).hasSize(1);
    assertThat(c.held(IpFamily.IPV4)).isEqualTo(2);
  }

  @Test
  void numbersOutOfRangeAreNamed() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RscPolicy.qemu().withLentFrames(0))
        .withMessageContaining("lentFrames is 0; allowed: 1 to 4194304");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Placement.named("heap"))
        .withMessage("no placement 'heap'; allowed: staged, gathered, direct");
    assertThat(Placement.named("Direct")).isEqualTo(Placement.DIRECT);
  }
}
