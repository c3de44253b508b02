package dev.rsclab.coalesce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.rsclab.guest.ReceiveRing;
import dev.rsclab.packet.IpFamily;
import dev.rsclab.packet.TcpFlags;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What every placement promises, and what a guest that lends its buffers sees of them. */
class PlacementTest {

  private static final CoalescerKind KIND = CoalescerKind.OPEN_ADDRESSING;
  private static final int LARGEST = 70_000;

  private static byte[] offer(Coalescer c, TcpFrame frame) {
    byte[] bytes = frame.build();
    assertThat(c.offer(0, bytes, 0, bytes.length, 0)).isEqualTo(bytes.length);
    return bytes;
  }

  @ParameterizedTest
  @EnumSource(Placement.class)
  void aSnapshotGoesOnInEveryPlacement(Placement from) {
    for (Placement to : Placement.values()) {
      for (int seed = 0; seed < 12; seed++) {
        RscPolicy policy =
            RscPolicy.named(List.of("qemu", "hardened", "windows").get(seed % 3))
                .withMaxHeldSegments(seed % 2 == 0 ? 4096 : 7)
                .withLentFrames(1000);
        RecordingReceiver expected = new RecordingReceiver();
        Coalescer stays = KIND.create(policy, expected);
        RecordingReceiver actual = new RecordingReceiver();
        Coalescer leaves = KIND.create(policy.withPlacement(from), actual);
        List<byte[]> frames = stream(seed, 300);
        List<byte[]> before = frames.subList(0, 150);
        before.forEach(f -> stays.offer(1, f, 0, f.length, 0));
        before.forEach(f -> leaves.offer(1, f, 0, f.length, 0));
        Coalescer arrives = KIND.create(policy.withPlacement(to), actual);
        arrives.restore(leaves.snapshot(0), 0);
        assertThat(arrives.held(IpFamily.IPV6)).isEqualTo(stays.held(IpFamily.IPV6));
        List<byte[]> after = frames.subList(150, 300);
        after.forEach(f -> stays.offer(1, f, 0, f.length, 0));
        after.forEach(f -> arrives.offer(1, f, 0, f.length, 0));
        stays.flush();
        arrives.flush();
        assertThat(actual.received().stream().map(r -> r.frames() + Arrays.toString(r.bytes())))
            .containsExactlyElementsOf(
                expected.received().stream()
                    .map(r -> r.frames() + Arrays.toString(r.bytes()))
                    .toList());
      }
    }
  }

  private static List<byte[]> stream(long seed, int count) {
    RandomFrames source = new RandomFrames(CoalescerContractTest.random(seed), 10, false);
    List<byte[]> frames = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      frames.add(source.next(12));
    }
    return frames;
  }

  @ParameterizedTest
  @EnumSource(Placement.class)
  void aFlowWithOneSegmentTakesLessThanTwoKilobytes(Placement placement) {
    int flows = 8192;
    RscPolicy policy =
        RscPolicy.hardened()
            .withMaxHeldSegments(flows)
            .withPlacement(placement)
            .withLentFrames(flows);
    Coalescer c = KIND.create(policy, new ReceiveRing(flows, 2048, true));
    for (int flow = 0; flow < flows; flow++) {
      offer(c, TcpFrame.ipv4().flow(flow).payload(1448));
    }
    assertThat(c.held(IpFamily.IPV4)).isEqualTo(flows);
    assertThat(c.reservedBytes(IpFamily.IPV4) / flows).isLessThan(2048);
  }

  @Test
  void directNeedsAGuestThatLendsBuffers() {
    RscPolicy policy = RscPolicy.qemu().withPlacement(Placement.DIRECT);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> KIND.create(policy, d -> d.length()))
        .withMessageContaining("placement is DIRECT")
        .withMessageContaining("GuestBuffers");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> KIND.create(policy, new ReceiveRing(256, 70_000, false)))
        .withMessageContaining("MRG_RXBUF");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> KIND.create(policy, new ReceiveRing(256, 100, true)))
        .withMessageContaining("256 buffers of 100 bytes; allowed: up to 16777216 of 128 or more");
    assertThat(CoalescerKind.PASS_THROUGH.create(policy, d -> d.length())).isNotNull();
  }

  @Test
  void aSegmentThatFindsNoBuffersToGrowIntoIsFinalized() {
    ReceiveRing ring = new ReceiveRing(3, 1024, true);
    RscPolicy policy = RscPolicy.hardened().withPlacement(Placement.DIRECT);
    Coalescer c = KIND.create(policy, ring);
    offer(c, TcpFrame.ipv4().payload(1448));
    assertThat(ring.freeBuffers()).isEqualTo(1);
    offer(c, TcpFrame.ipv4().seq(2448).payload(1448));
    assertThat(ring.freeBuffers()).isZero();
    byte[] third = TcpFrame.ipv4().seq(3896).payload(1448).build();
    assertThat(c.offer(0, third, 0, third.length, 0)).isEqualTo(GuestReceiver.NO_ROOM);
    assertThat(c.stats(IpFamily.IPV4).get(Counter.OVER_SIZE)).isEqualTo(1);
    byte[] taken = new byte[LARGEST];
    assertThat(ring.take(taken)).isEqualTo(66 + 2 * 1448);
    assertThat(c.offer(0, third, 0, third.length, 0)).isEqualTo(third.length);
    c.flush();
    assertThat(ring.take(taken)).isEqualTo(third.length);
    assertThat(ring.freeBuffers()).isEqualTo(3);
  }

  @Test
  void theOldestGoesWhenANewSegmentFindsNoBuffers() {
    ReceiveRing ring = new ReceiveRing(2, 2048, true);
    Coalescer c =
        KIND.create(RscPolicy.hardened().withPlacement(Placement.DIRECT), new EmptiedRing(ring));
    for (int flow = 0; flow < 5; flow++) {
      offer(c, TcpFrame.ipv4().flow(flow).payload(1448));
    }
    assertThat(c.held(IpFamily.IPV4)).isEqualTo(2);
    assertThat(c.stats(IpFamily.IPV4).get(Counter.EVICTED)).isEqualTo(3);
    c.flush();
    assertThat(ring.freeBuffers()).isEqualTo(2);
  }

  @Test
  void whatTheGuestRefusesGivesItsBuffersBack() {
    for (String name : List.of("qemu", "hardened")) {
      RecordingReceiver guest = new RecordingReceiver();
      Coalescer c = KIND.create(RscPolicy.named(name).withPlacement(Placement.DIRECT), guest);
      for (int flow = 0; flow < 40; flow++) {
        offer(
            c, TcpFrame.of(flow % 2 == 0 ? IpFamily.IPV4 : IpFamily.IPV6).flow(flow).payload(1448));
      }
      guest.room(7);
      c.flush();
      guest.canReceive(false);
      c.negotiate(20, true, true);
      guest.canReceive(true);
      guest.room(RecordingReceiver.UNLIMITED);
      c.flush();
      assertThat(guest.hasAllBuffers()).isTrue();
      boolean keeps = RscPolicy.named(name).has(RscSwitch.KEEP_REFUSED);
      assertThat(guest.received()).hasSize(keeps ? 40 : 7);
    }
  }

  /** Frames and units of all sizes, taken as a driver takes them, out of buffers in any order. */
  @ParameterizedTest
  @EnumSource(Placement.class)
  void aRingHasTheSameFramesWhereverPayloadLies(Placement placement) {
    for (int bufferBytes : new int[] {128, 500, 2048, LARGEST}) {
      RscPolicy policy = RscPolicy.hardened().withLentFrames(5000);
      assertThat(taken(policy.withPlacement(placement), bufferBytes))
          .isEqualTo(taken(policy, bufferBytes));
    }
  }

  private static List<Taken> taken(RscPolicy policy, int bufferBytes) {
    ReceiveRing ring = new ReceiveRing(4 * LARGEST / bufferBytes + 60, bufferBytes, true);
    Coalescer c = KIND.create(policy, ring);
    RandomGenerator random = CoalescerContractTest.random(bufferBytes);
    List<Taken> taken = new ArrayList<>();
    byte[] frame = new byte[LARGEST];
    int[] next = new int[8];
    for (int i = 0; i < 2000; i++) {
      int flow = random.nextInt(next.length);
      int payload = random.nextInt(1, 1449);
      int push = random.nextInt(30) == 0 ? TcpFlags.FIN : 0;
      offer(
          c,
          TcpFrame.of(flow % 2 == 0 ? IpFamily.IPV4 : IpFamily.IPV6)
              .flow(flow)
              .seq(next[flow])
              .flags(TcpFlags.ACK | push)
              .payload(payload));
      next[flow] += payload;
      if (random.nextInt(100) == 0) {
        c.flush();
      }
      int length;
      while (random.nextInt(3) > 0 && (length = ring.take(frame)) > 0) {
        taken.add(new Taken(0, 1, false, Arrays.copyOf(frame, length)));
      }
    }
    c.flush();
    int length;
    while ((length = ring.take(frame)) > 0) {
      taken.add(new Taken(0, 1, false, Arrays.copyOf(frame, length)));
    }
    assertThat(ring.freeBuffers()).isEqualTo(ring.buffers());
    return taken;
  }
}
