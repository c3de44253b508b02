package dev.rsclab.results.live;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/** Writes folders of live runs with made-up readings; the noise is random, but always the same. */
public final class MadeUpLive {
  static final String BULK_LINE =
      "1,bulk,IPV4,1,OPEN_ADDRESSING,hardened,chain-timer,50000,500000000,225000000,3600000000,7"
          + ",150000,10000,,,,,,900000000,0.0100,1105,39628,15.0000,19223,50000"
          + ",65000000,150000000,380000000,115000000,10000000,1300,9000";

  /** Columns that older files do not have. */
  private static final int LATER_COLUMNS = 7;

  private static final String COALESCER = "OPEN_ADDRESSING,hardened,";

  private final List<String> lines = new ArrayList<>(List.of(LiveLine.HEADER));
  private final List<String> predictions = new ArrayList<>(List.of(LiveLine.PREDICTIONS_HEADER));
  private final Random random = new Random(7);

  /** Every load, strategy and peer once a round; the second round's push is disturbed. */
  public static MadeUpLive everything(int rounds) {
    MadeUpLive run = new MadeUpLive();
    for (int round = 1; round <= rounds; round++) {
      run.workload(round, "bulk,IPV4,1", 1);
      run.workload(round, "request-response,IPV4,1", 0);
    }
    return run;
  }

  private void workload(int round, String workload, double gigabits) {
    cell(round, workload, "NONE,,,", 0, gigabits, 1);
    cell(round, workload, "KERNEL_GRO,,,", 50, 1.5 * gigabits, 10);
    cell(round, workload, "KERNEL_GRO,,,", 300, 1.7 * gigabits, 20);
    for (int micros : List.of(50, 100, 300)) {
      double gain = micros == 50 ? 3 : micros == 100 ? 2.4 : 2;
      cell(round, workload, COALESCER + "chain-timer,", micros, gain * gigabits, micros / 4.0);
      cell(round, workload, COALESCER + "push,", micros, 1.1 * gain * gigabits, micros / 5.0);
    }
    cell(round, workload, "LINKED_LIST,hardened,chain-timer,", 300, 1.9 * gigabits, 75);
  }

  private void cell(
      int round, String workload, String device, int micros, double gigabits, double merged) {
    boolean coalesces = device.startsWith(COALESCER) || device.startsWith("LINKED");
    boolean push = device.contains("push");
    double noise = 1 + 0.02 * random.nextGaussian();
    double goodput = gigabits == 0 ? 1e7 : gigabits * 1e9 * noise;
    long bytes = Math.round(goodput / 16);
    long segments = bytes / 1448;
    double wait = push ? 0 : coalesces ? micros * 1e3 : 0;
    double seen = gigabits == 0 ? 1 : push ? merged * 2 : merged;
    String requests =
        gigabits > 0
            ? ",,"
            : "%.0f,%.0f,900000"
                .formatted(40_000 * noise + 1.1 * wait, 80_000 * noise + 1.2 * wait);
    String cell =
        round + "," + workload + "," + device + (device.startsWith("NONE") ? "" : micros * 1000L);
    String forecast = "%.4f,%.0f,%.0f".formatted(gigabits == 0 ? 1 : merged, wait / 2, wait);
    long deliveries = Math.max(1, Math.round(segments / seen));
    lines.add(
        String.format(
            Locale.ROOT,
            "%s,500000000,%d,%.0f,%d,%d,%d,%s,,,%d,%s,%s,%s,%s,%.0f,20000",
            cell,
            bytes,
            goodput,
            round,
            segments,
            deliveries,
            requests,
            Math.round(9e8 / (1 + merged / 20)),
            push && round == 2 ? "0.2000" : "0.0100",
            coalesces ? "1100,39000" : ",",
            coalesces ? forecast : ",,",
            parties(segments, deliveries),
            8000 / (1 + merged / 10)));
    if (coalesces) {
      predictions.add(cell + "," + forecast);
    }
  }

  /** The receiver spends 6 us on a delivery and 0.8 us on a segment. */
  private static String parties(long segments, long deliveries) {
    return "%d,%d,%d,%d,%d"
        .formatted(
            2000 * deliveries + 300 * segments,
            1000 * segments,
            4000 * deliveries + 2500 * segments,
            4000 * deliveries + 500 * segments,
            1000 * deliveries);
  }

  /** Has the folder as an older version wrote it. */
  MadeUpLive older() {
    lines.replaceAll(MadeUpLive::older);
    return this;
  }

  /** A line, or the header, without the columns that older files do not have. */
  static String older(String line) {
    List<String> columns = List.of(line.split(",", -1));
    return String.join(",", columns.subList(0, columns.size() - LATER_COLUMNS));
  }

  /** Writes the folder. */
  public Path write(Path folder) throws IOException {
    Files.createDirectories(folder);
    Files.write(folder.resolve("live.csv"), lines);
    Files.write(folder.resolve("live-predictions.csv"), predictions);
    Files.writeString(folder.resolve("command.txt"), "java -jar benchmarks.jar live <all>\n");
    Files.writeString(
        folder.resolve("environment.json"),
        """
        {"formatVersion": 1, "profile": "live", "label": "made-up", "logicalCpus": 2,
         "startedAt": "2026-03-04T05:06:07Z", "cpuModel": "AMD EPYC", "kernel": "Linux 6.1",
         "gitCommit": "0123456789abcdef", "gitDirty": false,
         "guestCostSource": "Nothing is modelled."}
        """);
    return folder;
  }
}
