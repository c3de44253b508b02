package dev.rsclab.coalesce;

import dev.rsclab.packet.IpFamily;
import dev.rsclab.packet.TcpFlags;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * Frames of some flows: what follows in a flow, shifted, with other flags, cut or with a byte of
 * the headers overwritten.
 */
final class HostileFrames {

  private static final int VNET = 12;

  private final RandomGenerator random;
  private final int[] next;

  HostileFrames(RandomGenerator random, int flows) {
    this.random = random;
    next = new int[flows];
  }

  byte[] next() {
    int flow = random.nextInt(next.length);
    int payload = random.nextInt(4) == 0 ? 0 : random.nextInt(400);
    int shift = random.nextInt(10) == 0 ? random.nextInt(-200, 200) : 0;
    byte[] frame =
        TcpFrame.of(flow % 3 == 0 ? IpFamily.IPV6 : IpFamily.IPV4)
            .flow(flow)
            .seq(next[flow] + shift)
            .ack(5000 + random.nextInt(2))
            .window(100 + random.nextInt(2))
            .flags(random.nextInt(12) == 0 ? random.nextInt(256) : TcpFlags.ACK)
            .payload(payload)
            .trailing(random.nextInt(8) == 0 ? random.nextInt(10) : 0)
            .build();
    next[flow] += shift == 0 ? payload : 0;
    if (random.nextInt(6) == 0) {
      frame[random.nextInt(VNET + 12, Math.min(frame.length, 90))] = (byte) random.nextInt();
    }
    return random.nextInt(40) == 0 ? Arrays.copyOf(frame, random.nextInt(frame.length)) : frame;
  }
}
