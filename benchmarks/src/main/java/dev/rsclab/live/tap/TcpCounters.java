package dev.rsclab.live.tap;

import java.io.IOException;
import java.util.List;

/**
 * What a namespace's TCP has counted, over IPv4 and IPv6 together: {@code /proc/net/snmp}.
 *
 * @param received segments received ({@code InSegs}); a frame that was merged before counts once
 * @param retransmits segments sent again ({@code RetransSegs})
 */
record TcpCounters(long received, long retransmits) {

  /**
   * Reads them: a line of names, then a line of values, both beginning with {@code Tcp:}.
   *
   * @throws IOException if they are not there
   */
  static TcpCounters parse(String snmp) throws IOException {
    List<List<String>> lines =
        snmp.lines()
            .filter(line -> line.startsWith("Tcp:"))
            .map(line -> List.of(line.split(" ", -1)))
            .toList();
    if (lines.size() != 2) {
      throw new IOException("/proc/net/snmp has no two lines of TCP");
    }
    return new TcpCounters(value(lines, "InSegs"), value(lines, "RetransSegs"));
  }

  private static long value(List<List<String>> lines, String name) throws IOException {
    int column = lines.getFirst().indexOf(name);
    if (column < 0 || column >= lines.getLast().size()) {
      throw new IOException("/proc/net/snmp has no " + name + " of TCP");
    }
    return Long.parseLong(lines.getLast().get(column));
  }
}
