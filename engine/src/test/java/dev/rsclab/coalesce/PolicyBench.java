package dev.rsclab.coalesce;

import dev.rsclab.packet.Bytes;
import dev.rsclab.packet.IpFamily;
import java.util.ArrayList;
import java.util.List;

/** A device under a policy, for tests that show one rule: frames in, deliveries out. */
final class PolicyBench implements Device.Guest {

  static final int VNET = 12;

  final Device device;
  private final List<Taken> taken = new ArrayList<>();
  private int answer = 1;

  /** The time at which frames arrive. */
  long now;

  PolicyBench(Subject subject, RscPolicy policy) {
    device = subject.create(policy, this);
  }

  /** The reference. */
  static PolicyBench qemu(Subject subject) {
    return new PolicyBench(subject, RscPolicy.qemu());
  }

  /** The reference with these switches on. */
  static PolicyBench with(Subject subject, RscSwitch... switches) {
    RscPolicy policy = RscPolicy.qemu();
    for (RscSwitch each : switches) {
      policy = policy.with(each);
    }
    return new PolicyBench(subject, policy);
  }

  /** Data over IPv4, bytes of the stream of one flow. */
  static TcpFrame data(int sequence, int payload) {
    return TcpFrame.ipv4().seq(sequence).payload(payload);
  }

  /** The same over IPv6. */
  static TcpFrame data6(int sequence, int payload) {
    return TcpFrame.ipv6().seq(sequence).payload(payload);
  }

  /** A pure ACK behind data up to {@code sequence}. */
  static TcpFrame ack(int sequence) {
    return data(sequence, 0);
  }

  @Override
  public int take(int queue, int frames, boolean held, byte[] bytes) {
    if (answer <= 0) {
      return answer;
    }
    taken.add(new Taken(queue, frames, held, bytes));
    return bytes.length;
  }

  /** From now on the guest refuses everything with this result. */
  PolicyBench refuse(int result) {
    answer = result;
    return this;
  }

  PolicyBench accept() {
    answer = 1;
    return this;
  }

  int offer(TcpFrame frame) {
    return offer(frame.build());
  }

  int offer(byte[] frame) {
    return device.offer(0, frame, now);
  }

  PolicyBench offerAll(TcpFrame... frames) {
    for (TcpFrame frame : frames) {
      offer(frame);
    }
    return this;
  }

  /** The bytes of everything delivered so far. */
  List<byte[]> delivered() {
    return taken.stream().map(Taken::bytes).toList();
  }

  byte[] delivered(int index) {
    return taken.get(index).bytes();
  }

  /** The payload bytes of every delivery so far, of packets without IP options. */
  List<Integer> payloads() {
    return delivered().stream().map(b -> view(b).payloadBytes()).toList();
  }

  /** The same once everything held has been delivered, too. */
  List<Integer> allPayloads() {
    device.flush();
    return payloads();
  }

  /** The only delivery, once everything held has been delivered. */
  byte[] only() {
    device.flush();
    if (taken.size() != 1) {
      throw new AssertionError("one delivery expected, not " + taken);
    }
    return delivered(0);
  }

  /** The last delivery, once everything held has been delivered. */
  byte[] last() {
    device.flush();
    return taken.getLast().bytes();
  }

  int held() {
    return device.held(IpFamily.IPV4) + device.held(IpFamily.IPV6);
  }

  /** A counter's value, of both chains. */
  long count(Counter counter) {
    long value = 0;
    for (IpFamily family : IpFamily.values()) {
      value += device.counters(family).getOrDefault(counter, 0L);
    }
    return value;
  }

  static ModelFrame view(byte[] bytes) {
    return ModelFrame.of(bytes, VNET, true).orElseThrow();
  }

  static byte[] payload(byte[] bytes) {
    return view(bytes).payload();
  }

  static int flags(byte[] bytes) {
    return bytes[0];
  }

  static int gsoType(byte[] bytes) {
    return Bytes.u8(bytes, 1);
  }

  static int headerBytes(byte[] bytes) {
    return Bytes.u16Le(bytes, 2);
  }

  static int gsoSize(byte[] bytes) {
    return Bytes.u16Le(bytes, 4);
  }

  static int segments(byte[] bytes) {
    return Bytes.u16Le(bytes, 6);
  }

  static int duplicateAcks(byte[] bytes) {
    return Bytes.u16Le(bytes, 8);
  }
}
