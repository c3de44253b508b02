package dev.rsclab.coalesce;

import dev.rsclab.packet.Headers;
import dev.rsclab.packet.IpFamily;
import dev.rsclab.packet.TcpFlags;
import dev.rsclab.packet.VnetHeader;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * Frames of some flows: mostly what follows in a flow, and again and again something odd, of every
 * sort that a rule asks for.
 */
final class RandomFrames {

  private static final int[] EXTENSIONS = {0, 43, 44, 51, 60};
  private static final int NONCE_SUM = 0x100;
  private static final int RESERVED_BIT = 0x200;

  /** What a sender remembers. */
  private static final class Sender {
    final int number;
    final IpFamily family;
    final int vlan;
    final boolean timestamps;
    int next;
    int acknowledgement = 5000;
    int window = 100;
    int clock;
    int ecn;
    int lastPayload;

    Sender(int number, RandomGenerator random) {
      this.number = number;
      family = number % 2 == 0 ? IpFamily.IPV4 : IpFamily.IPV6;
      vlan = random.nextInt(4) == 0 ? random.nextInt(1, 4) : 0;
      timestamps = random.nextInt(3) == 0;
      next = random.nextInt();
      clock = random.nextInt();
      ecn = random.nextInt(3) == 0 ? 2 : 0;
    }
  }

  private final RandomGenerator random;
  private final Sender[] senders;
  private final boolean large;

  /**
   * Frames of so many flows.
   *
   * @param large whether some are as long as an IP packet can be
   */
  RandomFrames(RandomGenerator random, int flows, boolean large) {
    this.random = random;
    this.large = large;
    senders = new Sender[flows];
    Arrays.setAll(senders, i -> new Sender(i, random));
  }

  private boolean oneIn(int n) {
    return random.nextInt(n) == 0;
  }

  byte[] next(int vnetBytes) {
    Sender sender = senders[random.nextInt(senders.length)];
    TcpFrame frame = TcpFrame.of(sender.family).vnet(vnetBytes).flow(sender.number);
    if (oneIn(5)) {
      acknowledge(sender, frame);
    } else {
      send(sender, frame);
    }
    sender.acknowledgement += oneIn(10) ? random.nextInt(3000) : 0;
    sender.window += oneIn(25) ? 1 : 0;
    sender.clock += random.nextInt(2);
    frame.ack(sender.acknowledgement + oddAcknowledgement());
    frame.window(sender.window);
    if (sender.timestamps) {
      frame.timestamps(oneIn(30) ? sender.clock - 2 : sender.clock, random.nextInt(3));
    }
    tag(sender, frame);
    mark(sender, frame);
    if (oneIn(6)) {
      makeIpOdd(sender.family, frame);
    }
    if (oneIn(6)) {
      makeTcpOdd(frame);
    }
    if (oneIn(20)) {
      offload(sender.family, frame);
    }
    return damage(frame.build(), sender.family, vnetBytes);
  }

  /** A packet without payload: nothing new, a window update, or an ACK of more. */
  private void acknowledge(Sender sender, TcpFrame frame) {
    frame.payload(0).seq(sender.next + (oneIn(10) ? random.nextInt(-2, 3) : 0));
    if (oneIn(3)) {
      sender.window = 100 + random.nextInt(3);
    } else if (oneIn(3)) {
      sender.acknowledgement += random.nextInt(1, 2000);
    }
    if (oneIn(4)) {
      frame.trailing(random.nextInt(12));
    }
  }

  private void send(Sender sender, TcpFrame frame) {
    int payload =
        switch (random.nextInt(large ? 10 : 8)) {
          case 0, 1 -> random.nextInt(1, 12);
          case 2 -> 1448;
          case 3, 4, 5, 6 -> random.nextInt(1, 400);
          case 7 -> random.nextInt(1400, 1600);
          case 8 -> random.nextInt(1, 65_440);
          // With the packet before, about as much as a unit can have.
          default -> Math.clamp(65_470 + random.nextInt(50) - sender.lastPayload, 1, 65_495);
        };
    frame.payload(payload);
    if (oneIn(20)) {
      frame.seq(sender.next - sender.lastPayload); // a retransmission
    } else if (oneIn(20)) {
      frame.seq(sender.next + (oneIn(4) ? random.nextInt() : random.nextInt(-3, 4)));
    } else {
      frame.seq(sender.next);
      sender.next += payload;
      sender.lastPayload = payload;
    }
    if (oneIn(12)) {
      frame.trailing(oneIn(20) ? random.nextInt(60_000, 70_000) : random.nextInt(20));
    }
  }

  /** How far an ACK lies from where it should, now and then: at the edges of the windows. */
  private int oddAcknowledgement() {
    if (!oneIn(20)) {
      return 0;
    }
    int[] edges = {-1, 1, -1000, 65_534, 65_535, 65_536, (1 << 30) - 1, 1 << 30, Integer.MIN_VALUE};
    return edges[random.nextInt(edges.length)];
  }

  private void tag(Sender sender, TcpFrame frame) {
    int control = sender.vlan | (oneIn(20) ? 0x2000 : 0);
    boolean priorityTag = sender.vlan == 0 && oneIn(25);
    if (sender.vlan != 0 || priorityTag) {
      frame.vlan(control);
    }
    if (oneIn(80)) {
      frame.tag(oneIn(2) ? TcpFrame.SERVICE_TAG : TcpFrame.TAG, 1).tag(TcpFrame.TAG, 2);
    }
  }

  private void mark(Sender sender, TcpFrame frame) {
    int ecn = oneIn(25) ? random.nextInt(4) : sender.ecn;
    int dscp = oneIn(40) ? random.nextInt(64) : 0;
    frame.serviceClass(dscp << 2 | ecn);
    frame.identification(random.nextInt(1 << 16));
  }

  private void makeIpOdd(IpFamily family, TcpFrame frame) {
    switch (random.nextInt(8)) {
      case 0 -> frame.hopLimit(random.nextInt(62, 66));
      case 1 -> frame.flowLabel(random.nextInt(2));
      case 2 -> frame.macs(random.nextInt(2), random.nextInt(2));
      case 3 -> frame.fragmentWord(0);
      case 4 -> frame.fragmentWord(random.nextInt(8) << 13 | random.nextInt(2));
      case 5 -> frame.wrongIpChecksum();
      case 6 -> frame.identification(0);
      default -> {
        int[] types = new int[random.nextInt(1, oneIn(5) ? 11 : 3)];
        Arrays.setAll(types, i -> EXTENSIONS[random.nextInt(EXTENSIONS.length)]);
        if (family == IpFamily.IPV4) {
          frame.ipOptions(types.length);
        } else {
          frame.extensions(types);
        }
      }
    }
  }

  private void makeTcpOdd(TcpFrame frame) {
    switch (random.nextInt(10)) {
      case 0, 1, 2 -> frame.flags(TcpFlags.ACK | TcpFlags.PSH);
      case 3 -> frame.flags(TcpFlags.ACK | TcpFlags.CWR);
      case 4 -> frame.flags(TcpFlags.ACK | TcpFlags.ECE);
      case 5 -> frame.flags(TcpFlags.ACK | (oneIn(2) ? NONCE_SUM : RESERVED_BIT));
      case 6 -> frame.flags(random.nextInt(1 << 8));
      case 7 -> frame.wrongTcpChecksum();
      case 8 -> {
        byte[] options = new byte[4 * random.nextInt(1, 11)];
        Arrays.fill(options, (byte) 1);
        frame.options(options);
      }
      default -> frame.dataOffset(random.nextInt(16)).urgentPointer(random.nextInt(9));
    }
  }

  private void offload(IpFamily family, TcpFrame frame) {
    switch (random.nextInt(4)) {
      case 0 -> frame.vnetFlags(VnetHeader.FLAG_NEEDS_CSUM);
      case 1 -> frame.vnetFlags(VnetHeader.FLAG_DATA_VALID);
      case 2 -> frame.vnetFlags(VnetHeader.FLAG_DATA_VALID).wrongTcpChecksum();
      default -> {
        int flags = oneIn(2) ? VnetHeader.FLAG_NEEDS_CSUM : 0;
        frame.vnetFlags(flags).gso(VnetHeader.gsoType(family), 1448);
      }
    }
  }

  /** Changes single bytes of the headers, or cuts the frame. */
  private byte[] damage(byte[] frame, IpFamily family, int vnetBytes) {
    if (oneIn(40)) {
      int headers = vnetBytes + Headers.ETHERNET_BYTES + family.headerBytes() + Headers.TCP_BYTES;
      frame[random.nextInt(vnetBytes, Math.min(frame.length, headers))] = (byte) random.nextInt();
    }
    if (oneIn(10)) {
      frame[random.nextInt(VnetHeader.HDR_LEN, vnetBytes)] = (byte) random.nextInt();
    }
    return oneIn(100) ? Arrays.copyOf(frame, random.nextInt(frame.length)) : frame;
  }
}
