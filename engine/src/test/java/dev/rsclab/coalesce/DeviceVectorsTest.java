package dev.rsclab.coalesce;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rsclab.guest.ReceiveRing;
import dev.rsclab.packet.Bytes;
import dev.rsclab.packet.VnetHeader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/**
 * Every kind gives what the complete device gave: the same bytes in the same order at the same
 * time, through a virtqueue.
 */
class DeviceVectorsTest {

  private static final HexFormat HEX = HexFormat.of();
  private static final List<JsonNode> SCENARIOS = Vectors.read("device-7.2.jsonl.gz");
  private static final int VNET_BYTES = VnetHeader.MERGEABLE_BYTES;
  private static final int QUEUE = 256;
  private static final int LARGE_BUFFER = 70_000;

  static Stream<Arguments> scenarios() {
    return CoalescerKind.available().stream()
        .filter(CoalescerKind::coalesces)
        .flatMap(kind ->
            SCENARIOS.stream()
                .map(s -> Arguments.argumentSet(kind + " " + s.get("name").asString(), kind, s)));
  }

  @Test
  void allScenariosAreThere() {
    assertThat(SCENARIOS).hasSize(186);
  }

  @ParameterizedTest
  @MethodSource("scenarios")
  void behavesAsRecorded(CoalescerKind kind, JsonNode scenario) {
    new Device(kind, Placement.STAGED, scenario).play();
  }

  @ParameterizedTest
  @EnumSource(Placement.class)
  void behavesAsRecordedWhereverPayloadLies(Placement placement) {
    for (JsonNode scenario : SCENARIOS) {
      boolean mergeable = !scenario.has("mrg_rxbuf") || scenario.get("mrg_rxbuf").asBoolean();
      if (mergeable || placement != Placement.DIRECT) {
        new Device(CoalescerKind.OPEN_ADDRESSING, placement, scenario).play();
      }
    }
  }

  /** A device without a guest OS: the ring is emptied after every step. */
  private static final class Device {
    private final JsonNode scenario;
    private final boolean mergeable;
    private final ReceiveRing ring;
    private final Coalescer coalescer;
    private final List<String> delivered = new ArrayList<>();
    private final byte[] taken = new byte[LARGE_BUFFER];
    private int step;
    private long now;

    Device(CoalescerKind kind, Placement placement, JsonNode scenario) {
      this.scenario = scenario;
      mergeable = !scenario.has("mrg_rxbuf") || scenario.get("mrg_rxbuf").asBoolean();
      int bufferBytes =
          scenario.has("rx_buf_size") ? scenario.get("rx_buf_size").asInt() : LARGE_BUFFER;
      ring = new ReceiveRing(buffers(bufferBytes, scenario), bufferBytes, mergeable);
      Set<String> features = names(scenario.get("negotiated"));
      coalescer =
          kind.create(
              RscPolicy.qemu()
                  .withPlacement(placement)
                  .withIntervalNanos(scenario.get("rsc_interval_ns").asLong())
                  .withFamilies(ipv4(features), ipv6(features)),
              ring);
    }

    /**
     * As many as QEMU's queue has; of those that hold any unit no more than frames, because to
     * clear 18 MB for each scenario takes longer than to play it.
     */
    private static int buffers(int bytes, JsonNode scenario) {
      return bytes == LARGE_BUFFER ? Math.min(QUEUE, scenario.get("steps").size() + 1) : QUEUE;
    }

    void play() {
      for (JsonNode s : scenario.get("steps")) {
        // Time moves only where the recording waited; a timer that is due by then has fired in the
        // device's main loop.
        if (s.has("frame")) {
          byte[] frame = frame(s);
          coalescer.offer(0, frame, 0, frame.length, now);
          take();
          runUntil(now);
        } else if (s.has("wait_ns")) {
          runUntil(now + s.get("wait_ns").asLong());
        } else {
          Set<String> offloads = names(s.get("offloads"));
          coalescer.negotiate(VNET_BYTES, ipv4(offloads), ipv6(offloads));
        }
        step++;
      }
      while (coalescer.nextDeadline() != Coalescer.NO_DEADLINE) {
        runUntil(coalescer.nextDeadline());
      }
      List<String> expected = new ArrayList<>();
      for (JsonNode d : scenario.get("deliveries")) {
        expected.add(recorded(d));
      }
      assertThat(delivered).as(scenario.get("name").asString()).containsExactlyElementsOf(expected);
    }

    private void runUntil(long end) {
      while (coalescer.nextDeadline() <= end) {
        now = Math.max(now, coalescer.nextDeadline());
        coalescer.advance(now);
        take();
      }
      now = end;
    }

    private void take() {
      int length;
      while ((length = ring.take(taken)) > 0) {
        delivered.add(describe(Arrays.copyOf(taken, length)));
      }
    }

    private String describe(byte[] b) {
      return String.format(
          Locale.ROOT,
          "after %d t=%d flags=%d gso=%d,%d,%d csum=%d,%d buffers=%s %s",
          step,
          now,
          Bytes.u8(b, VnetHeader.FLAGS),
          Bytes.u8(b, VnetHeader.GSO_TYPE),
          Bytes.u16Le(b, VnetHeader.HDR_LEN),
          Bytes.u16Le(b, VnetHeader.GSO_SIZE),
          Bytes.u16Le(b, VnetHeader.CSUM_START),
          Bytes.u16Le(b, VnetHeader.CSUM_OFFSET),
          // Without MRG_RXBUF the device leaves the field alone; the recording shows the guest's
          // fill pattern.
          mergeable ? Bytes.u16Le(b, VnetHeader.NUM_BUFFERS) : "-",
          HEX.formatHex(b, VNET_BYTES, b.length));
    }

    private String recorded(JsonNode d) {
      JsonNode h = d.get("vnet_hdr");
      return String.format(
          Locale.ROOT,
          "after %d t=%d flags=%d gso=%d,%d,%d csum=%d,%d buffers=%s %s",
          d.get("after_step").asInt(),
          d.get("t_ns").asLong(),
          h.get("flags").asInt(),
          h.get("gso_type").asInt(),
          h.get("hdr_len").asInt(),
          h.get("gso_size").asInt(),
          h.get("csum_start").asInt(),
          h.get("csum_offset").asInt(),
          mergeable ? h.get("num_buffers").asInt() : "-",
          d.get("frame").asString());
    }

    private static byte[] frame(JsonNode step) {
      byte[] frame = HEX.parseHex(step.get("frame").asString());
      byte[] bytes = new byte[VNET_BYTES + frame.length];
      if (step.has("vnet_hdr")) {
        byte[] header = HEX.parseHex(step.get("vnet_hdr").asString());
        System.arraycopy(header, 0, bytes, 0, header.length);
      }
      System.arraycopy(frame, 0, bytes, VNET_BYTES, frame.length);
      return bytes;
    }

    private static Set<String> names(JsonNode array) {
      return StreamSupport.stream(array.spliterator(), false)
          .map(JsonNode::asString)
          .collect(Collectors.toSet());
    }

    private static boolean ipv4(Set<String> features) {
      return features.contains("RSC_EXT") && features.contains("GUEST_TSO4");
    }

    private static boolean ipv6(Set<String> features) {
      return features.contains("RSC_EXT") && features.contains("GUEST_TSO6");
    }
  }
}
