package dev.rsclab.live.tap;

import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * A network namespace without a name: it lives as long as this process has it open, and everything
 * in it goes with it.
 */
public final class Namespace implements Closeable {

  private static final int NEW_MOUNTS = 0x20000;
  private static final int NEW_NETWORK = 0x4000_0000;

  /** MS_REC and MS_PRIVATE: what is mounted from now on is seen here only. */
  private static final long PRIVATE = 0x4000 | 0x4_0000;

  private final int descriptor;

  private Namespace(int descriptor) {
    this.descriptor = descriptor;
  }

  /**
   * A new one, in which nothing is but a loopback device that is down.
   *
   * @throws IOException if the kernel refuses
   */
  public static Namespace create() throws IOException {
    return onThread(() -> {
      Linux linux = Linux.ofThread();
      linux.unshare(NEW_NETWORK);
      return new Namespace(linux.open("/proc/thread-self/ns/net", 0));
    });
  }

  /**
   * Runs a task on a thread of its own inside the namespace, and waits for it. Programs that the
   * task starts are inside, too; so are sockets that it opens, whoever uses them later.
   *
   * @throws IOException if the task fails
   */
  public <T> T call(Callable<T> task) throws IOException {
    return onThread(() -> {
      enter();
      return task.call();
    });
  }

  /** Puts the calling thread inside, for good. */
  public void enter() throws IOException {
    Linux.ofThread().setNamespace(descriptor, NEW_NETWORK);
  }

  /**
   * Has {@code ip} of iproute2 carry out commands, one a line, inside.
   *
   * @throws IOException if there is no ip, or one of them fails; the message is what ip said
   */
  void ip(String commands) throws IOException {
    call(() -> {
      Process ip = new ProcessBuilder("ip", "-batch", "-").redirectErrorStream(true).start();
      ip.getOutputStream().write(commands.getBytes(StandardCharsets.UTF_8));
      ip.getOutputStream().close();
      String said = new String(ip.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (ip.waitFor() != 0) {
        throw new IOException("ip -batch: " + said.strip().replace("\n", "; "));
      }
      return null;
    });
  }

  /**
   * Sets a parameter of the kernel inside.
   *
   * @param name as a path below {@code /proc/sys/net}
   * @throws IOException if it cannot be set
   */
  void setParameter(String name, String value) throws IOException {
    call(() -> Files.writeString(Path.of("/proc/sys/net", name), value));
  }

  /**
   * Sets an attribute of a network device inside, as in {@code /sys/class/net}. The file system
   * shows the devices of the namespace it was mounted in, so that it is mounted anew for a moment,
   * where nobody else sees it.
   *
   * @throws IOException if it cannot be set
   */
  void setDeviceAttribute(String device, String name, String value) throws IOException {
    call(() -> {
      Linux linux = Linux.ofThread();
      linux.unshare(NEW_MOUNTS);
      linux.mount("none", "/", PRIVATE);
      linux.mount("sysfs", "/sys", 0);
      return Files.writeString(Path.of("/sys/class/net", device, name), value);
    });
  }

  /** A file of {@code /proc/net}, as it reads inside. */
  String read(String name) throws IOException {
    return call(() -> Files.readString(Path.of("/proc/thread-self/net", name)));
  }

  @Override
  public void close() {
    Linux.ofThread().close(descriptor);
  }

  private static <T> T onThread(Callable<T> task) throws IOException {
    FutureTask<T> future = new FutureTask<>(task);
    Thread.ofPlatform().name("live-namespace").daemon().start(future);
    try {
      return future.get();
    } catch (ExecutionException e) {
      throw failure(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw (IOException) new InterruptedIOException("interrupted").initCause(e);
    }
  }

  private static IOException failure(Throwable cause) {
    return switch (cause) {
      case IOException e -> e;
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      default -> new IOException(cause);
    };
  }
}
