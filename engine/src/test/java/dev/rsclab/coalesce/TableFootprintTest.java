package dev.rsclab.coalesce;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rsclab.packet.Bytes;
import dev.rsclab.packet.FlowKey;
import dev.rsclab.packet.IpFamily;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The memory of the flow tables that the notebook about them shows. A kind that is not recorded yet
 * is no failure; {@code -Drsclab.recordings=write} records all.
 */
class TableFootprintTest {
  private static final boolean WRITE = "write".equals(System.getProperty("rsclab.recordings"));
  private static final Path RECORDED = Path.of("..", "notebooks", "recordings", "footprint.csv");

  /** As many as a chain may hold by default. */
  private static final int CAPACITY = 4096;

  private static final int[] FLOWS = {1, 64, 512, 4096};

  @Test
  void whatIsRecordedIsWhatTheTablesTake() throws IOException, IllegalAccessException {
    List<String> now = new ArrayList<>(List.of("kind,flows,table_bytes"));
    for (CoalescerKind kind : CoalescerKind.available()) {
      if (kind.coalesces()) {
        for (int flows : FLOWS) {
          now.add(kind + "," + flows + "," + bytes(kind, CAPACITY, flows));
        }
      }
    }
    if (WRITE) {
      Files.createDirectories(RECORDED.getParent());
      Files.writeString(RECORDED, String.join("\n", now) + "\n");
    }
    assertThat(now).containsAll(Files.readAllLines(RECORDED));
  }

  /** Bytes of a table for so many segments that holds so many flows. */
  static long bytes(CoalescerKind kind, int capacity, int flows) throws IllegalAccessException {
    FlowTable table = kind.newTable(IpFamily.IPV4, capacity);
    for (int flow = 0; flow < flows; flow++) {
      byte[] frame = TcpFrame.ipv4().flow(flow).payload(0).vnet(10).build();
      FlowKey key = new FlowKey();
      key.setIpv4(frame, 24, Bytes.i32Be(frame, 44), 0);
      assertThat(table.find(key)).isEqualTo(FlowTable.NONE);
      table.insert(key, flow);
    }
    return ObjectBytes.of(table, capacity);
  }
}
