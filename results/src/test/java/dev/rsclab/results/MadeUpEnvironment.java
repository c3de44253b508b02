package dev.rsclab.results;

import java.time.Instant;
import java.util.List;

/** Where and when a made-up run was measured. */
final class MadeUpEnvironment {
  private MadeUpEnvironment() {}

  static Environment environment() {
    return new Environment(
        1,
        "quick",
        "made-up",
        Instant.parse("2026-03-04T05:06:07Z"),
        "AMD EPYC 9B14",
        2,
        2,
        1,
        List.of(new Environment.CpuCache(1, "Data", 32768)),
        8L << 30,
        "Linux 6.1.0",
        "unknown",
        "notsupported",
        "unknown",
        "virtual machine (QEMU)",
        "25.0.1+8-LTS",
        "OpenJDK 64-Bit Server VM Temurin-25.0.1+8",
        List.of("-Xms1g", "-Xmx1g"),
        "0123456789abcdef0123456789abcdef01234567",
        false,
        0.08,
        1.02,
        0.03,
        0.002,
        null,
        null,
        MadeUpRun.KINDS,
        "a light guest, which polls and makes no system call for each delivery");
  }
}
