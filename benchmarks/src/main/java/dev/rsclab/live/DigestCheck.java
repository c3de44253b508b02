package dev.rsclab.live;

import dev.rsclab.packet.IpFamily;
import dev.rsclab.results.TextTable;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;

/**
 * Sends a file through each device over each IP version and says whether it arrived as it was sent.
 *
 * @param devices what it goes through
 * @param families over which IP versions
 * @param bytes its size
 * @param faults what happens to its segments on the way
 */
record DigestCheck(List<Device> devices, List<IpFamily> families, long bytes, Faults faults) {

  /**
   * Runs.
   *
   * @return how many transfers arrived otherwise than they were sent
   * @throws IOException if a transfer does not end
   */
  int run(PrintStream screen) throws IOException {
    screen.printf(
        Locale.ROOT,
        "%d transfers of %d bytes; of the segments %.2f %% are lost, %.2f %% overtaken, %.2f %% come"
            + " twice (seed %d). Equal means that the SHA-256 of what was received is that of what"
            + " was sent.%n",
        devices.size() * families.size(),
        bytes,
        100 * faults.loss(),
        100 * faults.reordering(),
        100 * faults.duplication(),
        faults.seed());
    DigestTransfer transfer = new DigestTransfer(bytes, faults.seed());
    TextTable table =
        TextTable.of("digest", "device", "family", "Mbit/s", "segments/delivery", "sent again");
    Progress progress = new Progress(devices.size() * families.size(), screen);
    int different = 0;
    try (Bench bench = new Bench()) {
      for (Device device : devices) {
        for (IpFamily family : families) {
          DigestTransfer.Outcome outcome =
              transfer.run(bench.link(), family, device, faults, bench.cpus());
          different += outcome.equal() ? 0 : 1;
          String verdict = outcome.equal() ? "equal" : "DIFFERENT";
          progress.done(verdict + ": " + device + ", " + family);
          table.row(
              verdict,
              device,
              family,
              String.format(Locale.ROOT, "%.0f", 8e3 * outcome.bytes() / outcome.nanos()),
              String.format(
                  Locale.ROOT, "%.2f", (double) outcome.segments() / outcome.deliveries()),
              outcome.retransmits());
        }
      }
    }
    screen.println();
    table.lines().forEach(screen::println);
    return different;
  }
}
