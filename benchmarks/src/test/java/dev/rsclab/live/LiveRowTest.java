package dev.rsclab.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rsclab.coalesce.CoalescerKind;
import dev.rsclab.coalesce.FlushStrategy;
import dev.rsclab.packet.IpFamily;
import java.util.List;
import org.junit.jupiter.api.Test;

class LiveRowTest {

  private static final Device DEVICE =
      Device.of(CoalescerKind.LINKED_LIST, "hardened", FlushStrategy.CHAIN_TIMER, 300_000);

  private static final PartyTimes PARTIES =
      new PartyTimes(80, 60, 40, 25, 11).since(new PartyTimes(30, 20, 10, 5, 1));

  private static LiveRow bulk(int round, long payload) {
    return new LiveRow(
        round,
        new LiveWorkload(LiveWorkload.Shape.BULK, 8, IpFamily.IPV6),
        DEVICE,
        new LiveRow.Readings(500_000_000, payload, 3, 1000, 40, 900_000_000, 0.01234, PARTIES),
        Distribution.EMPTY,
        Distribution.EMPTY,
        Distribution.of(1000, 2000, 9000),
        Distribution.of(800, 900, 4000),
        new LiveRow.Forecast(24.5, 150_000, 300_000),
        new LiveRow.Forecast(11.25, 160_000, 300_000));
  }

  @Test
  void theColumnsAreThoseOfTheHeader() {
    assertThat(LiveRow.HEADER)
        .isEqualTo(
            "round,workload,family,flows,kind,policy,flush,interval_ns,duration_ns,payload_bytes,goodput_bits_per_second,retransmits,segments,deliveries,round_trip_p50_ns,round_trip_p99_ns,round_trip_p999_ns,completion_p50_ns,completion_p99_ns,cpu_busy_ns,other_load_share,timer_lateness_p50_ns,timer_lateness_p99_ns,predicted_segments_per_delivery,predicted_added_delay_p50_ns,predicted_added_delay_p99_ns,receiver_cpu_ns,sender_cpu_ns,forwarder_cpu_ns,forwarder_write_ns,return_cpu_ns,arrival_gap_p50_ns,arrival_gap_p99_ns");
    assertThat(bulk(2, 1_000_000_000).line())
        .isEqualTo(
            "2,bulk,IPV6,8,LINKED_LIST,hardened,chain-timer,300000,500000000,1000000000,16000000000,3,1000,40,,,,,,900000000,0.0123,2000,9000,24.5000,150000,300000,50,40,30,20,10,900,4000");
  }

  @Test
  void whatPlainArrivalsHadOneExpectStandsBesideIt() {
    assertThat(bulk(2, 1_000_000_000).predictionLine())
        .isEqualTo("2,bulk,IPV6,8,LINKED_LIST,hardened,chain-timer,300000,11.2500,160000,300000");
    assertThat(LiveRow.PREDICTION_HEADER.split(",", -1)).hasSize(11);
  }

  @Test
  void whatDoesNotApplyIsEmpty() {
    LiveRow row =
        new LiveRow(
            1,
            new LiveWorkload(LiveWorkload.Shape.REQUEST_RESPONSE, 1, IpFamily.IPV4),
            Device.BASELINE,
            new LiveRow.Readings(1_000_000_000, 64, 0, 2, 2, 10_000_000, 0, PARTIES),
            Distribution.of(30_000, 50_000),
            Distribution.EMPTY,
            Distribution.EMPTY,
            Distribution.EMPTY,
            null,
            null);
    assertThat(row.line())
        .isEqualTo(
            "1,request-response,IPV4,1,NONE,,,,1000000000,64,512,0,2,2,30000,50000,50000,,,10000000,0.0000,,,,,,50,40,30,20,10,,");
    assertThat(row.line().split(",", -1)).hasSameSizeAs(LiveRow.HEADER.split(",", -1));
  }

  @Test
  void theTableShowsMediansAndRanges() {
    List<String> lines =
        LiveTable.lines(List.of(bulk(1, 125_000_000), bulk(2, 500_000_000), bulk(3, 250_000_000)));
    assertThat(lines.get(1)).startsWith("bulk:8 ipv6");
    assertThat(String.join("\n", lines))
        .contains("LINKED_LIST hardened chain-timer 300us")
        .contains("4000 (2000 to 8000)")
        .contains("25.00 (25.00 to 25.00)")
        .contains("80 (80 to 80)")
        .contains("24.50 (24.50 to 24.50)")
        .contains("11.25 (11.25 to 11.25)")
        .contains("3.60 (1.80 to 7.20)");
  }
}
