package dev.rsclab.bench;

import java.io.Closeable;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * JMH's own machine-wide lock, taken for a whole run: two benchmarks at a time measure each other.
 *
 * <p>JMH alone gives up when another JMH is running. This waits, says so, and goes on when it can.
 * Other users of JMH see the lock as JMH's.
 */
final class JmhLock implements Closeable {

  private static final String IGNORE = "jmh.ignoreLock";
  private static final long POLL_MILLIS = 500;
  private static final long REMIND_MILLIS = 30_000;

  private final FileChannel channel;
  private final FileLock lock;

  private JmhLock(FileChannel channel, FileLock lock) {
    this.channel = channel;
    this.lock = lock;
  }

  /**
   * Waits until no other JMH runs on this machine. With {@code -Djmh.ignoreLock=true} it does not
   * wait.
   *
   * @throws IOException if the lock file cannot be used
   */
  static JmhLock acquire(PrintStream out) throws IOException, InterruptedException {
    return acquire(Path.of(System.getProperty("java.io.tmpdir"), "jmh.lock"), out);
  }

  static JmhLock acquire(Path file, PrintStream out) throws IOException, InterruptedException {
    if (Boolean.getBoolean(IGNORE)) {
      return new JmhLock(null, null);
    }
    FileChannel channel = open(file);
    long waited = 0;
    while (true) {
      FileLock lock = tryLock(channel);
      if (lock != null) {
        if (waited > 0) {
          out.println("The other JMH has ended; going on.");
        }
        // The lock is ours for all rounds; JMH must not ask for it again.
        System.setProperty(IGNORE, "true");
        return new JmhLock(channel, lock);
      }
      if (waited % REMIND_MILLIS == 0) {
        out.println(
            "Another JMH is running on this machine; waiting for it to end."
                + " (-Djmh.ignoreLock=true would not wait.)");
      }
      Thread.sleep(POLL_MILLIS);
      waited += POLL_MILLIS;
    }
  }

  private static FileChannel open(Path file) throws IOException {
    boolean created = !Files.exists(file);
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    if (created) {
      // As JMH does: another user's JMH must be able to use the file. If this fails, theirs will
      // say so.
      file.toFile().setWritable(true, false);
    }
    return channel;
  }

  private static FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null; // held by this very JVM
    }
  }

  @Override
  public void close() throws IOException {
    if (lock != null) {
      System.clearProperty(IGNORE);
      lock.release();
      channel.close();
    }
  }
}
