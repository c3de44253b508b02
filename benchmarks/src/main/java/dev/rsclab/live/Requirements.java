package dev.rsclab.live;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** What the machine must have for live runs; nothing is changed by asking. */
final class Requirements {

  private static final String CAPABILITIES = "CapEff:";

  /** CAP_NET_ADMIN makes taps, CAP_SYS_ADMIN namespaces. */
  private static final long NEEDED = 1L << 12 | 1L << 21;

  private final Path root;
  private final String system;
  private final String programs;

  /**
   * Of another machine, for tests.
   *
   * @param root what stands for the root of the file system
   * @param system the operating system's name
   * @param programs the value of {@code PATH}
   */
  Requirements(Path root, String system, String programs) {
    this.root = root;
    this.system = system;
    this.programs = programs;
  }

  /** Of this machine. */
  static Requirements ofMachine() {
    String programs = System.getenv("PATH");
    return new Requirements(
        Path.of("/"), System.getProperty("os.name"), programs == null ? "" : programs);
  }

  /** One sentence that names everything that is missing; none if nothing is. */
  Optional<String> missing() {
    List<String> missing = new ArrayList<>();
    if (!system.equals("Linux")) {
      missing.add("Linux (this is " + system + ")");
    } else {
      if (!hasCapabilities()) {
        missing.add("root (the capabilities NET_ADMIN and SYS_ADMIN)");
      }
      if (!Files.isReadable(root.resolve("dev/net/tun"))) {
        missing.add("the device /dev/net/tun");
      }
      if (!Files.isDirectory(root.resolve("proc/sys/net/ipv6"))) {
        missing.add("a kernel with IPv6");
      }
      if (!hasProgram("ip")) {
        missing.add("the program ip of iproute2 on the PATH");
      }
    }
    return missing.isEmpty()
        ? Optional.empty()
        : Optional.of("live needs " + String.join(", and ", missing) + ".");
  }

  private boolean hasCapabilities() {
    try {
      return Files.readAllLines(root.resolve("proc/self/status")).stream()
          .filter(line -> line.startsWith(CAPABILITIES))
          .map(line -> Long.parseUnsignedLong(line.substring(CAPABILITIES.length()).strip(), 16))
          .anyMatch(capabilities -> (capabilities & NEEDED) == NEEDED);
    } catch (IOException | NumberFormatException e) {
      return false;
    }
  }

  private boolean hasProgram(String name) {
    return Pattern.compile(File.pathSeparator, Pattern.LITERAL)
        .splitAsStream(programs)
        .filter(folder -> !folder.isEmpty())
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, name)));
  }
}
