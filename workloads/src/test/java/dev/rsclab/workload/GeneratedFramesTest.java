package dev.rsclab.workload;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for the frames of every workload. */
final class GeneratedFramesTest {

  private static final int PACKETS = 2000;

  /** Every kind with every family it can have, full and small and odd segments. */
  static Stream<Arguments> everything() {
    Stream.Builder<Arguments> all = Stream.builder();
    for (WorkloadKind kind : WorkloadKind.values()) {
      for (FamilyMix family : FamilyMix.values()) {
        if (kind == WorkloadKind.CERTIFICATION && family == FamilyMix.MIXED) {
          continue;
        }
        for (int payload : new int[] {0, 1, 64, 9001}) {
          all.add(
              Arguments.of(
                  kind,
                  kind.defaults()
                      .withPackets(PACKETS)
                      .withFamily(family)
                      .withPayloadBytes(payload)));
        }
      }
    }
    return all.build();
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("everything")
  void framesAreWellFormedOnTimeAndCarryThePattern(WorkloadKind kind, WorkloadOptions options) {
    PacketTrace trace = kind.generate(options);
    assertThat(trace.packets()).isEqualTo(PACKETS);
    assertThat(trace.flows()).isBetween(1, options.flows());
    int[] firstSequence = new int[trace.flows()];
    boolean[] seen = new boolean[trace.flows()];
    boolean[] ipv6 = new boolean[trace.flows()];
    for (int packet = 0; packet < PACKETS; packet++) {
      int flow = trace.flow(packet);
      Segment segment = Segment.of(trace, packet, 0);
      if (!seen[flow]) {
        seen[flow] = true;
        firstSequence[flow] = segment.sequence();
        ipv6[flow] = segment.ipv6();
      }
      assertThat(segment.ipv6()).isEqualTo(ipv6[flow]);
      checkHeaders(segment);
      long offset = Integer.toUnsignedLong(segment.sequence() - firstSequence[flow]);
      byte[] expected = new byte[segment.payloadBytes()];
      PayloadPattern.copy(flow, offset, expected, 0, expected.length);
      assertThat(segment.payload()).isEqualTo(expected);
      if (packet > 0) {
        assertThat(trace.arrivalNanos(packet) - trace.arrivalNanos(packet - 1))
            .isGreaterThanOrEqualTo(options.lineRate().wireNanos(trace.length(packet)));
      }
    }
    checkFamilies(options.family(), ipv6);
  }

  private static void checkHeaders(Segment segment) {
    byte[] frame = segment.frame();
    int end = segment.tcp() + segment.tcpBytes();
    assertThat(frame).hasSize(Math.max(60, end));
    assertThat(Arrays.copyOfRange(frame, end, frame.length))
        .as("padding")
        .isEqualTo(new byte[frame.length - end]);
    assertThat(segment.tcpSum()).isEqualTo(0xFFFF);
    assertThat(frame[0] & 3).as("unicast, locally administered").isEqualTo(2);
    assertThat(frame[6] & 3).as("unicast, locally administered").isEqualTo(2);
    assertThat(frame[segment.tcp() + 12]).as("no TCP options").isEqualTo((byte) 0x50);
    assertThat(segment.flags() | 8).as("ACK, perhaps PSH").isEqualTo(0x18);
    if (segment.ipv6()) {
      assertThat(frame[14] & 0xFF).isEqualTo(0x60);
      assertThat(frame[15] & 0xF0).as("traffic class").isZero();
      assertThat(frame[20]).isEqualTo((byte) 6);
      assertThat(frame[21]).isEqualTo((byte) 64);
      assertThat(frame[22] & 0xFF).isEqualTo(0xFD);
      assertThat(frame[38] & 0xFF).isEqualTo(0xFD);
    } else {
      assertThat(segment.ipv4HeaderSum()).isEqualTo(0xFFFF);
      assertThat(Segment.u16(frame, 14)).isEqualTo(0x4500);
      assertThat(Segment.u16(frame, 20)).as("don't fragment").isEqualTo(0x4000);
      assertThat(frame[22]).isEqualTo((byte) 64);
      assertThat(frame[26]).isEqualTo((byte) 10);
      assertThat(frame[30]).isEqualTo((byte) 10);
    }
  }

  private static void checkFamilies(FamilyMix mix, boolean[] ipv6) {
    Set<Boolean> families = new HashSet<>();
    for (boolean is : ipv6) {
      families.add(is);
    }
    assertThat(families)
        .containsExactlyInAnyOrderElementsOf(
            switch (mix) {
              case IPV4 -> List.of(false);
              case IPV6 -> List.of(true);
              case MIXED -> List.of(false, true);
            });
  }

  @ParameterizedTest
  @EnumSource(
      value = WorkloadKind.class,
      mode = EnumSource.Mode.EXCLUDE,
      names = {"LOSSY"})
  void withoutLossIdentificationsAndStreamsAreContiguous(WorkloadKind kind) {
    PacketTrace trace =
        kind.generate(kind.defaults().withPackets(PACKETS).withFamily(FamilyMix.IPV4));
    int[] identification = new int[trace.flows()];
    int[] sequence = new int[trace.flows()];
    boolean[] seen = new boolean[trace.flows()];
    for (int packet = 0; packet < PACKETS; packet++) {
      int flow = trace.flow(packet);
      Segment segment = Segment.of(trace, packet, 0);
      if (seen[flow]) {
        assertThat(segment.identification()).isEqualTo((identification[flow] + 1) & 0xFFFF);
        assertThat(segment.sequence()).isEqualTo(sequence[flow]);
      }
      seen[flow] = true;
      identification[flow] = segment.identification();
      sequence[flow] = segment.sequence() + segment.payloadBytes();
    }
  }

  /** If one of these changes, results before and after cannot be compared: say so to users. */
  @ParameterizedTest
  @CsvSource({
    "BULK, IPV4, 632554ff9b07c46753f947b8c02597be43d7349a9b51ca64fec1dde507111233",
    "BULK, IPV6, 6d3c9d50ad4ae3e13321d6c406fd9066f07241ef09e7cbc40148b12c27a5a825",
    "REQUEST_RESPONSE, IPV4, 8b022e22f5ed55beeb8e1c0a6d29bd105c24f4bf60932e3bc471896f7d628254",
    "REQUEST_RESPONSE, IPV6, 2779159fd5b18c44d38db5ff6813e7332c80adc5f6f3a18db407409ea65a0562",
    "INCAST, IPV4, b51415d7c76de1c29787a681aba81fd1f34d15efce4a07ce8cda86f76b8ab866",
    "INCAST, IPV6, ce23f2c544b4454f48bfe4bbdcf5e98f6ec63ff8a437a8305ab0da6c780872c9",
    "ELEPHANTS_AND_MICE, IPV4, bfa2da02b94356992c2c00846adedf19dd2adcfb4e00a4f604ce2adc4ca42824",
    "ELEPHANTS_AND_MICE, IPV6, b210fd7f1732a5a30491adb73bbf38c9a40d36f88febc7b30f9eda06ff4f27d7",
    "CERTIFICATION, IPV4, 61056c4e0fd48fb67f303e768f36505a60e1853f4d44abfa7ad19446e7149a37",
    "CERTIFICATION, IPV6, 8c51697bc7f72556008ce453577418c96727a5f3f1d0dd7dfa07cb92a04d95a2",
    "LOSSY, IPV4, 0e963b061325c7de0de3973b2cba46cad69aa28aeae33f678ec9a85c0293fc7d",
    "LOSSY, IPV6, 097384eb22efd318c13faa8c71e56b7ce9240ce122473e96d454386f9acc848d",
    "PURE_ACKS, IPV4, 517be34525a503071bc87027266f55377fc8c64fd436b4b1b44c27921259738d",
    "PURE_ACKS, IPV6, f006be80ad46a2dc42296805b58bb198bd51f0e4829dbd577f95ca44eb470056",
    "FLOW_FLOOD, IPV4, afcfdf91f718bf5ccf6e5917f9da5580b2c62f7aed8f46e4f6f64eafe3ef25a3",
    "FLOW_FLOOD, IPV6, 63cf89b40846353f45c9d1e6a919a5c32367e3d0e6cab067511c3d230149f49b"
  })
  void sameOptionsGiveTheSameBytesOnEveryJvm(WorkloadKind kind, FamilyMix family, String digest) {
    WorkloadOptions options = kind.defaults().withPackets(1000).withFamily(family);
    assertThat(kind.generate(options).digest()).isEqualTo(digest);
  }

  @ParameterizedTest
  @EnumSource(WorkloadKind.class)
  void everySeedIsAnotherTrace(WorkloadKind kind) {
    WorkloadOptions options = kind.defaults().withPackets(100);
    assertThat(kind.generate(options).digest())
        .isNotEqualTo(kind.generate(options.withSeed(2)).digest());
  }
}
