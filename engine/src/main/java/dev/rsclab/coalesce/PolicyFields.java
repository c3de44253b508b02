package dev.rsclab.coalesce;

import java.util.Set;

/** The components of a {@link RscPolicy} as variables, to make one that differs in a few. */
final class PolicyFields {
  long intervalNanos;
  int vnetHeaderBytes;
  boolean tcpV4;
  boolean tcpV6;
  int maxHeldSegments;
  long maxHeldBytes;
  Placement placement;
  int lentFrames;
  long hashKey;
  FlushStrategy flush;
  WaitTimes waitTimes;
  Set<RscSwitch> switches;

  PolicyFields(RscPolicy policy) {
    intervalNanos = policy.intervalNanos();
    vnetHeaderBytes = policy.vnetHeaderBytes();
    tcpV4 = policy.tcpV4();
    tcpV6 = policy.tcpV6();
    maxHeldSegments = policy.maxHeldSegments();
    maxHeldBytes = policy.maxHeldBytes();
    placement = policy.placement();
    lentFrames = policy.lentFrames();
    hashKey = policy.hashKey();
    flush = policy.flush();
    waitTimes = policy.waitTimes();
    switches = policy.switches();
  }

  RscPolicy policy() {
    return new RscPolicy(
        intervalNanos,
        vnetHeaderBytes,
        tcpV4,
        tcpV6,
        maxHeldSegments,
        maxHeldBytes,
        placement,
        lentFrames,
        hashKey,
        flush,
        waitTimes,
        switches);
  }
}
