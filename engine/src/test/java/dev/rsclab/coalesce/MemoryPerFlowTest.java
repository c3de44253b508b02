package dev.rsclab.coalesce;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rsclab.packet.IpFamily;

/** What a held segment takes of the heap, in each kind: no more than the project promises. */
class MemoryPerFlowTest {

  private static final int FLOWS = 1 << 14;

  /** The reference takes a buffer of 64 KiB for each. */
  private static final int MOST_BYTES = 2048;

  /** Tables for IPv6, which are made with the coalescer and stay empty here. */
  private static final int OF_THE_OTHER_FAMILY = 800;

  private static long usedBytes() {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }

  @EachCoalescer
  void aFlowWithOneSegmentHeldTakesLessThanTwoKilobytes(CoalescerKind kind) {
    TcpFrame[] frames = {TcpFrame.ipv4().payload(64)};
    long before = usedBytes();
    Coalescer c = kind.create(RscPolicy.qemu().withMaxHeldSegments(FLOWS), d -> d.length());
    for (int flow = 0; flow < FLOWS; flow++) {
      byte[] frame = frames[0].flow(flow).build();
      c.offer(0, frame, 0, frame.length, 0);
    }
    long bytes = (usedBytes() - before) / FLOWS;
    System.out.println(kind + ": " + bytes + " bytes for each flow with one segment held");
    assertThat(bytes).isLessThan(MOST_BYTES + OF_THE_OTHER_FAMILY);
    assertThat(c.held(IpFamily.IPV4)).isEqualTo(kind.coalesces() ? FLOWS : 0);
  }
}
