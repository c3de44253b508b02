package dev.rsclab.live;

import picocli.CommandLine.Option;

/** The options of a run that measures nothing, but looks whether what arrives is what was sent. */
final class DigestArguments {

  private static final double LOSS = 0.001;
  private static final double REORDERING = 0.005;
  private static final double DUPLICATION = 0.001;
  private static final long SIZE = 200_000_000;

  @Option(
      names = "--digest",
      description =
          "measure nothing: send a file through every kind, under every policy, and say whether it"
              + " arrived as it was sent; over both IP versions unless --families says otherwise")
  private boolean digest;

  @Option(
      names = "--size",
      paramLabel = "BYTES",
      description = "with --digest, the file's size; 200MB if not given",
      converter = LiveOptions.Size.class)
  private Long size;

  @Option(
      names = "--loss",
      paramLabel = "PERCENT",
      description = "with --digest, the share of segments that are lost; 0.1%% if not given",
      converter = LiveOptions.Percent.class)
  private Double loss;

  @Option(
      names = "--reorder",
      paramLabel = "PERCENT",
      description = "likewise of those that the next one overtakes; 0.5%% if not given",
      converter = LiveOptions.Percent.class)
  private Double reorder;

  @Option(
      names = "--duplicate",
      paramLabel = "PERCENT",
      description = "likewise of those that come twice; 0.1%% if not given",
      converter = LiveOptions.Percent.class)
  private Double duplicate;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "with --digest, of the faults and of the file; 1 if not given")
  private Long seed;

  /** To be filled by the command line. */
  DigestArguments() {}

  boolean isWanted() {
    return digest;
  }

  /** Whether one of those was given that mean nothing without {@code --digest}. */
  boolean isDetailed() {
    return size != null || loss != null || reorder != null || duplicate != null || seed != null;
  }

  /** Bytes of the file. */
  long size() {
    return size == null ? SIZE : size;
  }

  /** What happens to its segments. */
  Faults faults() {
    return new Faults(
        loss == null ? LOSS : loss,
        reorder == null ? REORDERING : reorder,
        duplicate == null ? DUPLICATION : duplicate,
        seed == null ? 1 : seed);
  }
}
