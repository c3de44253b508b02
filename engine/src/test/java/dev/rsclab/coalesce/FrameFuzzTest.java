package dev.rsclab.coalesce;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.rsclab.packet.IpFamily;
import dev.rsclab.packet.VnetHeader;
import java.util.Arrays;
import java.util.List;

/**
 * Any bytes at all as one frame, for every kind: they come out as they went in, are counted as the
 * reference counts them, and nothing outside them is read or written.
 *
 * <p>A test run replays the inputs beside this class (resources); CI then lets Jazzer look for new
 * ones, guided by the branches they take; see {@link CoalescerFuzzTest} for sequences of frames.
 */
class FrameFuzzTest {

  private static final int[] VNET_HEADERS = {
    VnetHeader.LEGACY_BYTES, VnetHeader.MERGEABLE_BYTES, VnetHeader.HASH_REPORT_BYTES
  };

  /** Bytes around the frame, which must not matter. */
  private static final int MARGIN = 64;

  @FuzzTest(maxDuration = "10s")
  void comesOutAsItWentIn(byte[] input) {
    if (input.length == 0) {
      return;
    }
    int vnetHeaderBytes = VNET_HEADERS[(input[0] & 0xFF) % VNET_HEADERS.length];
    RscPolicy policy = RscPolicy.qemu().withVnetHeaderBytes(vnetHeaderBytes).withMaxHeldSegments(2);
    byte[] frame = Arrays.copyOfRange(input, 1, input.length);
    Device reference = Subject.MODEL.create(policy, (queue, frames, held, bytes) -> bytes.length);
    reference.offer(1, frame, 0);
    for (CoalescerKind kind : CoalescerKind.available()) {
      Coalescer coalescer = offered(kind, policy, frame, (byte) 0);
      Coalescer elsewhere = offered(kind, policy, frame, (byte) 0xFF);
      if (kind == CoalescerKind.LINKED_LIST) { // The others count by the same code.
        assertCounters(coalescer, reference);
        assertCounters(elsewhere, reference);
      }
    }
  }

  private static void assertCounters(Coalescer coalescer, Device reference) {
    assertThat(coalescer.stats(IpFamily.IPV4).nonZero())
        .isEqualTo(reference.counters(IpFamily.IPV4));
    assertThat(coalescer.stats(IpFamily.IPV6).nonZero())
        .isEqualTo(reference.counters(IpFamily.IPV6));
  }

  /** Offers the frame to a new coalescer, flushes it and checks what was delivered. */
  private static Coalescer offered(
      CoalescerKind kind, RscPolicy policy, byte[] frame, byte margin) {
    byte[] buffer = new byte[MARGIN + frame.length + MARGIN];
    Arrays.fill(buffer, margin);
    System.arraycopy(frame, 0, buffer, MARGIN, frame.length);
    byte[] before = buffer.clone();
    RecordingReceiver guest = new RecordingReceiver();
    Coalescer coalescer = kind.create(policy, guest);

    assertThat(coalescer.offer(1, buffer, MARGIN, frame.length, 0)).isEqualTo(frame.length);
    int held = coalescer.held(IpFamily.IPV4) + coalescer.held(IpFamily.IPV6);
    assertThat(held).isEqualTo(1 - guest.received().size());
    assertThat(coalescer.nextDeadline())
        .isEqualTo(held == 0 ? Coalescer.NO_DEADLINE : policy.intervalNanos());
    assertThat(buffer).isEqualTo(before);
    // The buffer is the caller's again: what is held must have been copied.
    Arrays.fill(buffer, (byte) ~margin);
    coalescer.flush();
    assertThat(coalescer.held(IpFamily.IPV4) + coalescer.held(IpFamily.IPV6)).isZero();

    List<RecordingReceiver.Received> received = guest.received();
    assertThat(received).hasSize(1);
    assertThat(received.getFirst().queue()).isEqualTo(1);
    assertThat(received.getFirst().frames()).isEqualTo(1);
    assertThat(received.getFirst().held()).isEqualTo(held == 1);
    byte[] expected = frame.clone();
    if (held == 1) {
      expected[VnetHeader.FLAGS] = 0;
      expected[VnetHeader.GSO_TYPE] = VnetHeader.GSO_NONE;
    }
    assertThat(received.getFirst().bytes()).isEqualTo(expected);
    return coalescer;
  }
}
