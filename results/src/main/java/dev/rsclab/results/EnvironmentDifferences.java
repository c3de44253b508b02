package dev.rsclab.results;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * In what the environments of two runs differ, and what about either asks for care.
 *
 * @param before of the first run
 * @param after of the second run
 * @param names of the runs
 */
record EnvironmentDifferences(Environment before, Environment after, List<String> names) {

  /** Whether two environments are different machines, as far as the files tell. */
  static boolean machines(Environment one, Environment other) {
    return !one.cpuModel().equals(other.cpuModel()) || one.logicalCpus() != other.logicalCpus();
  }

  List<Block> blocks() {
    List<Block> blocks = new ArrayList<>();
    blocks.add(new Block.Heading(2, "Environments"));
    List<List<String>> rows = new ArrayList<>();
    List<List<String>> first = facts(before);
    List<List<String>> second = facts(after);
    for (int i = 0; i < first.size(); i++) {
      if (!first.get(i).equals(second.get(i))) {
        rows.add(List.of(first.get(i).get(0), first.get(i).get(1), second.get(i).get(1)));
      }
    }
    blocks.add(
        rows.isEmpty()
            ? new Block.Paragraph("The files know of no difference: same machine, JVM and commit.")
            : new Block.Table(List.of("what differs", names.get(0), names.get(1)), rows));
    return blocks;
  }

  private static List<List<String>> facts(Environment it) {
    return List.of(
        List.of("CPU", it.cpuModel()),
        List.of("CPUs", Integer.toString(it.logicalCpus())),
        List.of("memory in bytes", Objects.toString(it.memoryBytes(), Environment.UNKNOWN)),
        List.of("kernel", it.kernel()),
        List.of("virtualization", it.virtualization()),
        List.of("governor, SMT, turbo", String.join(", ", it.governor(), it.smt(), it.turbo())),
        List.of("JDK", it.jdkVersion() + ", " + it.jvmName()),
        List.of("JVM flags", it.jvmFlags().isEmpty() ? "-" : String.join(" ", it.jvmFlags())),
        List.of("profile", it.profile()),
        List.of("commit", it.gitCommit()));
  }

  /** Warnings; empty if there is nothing to say. */
  List<Block> warnings() {
    List<Block> warnings = new ArrayList<>();
    if (machines(before, after)) {
      warnings.add(
          care("the runs are of different machines: absolute figures are not comparable."));
    }
    if (!before.jdkVersion().equals(after.jdkVersion())
        || !before.jvmName().equals(after.jvmName())) {
      warnings.add(care("the runs are of different JVMs."));
    }
    warn(before, names.get(0), warnings);
    warn(after, names.get(1), warnings);
    return warnings;
  }

  private static void warn(Environment it, String name, List<Block> warnings) {
    if (Boolean.TRUE.equals(it.gitDirty())) {
      warnings.add(care("the working tree of " + name + " differed from its commit."));
    }
    List<String> reasons = NoiseReasons.of(it);
    if (!reasons.isEmpty()) {
      warnings.add(care(name + " is noisy: " + String.join("; ", reasons) + "."));
    }
  }

  private static Block care(String text) {
    return new Block.Paragraph("Care: " + text);
  }
}
