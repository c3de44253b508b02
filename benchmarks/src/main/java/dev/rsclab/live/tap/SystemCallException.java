package dev.rsclab.live.tap;

import java.io.IOException;

/** A system call failed: which, on what, and why in the operating system's words. */
public final class SystemCallException extends IOException {

  private static final long serialVersionUID = 1;

  private final int errno;

  SystemCallException(String call, int errno, String words) {
    super(call + ": " + words + " (errno " + errno + ")");
    this.errno = errno;
  }

  /** The kernel's number of the reason, as in {@code errno.h}. */
  public int errno() {
    return errno;
  }
}
