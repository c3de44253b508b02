package dev.rsclab.results.packets;

import static dev.rsclab.results.packets.Packets.ipv4;
import static dev.rsclab.results.packets.Packets.merged;
import static dev.rsclab.results.packets.Packets.plain;
import static dev.rsclab.results.packets.Packets.recording;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class StreamAccountTest {

  private static String loss(Recording arrived, Recording delivered) {
    return StreamAccount.of(arrived, delivered).lossAgainst(StreamAccount.of(arrived, arrived));
  }

  @Test
  void aMergedStreamLosesNothing() {
    Recording arrived =
        recording(
            plain(0, ipv4(0, "one ", TcpSegment.PSH, 0)),
            plain(10, ipv4(4, "two", TcpSegment.PSH, 0)));
    Recording delivered = recording(merged(300, 2, ipv4(0, "one two", TcpSegment.PSH, 0)));
    StreamAccount it = StreamAccount.of(arrived, delivered);
    assertThat(it).isEqualTo(new StreamAccount(1, 0, 0, 0, 1, 0, 0, 300_000));
    assertThat(it.inWords(StreamAccount.of(arrived, arrived)))
        .isEqualTo("nothing is lost; 2 packets in 1 delivery; the longest wait is 300 us");
  }

  @Test
  void paddingThatIsReadIsWrongAndBytesThatFallOutAreMissing() {
    Recording arrived = recording(plain(0, ipv4(0, "H", 0, 2)), plain(1, ipv4(1, "ello", 0, 0)));
    assertThat(loss(arrived, recording(merged(9, 2, ipv4(0, "H..el", 0, 0)))))
        .isEqualTo("4 bytes wrong");
    assertThat(loss(arrived, recording(plain(9, ipv4(0, "Hell", 0, 0)))))
        .isEqualTo("1 byte missing");
  }

  @Test
  void aDamagedSegmentIsReadOnlyIfTheHeaderVouchesForIt() {
    byte[] damaged = ipv4(0, "abc", 0, 0);
    damaged[54] = 'X';
    Recording arrived = recording(plain(0, damaged), plain(9, ipv4(0, "abc", 0, 0)));
    assertThat(loss(arrived, arrived)).isEqualTo("nothing is lost");
    assertThat(loss(arrived, recording(merged(5, 1, damaged), plain(9, ipv4(0, "abc", 0, 0)))))
        .isEqualTo("1 byte wrong");
  }

  @Test
  void acksFlagsAndOrderAreCounted() {
    Recording arrived =
        recording(
            plain(0, ipv4(0, "ab", TcpSegment.PSH, 0)),
            plain(1, ipv4(2, "cd", TcpSegment.ECE, 0)),
            plain(2, ipv4(4, "", 0, 0)),
            plain(3, ipv4(4, "", 0, 0)));
    Recording delivered =
        recording(
            plain(1, ipv4(2, "cd", 0, 0)),
            plain(3, ipv4(4, "", 0, 0)),
            plain(5, ipv4(0, "ab", 0, 0)));
    assertThat(loss(arrived, delivered))
        .isEqualTo("1 of 2 pure ACKs swallowed, PSH lost, ECE or CWR lost, 1 out of order");
  }

  @Test
  void anotherFlowIsRefused() {
    byte[] other = ipv4(0, "ab", 0, 0);
    other[35]++;
    Recording arrived = recording(plain(0, ipv4(0, "ab", 0, 0)));
    assertThatThrownBy(() -> StreamAccount.of(arrived, recording(merged(0, 1, other))))
        .hasMessage("a segment from port 8 in the flow of port 7");
    assertThatThrownBy(() -> StreamAccount.of(arrived, recording(plain(0, new byte[60]))))
        .hasMessageContaining("not a TCP segment");
  }

  @Test
  void theTableHasALineForEachMoment() {
    String table =
        new SideBySide()
            .column(
                "arrives",
                recording(
                    plain(5, ipv4(0, "H", TcpSegment.PSH, 5)), plain(15, ipv4(1, "ello\n", 0, 0))))
            .column("delivers", recording(merged(305, 2, ipv4(0, "Hello\n", 0, 0))))
            .toString();
    assertThat(table.lines())
        .containsExactly(
            "us     arrives                delivers",
            "0.0    0 \"H\" PSH +5 trailing",
            "10.0   1 \"ello\u00b7\"",
            "300.0                         0 \"Hello\u00b7\" [2 segments]");
  }
}
