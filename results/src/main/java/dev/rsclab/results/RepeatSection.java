package dev.rsclab.results;

import dev.rsclab.results.profiles.ProfileResults;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * How to measure a run again, and how to make its report again.
 *
 * @param run the run
 * @param folder its folder
 */
public record RepeatSection(Run run, Path folder) {

  /**
   * Reads {@code command.txt}, if there is one.
   *
   * @throws IOException if it cannot be read
   */
  List<Block> blocks() throws IOException {
    List<Block> blocks = new ArrayList<>(commands(run.environment(), folder));
    blocks.add(
        new Block.Paragraph(
            "Report and charts follow from jmh.json, environment.json, replay.csv, command.txt and,"
                + " if the delay has a budget, delay-budget.txt"
                + (run.peers().isEmpty() ? "" : ", and peers.json")
                + (Files.exists(folder.resolve(ProfileResults.FOLDER)) ? ", and profiles" : "")
                + " of the run's folder (below results/runs). To make them anew:"));
    blocks.add(
        new Block.Commands(List.of("java -jar benchmarks/target/benchmarks.jar report RUN")));
    return blocks;
  }

  /**
   * How to measure a run again: its commit and {@code command.txt}, if there is one.
   *
   * @throws IOException if that cannot be read
   */
  public static List<Block> commands(Environment environment, Path folder) throws IOException {
    List<String> commands = new ArrayList<>();
    if (!environment.gitCommit().equals(Environment.UNKNOWN)) {
      commands.add("git checkout " + environment.gitCommit());
    }
    Path file = folder.resolve("command.txt");
    if (Files.exists(file)) {
      Files.readString(file, StandardCharsets.UTF_8).strip().lines().forEach(commands::add);
    }
    List<Block> blocks = new ArrayList<>();
    blocks.add(new Block.Heading(2, "How to repeat"));
    if (!commands.isEmpty()) {
      blocks.add(new Block.Commands(commands));
    }
    if (!Files.exists(file)) {
      blocks.add(
          new Block.Paragraph("There is no command.txt: how the run was started is not known."));
    }
    if (Boolean.TRUE.equals(environment.gitDirty())) {
      blocks.add(
          new Block.Paragraph(
              "The working tree was modified: the commit alone does not give what was measured."));
    }
    return blocks;
  }
}
