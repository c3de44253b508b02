package dev.rsclab.live.tap;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Which processors threads run on: the last one that this process may use is the forwarder's alone,
 * all others are everybody's. With a single one nothing is pinned.
 *
 * @param forwarder a bit for the forwarder's processor; 0 if nothing is pinned
 * @param others bits for the others
 */
public record Cpus(long forwarder, long others) {

  private static final String ALLOWED = "Cpus_allowed:";

  /** Those that this process may use, of the first 64. */
  public static Cpus ofProcess() throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
      if (line.startsWith(ALLOWED)) {
        String[] groups = line.substring(ALLOWED.length()).strip().split(",", -1);
        long allowed = Long.parseUnsignedLong(groups[groups.length - 1], 16);
        if (groups.length > 1) {
          allowed |= Long.parseUnsignedLong(groups[groups.length - 2], 16) << 32;
        }
        return of(allowed);
      }
    }
    return new Cpus(0, 0);
  }

  static Cpus of(long allowed) {
    long last = Long.highestOneBit(allowed);
    return allowed == last ? new Cpus(0, 0) : new Cpus(last, allowed ^ last);
  }

  /** Pins the calling thread to the forwarder's processor. */
  public void pinForwarder() throws SystemCallException {
    if (forwarder != 0) {
      Linux.ofThread().runOn(forwarder);
    }
  }

  /** Keeps the calling thread away from the forwarder's processor. */
  public void pinOther() throws SystemCallException {
    if (others != 0) {
      Linux.ofThread().runOn(others);
    }
  }
}
