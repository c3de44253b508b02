package dev.rsclab.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RequirementsTest {

  @TempDir private Path root;

  @BeforeEach
  void aMachineThatHasEverything() throws IOException {
    Files.createDirectories(root.resolve("dev/net"));
    Files.createFile(root.resolve("dev/net/tun"));
    Files.createDirectories(root.resolve("proc/self"));
    Files.createDirectories(root.resolve("proc/sys/net/ipv6"));
    capabilities("000001ffffffffff");
    Files.createFile(root.resolve("ip"));
    assertThat(root.resolve("ip").toFile().setExecutable(true)).isTrue();
  }

  private void capabilities(String mask) throws IOException {
    Files.writeString(
        root.resolve("proc/self/status"), "Name:\tjava\nCapEff:\t" + mask + "\nSeccomp:\t0\n");
  }

  private Requirements of(String system) {
    return new Requirements(root, system, root.toString());
  }

  @Test
  void nothingIsMissing() {
    assertThat(of("Linux").missing()).isEmpty();
  }

  @Test
  void everythingThatIsMissingIsNamedInOneSentence() throws IOException {
    capabilities("0000000000000000");
    Files.delete(root.resolve("dev/net/tun"));
    Files.delete(root.resolve("proc/sys/net/ipv6"));
    Files.delete(root.resolve("ip"));
    assertThat(of("Linux").missing())
        .hasValue(
            "live needs root (the capabilities NET_ADMIN and SYS_ADMIN), and the device"
                + " /dev/net/tun, and a kernel with IPv6, and the program ip of iproute2 on the PATH.");
  }

  @Test
  void oneCapabilityIsNotEnough() throws IOException {
    capabilities("0000000000001000");
    assertThat(of("Linux").missing().orElseThrow()).startsWith("live needs root");
  }

  @Test
  void otherSystemsAreNamed() {
    assertThat(of("Mac OS X").missing()).hasValue("live needs Linux (this is Mac OS X).");
  }
}
