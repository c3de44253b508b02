package dev.rsclab.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.rsclab.packet.IpFamily;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class WorkloadOptionsTest {

  private static final WorkloadOptions OPTIONS = WorkloadOptions.BASE;

  @Test
  void refusesValuesOutOfRange() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> OPTIONS.withPackets(0))
        .withMessage("packets: 0; allowed: 1 to 16777216");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> OPTIONS.withFlows((1 << 20) + 1))
        .withMessage("flows: 1048577; allowed: 1 to 1048576");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> OPTIONS.withPayloadBytes(65_001))
        .withMessage("payloadBytes: 65001; allowed: 0 to 65000");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> OPTIONS.withBurstSegments(-1))
        .withMessage("burstSegments: -1; allowed: 0 to 65535");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LineRate.ofGigabits(0))
        .withMessage("lineRate: 0; allowed: 1000000 to 1000000000000 bit/s");
  }

  @Test
  void refusesWhatAWorkloadDoesNotSupport() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> WorkloadKind.CERTIFICATION.generate(OPTIONS.withFlows(2)))
        .withMessage("flows: 2; allowed: 1 for workload certification");
    WorkloadOptions one = OPTIONS.withFlows(1);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> WorkloadKind.CERTIFICATION.generate(one.withBurstSegments(2)))
        .withMessage("burstSegments: 2; allowed: 0 or 1 for workload certification");
    assertThatIllegalArgumentException()
        .isThrownBy(() ->
            WorkloadKind.CERTIFICATION.generate(
                one.withPackets(9).withPayloadBytes(65_000).withLineRate(LineRate.GBIT_1)))
        .withMessage(
            "lineRate: 1 Gbit/s; allowed: one that carries a frame of 65074 bytes in less than"
                + " 100 us");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> WorkloadKind.FLOW_FLOOD.generate(OPTIONS.withPackets(65)))
        .withMessage(
            "packets: 65; allowed: 1 to 64 (one for each of the flows) for workload flow-flood");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> WorkloadKind.BULK.generate(one.withFamily(FamilyMix.MIXED)))
        .withMessage("family: mixed; allowed: ipv4 or ipv6 with one flow");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> WorkloadKind.BULK.generate(OPTIONS.withPackets(1_000_000)))
        .withMessage(
            "packets: 1000000; allowed: 1 to 699962 with frames of up to 1534 bytes (1 GiB)");
  }

  @Test
  void kindsAndFamiliesHaveNames() {
    for (WorkloadKind kind : WorkloadKind.values()) {
      assertThat(WorkloadKind.named(kind.toString())).isSameAs(kind);
      assertThat(kind.toString())
          .isEqualTo(kind.name().toLowerCase(Locale.ROOT).replace('_', '-'))
          .isEqualTo(kind.workload().name());
      assertThat(kind.description()).isNotBlank();
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> WorkloadKind.named("Bulk"))
        .withMessage(
            "workload: Bulk; allowed: bulk, request-response, incast, elephants-and-mice,"
                + " mixed, certification, lossy, pure-acks, flow-flood");
    assertThat(FamilyMix.named("mixed")).isEqualTo(FamilyMix.MIXED);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> FamilyMix.named("4"))
        .withMessage("family: 4; allowed: ipv4, ipv6, mixed");
  }

  @ParameterizedTest
  @EnumSource(WorkloadKind.class)
  void defaultsAreSupported(WorkloadKind kind) {
    assertThat(kind.generate(kind.defaults()).packets()).isEqualTo(32_768);
  }

  @Test
  void changesOneOptionAtATime() {
    WorkloadOptions changed =
        OPTIONS
            .withSeed(2)
            .withPackets(3)
            .withFamily(FamilyMix.IPV6)
            .withFlows(4)
            .withLineRate(LineRate.GBIT_25)
            .withPayloadBytes(5)
            .withBurstSegments(6);
    assertThat(changed)
        .isEqualTo(new WorkloadOptions(2, 3, FamilyMix.IPV6, 4, LineRate.GBIT_25, 5, 6));
  }

  @Test
  void fullSegmentsFillTheMtuUnlessToldOtherwise() {
    assertThat(OPTIONS.fullPayload(IpFamily.IPV4)).isEqualTo(1460);
    assertThat(OPTIONS.fullPayload(IpFamily.IPV6)).isEqualTo(1440);
    assertThat(OPTIONS.withPayloadBytes(1448).fullPayload(IpFamily.IPV6)).isEqualTo(1448);
  }
}
