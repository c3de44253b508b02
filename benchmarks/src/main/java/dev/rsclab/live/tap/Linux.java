package dev.rsclab.live.tap;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/**
 * The system calls that taps, namespaces and sockets need, for one thread: {@link #ofThread}.
 *
 * <p>Each is one call of the C library, some 0.2 us, and fails with a {@link SystemCallException}.
 * {@link #read}, {@link #write}, {@link #poll}, {@link #send} and {@link #receive} allocate
 * nothing.
 */
public final class Linux {

  /** What {@link #read} and {@link #write} return when the descriptor is not ready. */
  public static final long NOT_READY = -1;

  private static final int EAGAIN = 11;
  private static final int POLLIN = 1;
  private static final int NO_SIGNAL = 0x4000;
  private static final int READ_WRITE = 2;
  private static final int CLOSE_ON_EXEC = 0x80000;
  private static final int SET_TIMER_SLACK = 29;
  private static final int CPU_SET_BYTES = 128;
  private static final long NANOS_PER_SECOND = 1_000_000_000;

  // A struct pollfd, and a struct timespec behind it.

  private static final int TIMESPEC = 8;
  private static final int POLL_BYTES = 24;

  private static final MethodHandle OPEN =
      NativeFunctions.variadic("open", 2, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT);
  private static final MethodHandle CLOSE = NativeFunctions.of("close", JAVA_INT, JAVA_INT);
  private static final MethodHandle IOCTL_POINTER =
      NativeFunctions.variadic("ioctl", 2, JAVA_INT, JAVA_INT, JAVA_LONG, ADDRESS);
  private static final MethodHandle IOCTL_VALUE =
      NativeFunctions.variadic("ioctl", 2, JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG);
  private static final MethodHandle READ =
      NativeFunctions.of("read", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG);
  private static final MethodHandle WRITE =
      NativeFunctions.of("write", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG);
  private static final MethodHandle SEND =
      NativeFunctions.of("send", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT);
  private static final MethodHandle RECEIVE =
      NativeFunctions.of("recv", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT);
  private static final MethodHandle PPOLL =
      NativeFunctions.of("ppoll", JAVA_INT, ADDRESS, JAVA_LONG, ADDRESS, ADDRESS);
  private static final MethodHandle SETNS =
      NativeFunctions.of("setns", JAVA_INT, JAVA_INT, JAVA_INT);
  private static final MethodHandle UNSHARE = NativeFunctions.of("unshare", JAVA_INT, JAVA_INT);
  private static final MethodHandle MOUNT =
      NativeFunctions.of("mount", JAVA_INT, ADDRESS, ADDRESS, ADDRESS, JAVA_LONG, ADDRESS);
  private static final MethodHandle SET_AFFINITY =
      NativeFunctions.of("sched_setaffinity", JAVA_INT, JAVA_INT, JAVA_LONG, ADDRESS);
  private static final MethodHandle PRCTL =
      NativeFunctions.variadic("prctl", 1, JAVA_INT, JAVA_INT, JAVA_LONG);

  private static final VarHandle ERRNO =
      Linker.Option.captureStateLayout().varHandle(PathElement.groupElement("errno"));

  private static final ThreadLocal<Linux> OF_THREAD = ThreadLocal.withInitial(Linux::new);

  private final MemorySegment state = Arena.ofAuto().allocate(Linker.Option.captureStateLayout());
  private final MemorySegment pollArguments = Arena.ofAuto().allocate(POLL_BYTES, 8);
  private final MemorySegment timeout = pollArguments.asSlice(TIMESPEC);

  private Linux() {}

  /** The calls of this thread. O(1). */
  public static Linux ofThread() {
    return OF_THREAD.get();
  }

  /** Memory that lives as long as somebody refers to it. */
  public static MemorySegment memory(long bytes) {
    return Arena.ofAuto().allocate(bytes, 8);
  }

  /** A text as C has it. */
  static MemorySegment text(String text) {
    return Arena.ofAuto().allocateFrom(text);
  }

  /** Opens a file for reading and writing, not to be inherited by other programs. */
  int open(String path, int moreFlags) throws SystemCallException {
    int flags = moreFlags | CLOSE_ON_EXEC;
    return (int) checked("open " + path, result(OPEN, text(path), flags, 0));
  }

  /** Opens a file for reading and writing where reads and writes do not wait. */
  int openNonBlocking(String path) throws SystemCallException {
    int nonBlocking = 0x800;
    return open(path, READ_WRITE | nonBlocking);
  }

  /** Closes a descriptor; what goes wrong does not matter. */
  void close(int descriptor) {
    result(CLOSE, descriptor);
  }

  void ioctl(String what, int descriptor, long request, MemorySegment argument)
      throws SystemCallException {
    checked("ioctl " + what, result(IOCTL_POINTER, descriptor, request, argument));
  }

  void ioctl(String what, int descriptor, long request, long argument) throws SystemCallException {
    checked("ioctl " + what, result(IOCTL_VALUE, descriptor, request, argument));
  }

  /** Puts this thread into a namespace. */
  void setNamespace(int descriptor, int kind) throws SystemCallException {
    checked("setns", result(SETNS, descriptor, kind));
  }

  /** Gives this thread new namespaces of its own. */
  void unshare(int kinds) throws SystemCallException {
    checked("unshare", result(UNSHARE, kinds));
  }

  void mount(String type, String target, long flags) throws SystemCallException {
    MemorySegment what = text(type);
    checked(
        "mount " + type + " on " + target,
        result(MOUNT, what, text(target), what, flags, MemorySegment.NULL));
  }

  /**
   * Lets this thread run on some processors only.
   *
   * @param cpus a bit for each, the lowest for the first
   */
  public void runOn(long cpus) throws SystemCallException {
    MemorySegment set = memory(CPU_SET_BYTES);
    set.set(JAVA_LONG, 0, cpus);
    checked("sched_setaffinity", result(SET_AFFINITY, 0, (long) CPU_SET_BYTES, set));
  }

  /** How late the kernel may wake this thread up, in ns; 50 000 if this was never called. */
  public void setTimerSlack(long nanos) throws SystemCallException {
    checked("prctl PR_SET_TIMERSLACK", result(PRCTL, SET_TIMER_SLACK, nanos));
  }

  /**
   * Reads a frame, or bytes.
   *
   * @return how many bytes, or {@link #NOT_READY}
   */
  public long read(int descriptor, MemorySegment buffer) throws SystemCallException {
    try {
      return ready("read", (long) READ.invokeExact(state, descriptor, buffer, buffer.byteSize()));
    } catch (SystemCallException | RuntimeException e) {
      throw e;
    } catch (Throwable e) {
      throw impossible(e);
    }
  }

  /**
   * Writes the first {@code bytes} of a buffer.
   *
   * @return how many bytes, or {@link #NOT_READY}
   */
  public long write(int descriptor, MemorySegment buffer, long bytes) throws SystemCallException {
    try {
      return ready("write", (long) WRITE.invokeExact(state, descriptor, buffer, bytes));
    } catch (SystemCallException | RuntimeException e) {
      throw e;
    } catch (Throwable e) {
      throw impossible(e);
    }
  }

  /** Sends up to so many bytes, waiting for room; returns how many. */
  long send(int socket, MemorySegment from, long bytes) throws SystemCallException {
    try {
      return ready("send", (long) SEND.invokeExact(state, socket, from, bytes, NO_SIGNAL));
    } catch (SystemCallException | RuntimeException e) {
      throw e;
    } catch (Throwable e) {
      throw impossible(e);
    }
  }

  /** Receives up to so many bytes, waiting for the first; 0 at the end. */
  long receive(int socket, MemorySegment to, long bytes) throws SystemCallException {
    try {
      return ready("recv", (long) RECEIVE.invokeExact(state, socket, to, bytes, 0));
    } catch (SystemCallException | RuntimeException e) {
      throw e;
    } catch (Throwable e) {
      throw impossible(e);
    }
  }

  /**
   * Waits until a descriptor can be read from.
   *
   * @param nanos how long at most
   * @return whether it can
   */
  public boolean poll(int descriptor, long nanos) throws SystemCallException {
    pollArguments.set(JAVA_INT, 0, descriptor);
    pollArguments.set(JAVA_INT, 4, POLLIN); // and no returned events
    pollArguments.set(JAVA_LONG, TIMESPEC, nanos / NANOS_PER_SECOND);
    pollArguments.set(JAVA_LONG, TIMESPEC + 8, nanos % NANOS_PER_SECOND);
    try {
      int events = (int) PPOLL.invokeExact(state, pollArguments, 1L, timeout, MemorySegment.NULL);
      return ready("ppoll", events) > 0;
    } catch (SystemCallException | RuntimeException e) {
      throw e;
    } catch (Throwable e) {
      throw impossible(e);
    }
  }

  private long ready(String call, long result) throws SystemCallException {
    if (result >= 0) {
      return result;
    }
    int errno = (int) ERRNO.get(state, 0L);
    if (errno == EAGAIN) {
      return NOT_READY;
    }
    throw new SystemCallException(call, errno, NativeFunctions.words(errno));
  }

  /** The result of a function that is not called often. */
  long result(MethodHandle function, Object... arguments) {
    Object[] all = new Object[arguments.length + 1];
    all[0] = state;
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    try {
      return ((Number) function.invokeWithArguments(all)).longValue();
    } catch (Throwable e) {
      throw impossible(e);
    }
  }

  /** The result of the last call, if it is no failure. */
  long checked(String call, long result) throws SystemCallException {
    if (result < 0) {
      int errno = (int) ERRNO.get(state, 0L);
      throw new SystemCallException(call, errno, NativeFunctions.words(errno));
    }
    return result;
  }

  private static AssertionError impossible(Throwable e) {
    return new AssertionError("a downcall has no exceptions of its own", e);
  }
}
