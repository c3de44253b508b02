package dev.rsclab.coalesce;

import java.util.Optional;

/**
 * Why a packet is no candidate, before anything held is looked at (contract 2.2; policies, sections
 * 2.1 and 2.2). The order of the tests decides which reason is counted.
 */
final class ModelAdmission {

  /** What a refusal does to what is held of the packet's flow. */
  enum Drain {
    /** Leaves it alone, but with DRAIN_BEFORE_BYPASS. */
    IF_SWITCHED_ON,
    /** Delivers it if the flow can be told. */
    TOLD_FLOW,
    /** Delivers it: the headers have been read far enough to know the flow. */
    OWN_FLOW
  }

  /** Why a packet is passed. */
  record Refusal(Optional<Counter> counter, Drain drain) {}

  static final Refusal UNCOUNTED = new Refusal(Optional.empty(), Drain.IF_SWITCHED_ON);

  private static final int NEEDS_CSUM = 1;
  private static final int DATA_VALID = 2;

  private final RscPolicy policy;

  ModelAdmission(RscPolicy policy) {
    this.policy = policy;
  }

  private static Optional<Refusal> bypass(Counter counter) {
    return Optional.of(new Refusal(Optional.of(counter), Drain.IF_SWITCHED_ON));
  }

  private static Optional<Refusal> drain(Counter counter, Drain drain) {
    return Optional.of(new Refusal(Optional.of(counter), drain));
  }

  /** Why a packet of a family that is on is no candidate; empty if it is one. */
  Optional<Refusal> refusal(ModelFrame p) {
    boolean offloaded = (p.vnetFlags() & NEEDS_CSUM) != 0 || p.gsoType() != 0;
    if (offloaded && policy.has(RscSwitch.PASS_OFFLOADED)) {
      return drain(Counter.OFFLOADED, Drain.TOLD_FLOW);
    }
    Optional<Refusal> refusal = p.ipv4 ? ipv4(p) : ipv6(p);
    return refusal.isPresent() ? refusal : tcp(p);
  }

  private Optional<Refusal> ipv4(ModelFrame p) {
    int ipBytes = p.bytes.length - p.ip;
    if (ipBytes < 40) {
      return bypass(Counter.BYPASS_NOT_TCP);
    }
    if (p.bytes[p.ip] != 0x45) {
      return bypass(Counter.IP_OPTION);
    }
    if (p.bytes[p.ip + 9] != 6) {
      return bypass(Counter.BYPASS_NOT_TCP);
    }
    boolean fragment = (p.fragmentWord() & 0x3FFF) != 0;
    if (fragment && policy.has(RscSwitch.REFUSE_FRAGMENTS)) {
      return bypass(Counter.IP_FRAG);
    }
    if (!p.dontFragment() && !policy.has(RscSwitch.MERGE_WITHOUT_DF)) {
      return bypass(Counter.IP_FRAG);
    }
    if (p.ecn() != 0 && !policy.has(RscSwitch.COMPARE_ECN)) {
      return bypass(Counter.IP_ECN);
    }
    return p.ipLength() < 40 || p.ipLength() > ipBytes
        ? bypass(Counter.IP_HACKED)
        : Optional.empty();
  }

  private Optional<Refusal> ipv6(ModelFrame p) {
    int ipBytes = p.bytes.length - p.ip;
    if (ipBytes < 60 || (p.bytes[p.ip] & 0xF0) != 0x60) {
      return Optional.of(UNCOUNTED);
    }
    if (p.bytes[p.ip + 6] != 6) {
      return bypass(Counter.BYPASS_NOT_TCP);
    }
    if (p.ipLength() < 20 || p.ipLength() > ipBytes - 40) {
      return bypass(Counter.IP_HACKED);
    }
    boolean takenForEcn = (p.bytes[p.ip + 1] & 0xC0) != 0;
    return takenForEcn && !policy.has(RscSwitch.COMPARE_ECN)
        ? bypass(Counter.IP_ECN)
        : Optional.empty();
  }

  private Optional<Refusal> tcp(ModelFrame p) {
    if ((p.word() & 0x02) != 0) {
      return bypass(Counter.TCP_SYN);
    }
    if ((p.word() & 0x25) != 0) {
      return drain(Counter.TCP_CTRL_DRAIN, Drain.OWN_FLOW);
    }
    boolean whole = p.tcpHeaderBytes() >= 20 && p.tcpHeaderBytes() <= p.tcpBytes();
    if (!whole && policy.has(RscSwitch.REQUIRE_TCP_HEADER)) {
      return drain(Counter.TCP_HEADER, Drain.OWN_FLOW);
    }
    boolean timestamps = p.hasTimestamps() && policy.has(RscSwitch.MERGE_TIMESTAMPS);
    if (p.tcpHeaderBytes() > 20 && !timestamps) {
      return drain(Counter.TCP_ALL_OPT, Drain.OWN_FLOW);
    }
    boolean unverified = (p.vnetFlags() & DATA_VALID) == 0;
    return policy.has(RscSwitch.VERIFY_CHECKSUMS) && unverified && !ModelChecksum.areRight(p)
        ? drain(Counter.BAD_CHECKSUM, Drain.OWN_FLOW)
        : Optional.empty();
  }
}
