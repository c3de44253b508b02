package dev.rsclab.live;

import dev.rsclab.live.tap.Link;
import dev.rsclab.live.tap.Linux;
import dev.rsclab.live.tap.SystemCallException;
import java.io.IOException;
import java.lang.foreign.MemorySegment;

/**
 * The way back, of acknowledgements and responses: reads what the receiver's stack sends and writes
 * it to the sender's tap as it is, its virtio-net header included. One thread.
 */
final class ReturnPath implements Runnable {

  private static final int LONGEST = 1 << 17;
  private static final long LOOK_NANOS = 20_000_000;

  private final int from;
  private final int to;
  private final MemorySegment frame = Linux.memory(LONGEST);
  private volatile boolean ending;
  private SystemCallException failure;

  ReturnPath(Link link) {
    from = link.receiverTap().descriptor();
    to = link.senderTap().descriptor();
  }

  @Override
  public void run() {
    Linux linux = Linux.ofThread();
    try {
      while (!ending) {
        long length = linux.read(from, frame);
        if (length == Linux.NOT_READY) {
          linux.poll(from, LOOK_NANOS);
        } else {
          linux.write(to, frame, length);
        }
      }
    } catch (SystemCallException e) {
      failure = e;
    }
  }

  /** Ends the loop within 20 ms. */
  void end() {
    ending = true;
  }

  /**
   * Passes if it ended because it was told to; to be called when the thread has ended.
   *
   * @throws IOException if a system call failed
   */
  void check() throws IOException {
    if (failure != null) {
      throw failure;
    }
  }
}
