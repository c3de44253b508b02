package dev.rsclab.live.tap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class TcpCountersTest {

  @Test
  void columnsAreFoundByName() throws IOException {
    TcpCounters counters =
        TcpCounters.parse(
            """
            Ip: Forwarding DefaultTTL InReceives
            Ip: 1 64 12
            Tcp: MaxConn ActiveOpens InSegs OutSegs RetransSegs
            Tcp: -1 5 77 80 3
            Udp: InDatagrams
            Udp: 0
            """);
    assertThat(counters).isEqualTo(new TcpCounters(77, 3));
  }

  @Test
  void aFileWithoutThemIsRefused() {
    assertThatThrownBy(() -> TcpCounters.parse("Tcp: MaxConn\nTcp: -1\n"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("InSegs");
    assertThatThrownBy(() -> TcpCounters.parse("")).isInstanceOf(IOException.class);
  }
}
