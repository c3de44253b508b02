package dev.rsclab.coalesce;

import dev.rsclab.packet.VnetHeader;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * The settings of a coalescer: limits and switches, nothing that changes while it runs.
 *
 * @param intervalNanos the longest that a segment is held; how long the chain timer runs from the
 *     moment that an empty chain starts to hold; 0 to 2^32 - 1 ns, as in the reference's property
 *     {@code rsc_interval}
 * @param vnetHeaderBytes bytes of the virtio-net header: 10, 12 or 20
 * @param tcpV4 whether IPv4 segments are coalesced (RSC_EXT and GUEST_TSO4 in the reference)
 * @param tcpV6 whether IPv6 segments are coalesced (RSC_EXT and GUEST_TSO6 in the reference)
 * @param maxHeldSegments bound on the segments held by each chain, 1 to 1 048 576; when it is
 *     reached the oldest is delivered to make room (D04)
 * @param maxHeldBytes bound on the memory of what each chain holds, in bytes, at least {@value
 *     #LEAST_MAX_HELD_BYTES}: 1600 for each held segment, and 69 632 more for one that has outgrown
 *     them. Memory is taken when first needed and then recycled. Means nothing but with {@link
 *     Placement#STAGED}: otherwise what is held lies in memory that is not the engine's
 * @param placement where the payload of what is held lies
 * @param lentFrames with {@link Placement#GATHERED}, how many of the last frames that were offered
 *     may be lent, 1 to 4 194 304: a frame comes back before so many further ones have been
 *     offered. An owner that writes {@code b} frames of its ring of {@code r} before it offers them
 *     can lend {@code r - b}
 * @param hashKey key of the flow tables' hash, so that nobody outside can make flows collide (D05);
 *     changes no delivery but under {@link FlushStrategy#ADAPTIVE}, which forgets flows that
 *     collide
 * @param flush when what is held is handed over though no packet ends it
 * @param waitTimes numbers of the flush strategies that wait for a flow's next packet
 * @param switches what is done otherwise than in the reference
 */
public record RscPolicy(
    long intervalNanos,
    int vnetHeaderBytes,
    boolean tcpV4,
    boolean tcpV6,
    int maxHeldSegments,
    long maxHeldBytes,
    Placement placement,
    int lentFrames,
    long hashKey,
    FlushStrategy flush,
    WaitTimes waitTimes,
    Set<RscSwitch> switches) {

  /** The reference's default of {@code rsc_interval}: 300 us. */
  public static final long DEFAULT_INTERVAL_NANOS = 300_000;

  /** The largest {@code rsc_interval}: 2^32 - 1 ns, some 4.3 s. */
  public static final long MAX_INTERVAL_NANOS = 0xFFFF_FFFFL;

  /**
   * Default of {@link #maxHeldSegments}: more than 10 Gbit/s of full segments, one per flow, bring
   * in 4 ms.
   */
  public static final int DEFAULT_MAX_HELD_SEGMENTS = 4096;

  /** The largest {@link #maxHeldSegments}. */
  public static final int LARGEST_MAX_HELD_SEGMENTS = 1 << 20;

  /** The smallest {@link #maxHeldBytes}: room for one held segment of the largest size. */
  public static final long LEAST_MAX_HELD_BYTES = 71_232;

  /** Default of {@link #maxHeldBytes} but for {@link #qemu}: 64 MiB. */
  public static final long DEFAULT_MAX_HELD_BYTES = 64L << 20;

  /** Default of {@link #lentFrames}: half of a NIC's ring of 1024 frames. */
  public static final int DEFAULT_LENT_FRAMES = 512;

  /** The largest {@link #lentFrames}. */
  public static final int LARGEST_LENT_FRAMES = 1 << 22;

  /** Drawn once for a process: the engine's only randomness. See {@link #hashKey}. */
  private static final long PROCESS_HASH_KEY = UUID.randomUUID().getLeastSignificantBits();

  /** Checks the ranges. */
  public RscPolicy {
    if (intervalNanos < 0 || intervalNanos > MAX_INTERVAL_NANOS) {
      throw new IllegalArgumentException(
          "rsc_interval is " + intervalNanos + " ns; allowed: 0 to " + MAX_INTERVAL_NANOS + " ns");
    }
    requireVnetHeader(vnetHeaderBytes);
    if (maxHeldSegments < 1 || maxHeldSegments > LARGEST_MAX_HELD_SEGMENTS) {
      throw new IllegalArgumentException(
          "maxHeldSegments is " + maxHeldSegments + "; allowed: 1 to " + LARGEST_MAX_HELD_SEGMENTS);
    }
    if (maxHeldBytes < LEAST_MAX_HELD_BYTES) {
      throw new IllegalArgumentException(
          "maxHeldBytes is " + maxHeldBytes + "; allowed: " + LEAST_MAX_HELD_BYTES + " or more");
    }
    Objects.requireNonNull(placement, "placement");
    if (lentFrames < 1 || lentFrames > LARGEST_LENT_FRAMES) {
      throw new IllegalArgumentException(
          "lentFrames is " + lentFrames + "; allowed: 1 to " + LARGEST_LENT_FRAMES);
    }
    Objects.requireNonNull(flush, "flush");
    Objects.requireNonNull(waitTimes, "waitTimes");
    Set<RscSwitch> copy = EnumSet.noneOf(RscSwitch.class);
    copy.addAll(switches);
    switches = Collections.unmodifiableSet(copy);
  }

  static void requireVnetHeader(int bytes) {
    if (!VnetHeader.isLength(bytes)) {
      throw new IllegalArgumentException(
          "virtio-net header of " + bytes + " bytes; allowed: 10, 12 or 20");
    }
  }

  /**
   * What QEMU's virtio-net device does, bit for bit, with its defects (contract section 5).
   *
   * <p>Three things differ, because no input may touch memory that is not its own or hold memory
   * without bound: a merge that would pass the end of the reference's buffer is treated as
   * over-size (D01); a frame larger than that buffer is not held but delivered (D02); and a chain
   * that holds {@link #maxHeldSegments} delivers its oldest segment before it holds another (D04).
   */
  public static RscPolicy qemu() {
    return new RscPolicy(
        DEFAULT_INTERVAL_NANOS,
        VnetHeader.MERGEABLE_BYTES,
        true,
        true,
        DEFAULT_MAX_HELD_SEGMENTS,
        Long.MAX_VALUE,
        Placement.STAGED,
        DEFAULT_LENT_FRAMES,
        PROCESS_HASH_KEY,
        FlushStrategy.CHAIN_TIMER,
        WaitTimes.DEFAULT,
        EnumSet.noneOf(RscSwitch.class));
  }

  /**
   * What the reference set out to do, with its defects mended: the default of this project.
   *
   * <p>Off are only the switches that are a matter of taste ({@link RscSwitch#FLUSH_ON_PUSH}), that
   * a known guest does not bear ({@link RscSwitch#COUNT_DUPLICATE_ACKS}: Windows turns RSC off when
   * it sees one), that cost without need ({@link RscSwitch#COMPUTE_TCP_CHECKSUM}), or that only
   * Windows' rules ask for.
   */
  public static RscPolicy hardened() {
    return qemu()
        .withMaxHeldBytes(DEFAULT_MAX_HELD_BYTES)
        .withSwitches(
            EnumSet.complementOf(
                EnumSet.of(
                    RscSwitch.MERGE_WITHOUT_DF,
                    RscSwitch.COMPUTE_TCP_CHECKSUM,
                    RscSwitch.COUNT_DUPLICATE_ACKS,
                    RscSwitch.LOWEST_HOP_LIMIT,
                    RscSwitch.FLUSH_ON_PUSH)));
  }

  /** The rules that Windows states for RSC (contract 6.1). */
  public static RscPolicy windows() {
    return hardened()
        .with(RscSwitch.MERGE_WITHOUT_DF)
        .with(RscSwitch.LOWEST_HOP_LIMIT)
        .without(RscSwitch.PASS_PURE_ACKS)
        .without(RscSwitch.CWR_ALONE)
        .without(RscSwitch.FIT_OLD_GUESTS)
        .without(RscSwitch.MERGE_VLAN);
  }

  /**
   * The policy of a name: qemu, hardened or windows, with more switches behind plus signs as in
   * {@code qemu+compare-ecn+or-push}.
   *
   * @throws IllegalArgumentException if there is none; the message lists the allowed names
   */
  public static RscPolicy named(String name) {
    int plus = name.lastIndexOf('+');
    if (plus >= 0) {
      return named(name.substring(0, plus)).with(RscSwitch.named(name.substring(plus + 1)));
    }
    return switch (name.toLowerCase(Locale.ROOT)) {
      case "qemu" -> qemu();
      case "hardened" -> hardened();
      case "windows" -> windows();
      default ->
          throw new IllegalArgumentException(
              "no policy '" + name + "'; allowed: qemu, hardened, windows");
    };
  }

  /** Whether a switch is on, by itself or because the flush strategy includes it. */
  public boolean has(RscSwitch wanted) {
    return switches.contains(wanted) || flush.turnsOn(wanted);
  }

  /** The same with a switch on. */
  public RscPolicy with(RscSwitch wanted) {
    Set<RscSwitch> more = EnumSet.of(wanted);
    more.addAll(switches);
    return withSwitches(more);
  }

  /** The same with a switch off. */
  public RscPolicy without(RscSwitch unwanted) {
    Set<RscSwitch> fewer = EnumSet.noneOf(RscSwitch.class);
    fewer.addAll(switches);
    fewer.remove(unwanted);
    return withSwitches(fewer);
  }

  /** The same with another interval, in nanoseconds. */
  public RscPolicy withIntervalNanos(long nanos) {
    return changed(it -> it.intervalNanos = nanos);
  }

  /** The same with another length of the virtio-net header. */
  public RscPolicy withVnetHeaderBytes(int bytes) {
    return changed(it -> it.vnetHeaderBytes = bytes);
  }

  /** The same with other feature switches. */
  public RscPolicy withFamilies(boolean ipv4, boolean ipv6) {
    return changed(it -> {
      it.tcpV4 = ipv4;
      it.tcpV6 = ipv6;
    });
  }

  /** The same with another bound on the segments that each chain holds. */
  public RscPolicy withMaxHeldSegments(int segments) {
    return changed(it -> it.maxHeldSegments = segments);
  }

  /** The same with another bound on the memory of what each chain holds. */
  public RscPolicy withMaxHeldBytes(long bytes) {
    return changed(it -> it.maxHeldBytes = bytes);
  }

  /** The same with another place for the payload of what is held. */
  public RscPolicy withPlacement(Placement where) {
    return changed(it -> it.placement = where);
  }

  /** The same with another bound on the frames that may be lent. */
  public RscPolicy withLentFrames(int frames) {
    return changed(it -> it.lentFrames = frames);
  }

  /** The same with another key of the flow tables' hash, for runs that must repeat exactly. */
  public RscPolicy withHashKey(long key) {
    return changed(it -> it.hashKey = key);
  }

  /** The same with another flush strategy. */
  public RscPolicy withFlush(FlushStrategy strategy) {
    return changed(it -> it.flush = strategy);
  }

  /** The same with other numbers of the flush strategies that wait for a flow's next packet. */
  public RscPolicy withWaitTimes(WaitTimes times) {
    return changed(it -> it.waitTimes = times);
  }

  /** The same with other switches: these and no others. */
  public RscPolicy withSwitches(Set<RscSwitch> on) {
    return changed(it -> it.switches = on);
  }

  private RscPolicy changed(Consumer<PolicyFields> change) {
    PolicyFields fields = new PolicyFields(this);
    change.accept(fields);
    return fields.policy();
  }
}
