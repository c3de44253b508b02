package dev.rsclab.results.packets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordingTest {
  @TempDir private Path folder;

  private static String line(int flags, int segments, byte[] frame) {
    return """
    {"t_ns":1500,"flags":%d,"gso_type":1,"hdr_len":54,"gso_size":0,"csum_start":%d,\
    "csum_offset":0,"frame":"%s"}
    """
        .formatted(flags, segments, HexFormat.of().formatHex(frame));
  }

  private Recording read(String... lines) throws IOException {
    return Recording.read(Files.writeString(folder.resolve("d.jsonl"), String.join("", lines)));
  }

  @Test
  void readsWhatReplayWrites() throws IOException {
    byte[] frame = Packets.ipv4(0, "hello", 0, 0);
    Recording it = read(line(4, 3, frame), line(0, 16, frame), line(0, 0, new byte[20]));
    assertThat(it.deliveries())
        .containsExactly(
            new RecordedDelivery(1500, 4, 1, 3, frame),
            new RecordedDelivery(1500, 0, 1, 16, frame),
            new RecordedDelivery(1500, 0, 1, 0, new byte[20]));
    assertThat(it.deliveries().getFirst().segments()).isEqualTo(3);
    assertThat(it.deliveries().get(1).segments()).isEqualTo(1);
    assertThat(it.bySegments()).isEqualTo(Map.of(1, 2, 3, 1));
    assertThat(it.bySourcePort()).containsOnlyKeys(Packets.PORT);
    assertThat(it.bySourcePort().get(Packets.PORT).deliveries()).hasSize(2);
    assertThat(it.bytes()).isEqualTo(2 * frame.length + 20);
  }

  @Test
  void aWrongLineIsNamed() {
    assertThatThrownBy(() -> read(line(0, 0, new byte[0]), "{}\n"))
        .hasMessageContaining("d.jsonl: line 2: no number 't_ns'");
    assertThatThrownBy(() -> read("{\n")).hasMessageContaining("line 1 is not JSON");
    assertThatThrownBy(() -> Recording.read(folder.resolve("none")))
        .hasMessageContaining("no recorded deliveries here");
  }

  @Test
  void headersAreReadOverBothVersions() {
    TcpSegment four = TcpSegment.in(Packets.ipv4(5, "abc", TcpSegment.PSH, 3)).orElseThrow();
    assertThat(four.sound()).isTrue();
    assertThat(four.trailing()).isEqualTo(3);
    assertThat(four.payload()).asString().isEqualTo("abc");
    assertThat(four.has(TcpSegment.PSH)).isTrue();
    assertThat(four.seq()).isEqualTo(1005);
    TcpSegment six = TcpSegment.in(Packets.ipv6(0, "abcd")).orElseThrow();
    assertThat(six.sound()).isTrue();
    assertThat(six.ecn()).isEqualTo(2);
    assertThat(six.sourcePort()).isEqualTo(Packets.PORT);
    assertThat(six.payload()).asString().isEqualTo("abcd");
  }

  @Test
  void whatIsWrongWithAFrameIsSeen() {
    byte[] damaged = Packets.ipv4(0, "abc", 0, 0);
    damaged[55] ^= 1;
    assertThat(TcpSegment.in(damaged).orElseThrow().checksumGood()).isFalse();
    byte[] header = Packets.ipv4(0, "abc", 0, 0);
    header[20] = 0x20; // more fragments; the IPv4 checksum is wrong now
    TcpSegment fragment = TcpSegment.in(header).orElseThrow();
    assertThat(fragment.fragment()).isTrue();
    assertThat(fragment.headersGood()).isFalse();
    byte[] offset = Packets.ipv4(0, "abc", 0, 0);
    offset[46] = 0x20;
    assertThat(TcpSegment.in(offset).orElseThrow().payload()).isEmpty();
    assertThat(TcpSegment.in(new byte[54])).isEmpty();
    assertThat(TcpSegment.in(new byte[10])).isEmpty();
  }
}
