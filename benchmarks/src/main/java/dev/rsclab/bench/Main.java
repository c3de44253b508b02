package dev.rsclab.bench;

import dev.rsclab.live.LiveCommand;
import dev.rsclab.replay.ReplayCommand;
import java.util.Arrays;

/**
 * The jar's commands: {@code replay}, {@code recommend}, {@code run}, {@code live}, {@code report}
 * and {@code compare}; everything else is JMH's own command line.
 *
 * <p>{@code run} is the main job, which {@code mvn -pl benchmarks jmh} starts.
 */
public final class Main {

  private Main() {}

  /** Runs a command and ends the JVM with its exit status. */
  public static void main(String[] args) {
    System.exit(execute(args));
  }

  /** Runs a command and returns its exit status. */
  static int execute(String... args) {
    String command = args.length == 0 ? "" : args[0];
    String[] rest = args.length == 0 ? args : Arrays.copyOfRange(args, 1, args.length);
    return switch (command) {
      case "replay" -> ReplayCommand.execute(rest);
      case "recommend" -> RecommendCommand.execute(rest);
      case "run" -> RunCommand.execute(rest);
      case "live" -> LiveCommand.execute(() -> JmhLock.acquire(System.out), rest);
      case "report" -> ReportCommand.execute(rest);
      case "compare" -> CompareCommand.execute(rest);
      default -> JmhCommand.execute(args);
    };
  }
}
