package dev.rsclab.bench;

import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.runner.format.OutputFormat;

/**
 * Counts benchmarks started and failures reported: JMH itself ends with status 0 even when every
 * benchmark failed.
 */
class CountingOutput extends ForwardingOutput {

  private static final String LOCK_WARNING = "# WARNING: JMH lock is ignored";

  private int started;
  private int failures;

  CountingOutput(OutputFormat out) {
    super(out);
  }

  @Override
  public void startBenchmark(BenchmarkParams benchmark) {
    started++;
    super.startBenchmark(benchmark);
  }

  @Override
  public void println(String line) {
    if (line.startsWith(LOCK_WARNING)) {
      return; // the lock is not ignored: we hold it, see JmhLock
    }
    if (line.startsWith("<failure>") || line.startsWith("<forked VM failed")) {
      failures++;
    }
    super.println(line);
  }

  /** Benchmarks started, one for each combination of parameters. */
  int started() {
    return started;
  }

  /** Failures that JMH reported. */
  int failures() {
    return failures;
  }
}
