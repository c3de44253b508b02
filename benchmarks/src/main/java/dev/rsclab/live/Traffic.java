package dev.rsclab.live;

import dev.rsclab.live.tap.Cpus;
import dev.rsclab.live.tap.TcpSocket;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Connections through a link, with a thread at each end of each: what is measured while a forwarder
 * runs. Threads begin in {@link #start} and end in {@link #close}.
 */
abstract class Traffic implements Closeable {

  /** Samples of all connections together: ten seconds of round trips of 20 us. */
  private static final int MOST_SAMPLES = 1 << 19;

  /** An end of the link. */
  enum End {
    SENDER,
    RECEIVER
  }

  /** What a thread of the traffic does until {@link #ending}. */
  interface Work {
    void run() throws IOException;
  }

  private final Cpus cpus;
  private final Map<End, List<Thread>> threads = new EnumMap<>(End.class);
  private final List<TcpSocket> sockets = new ArrayList<>();
  private final List<AtomicLong> received = new ArrayList<>();
  private final List<Samples> samples = new ArrayList<>();
  private final AtomicReference<IOException> failure = new AtomicReference<>();
  private volatile boolean measuring;
  private volatile boolean ending;

  Traffic(Cpus cpus) {
    this.cpus = cpus;
  }

  /**
   * Connects and begins to send. The forwarder must run.
   *
   * @throws IOException if no connection comes about
   */
  abstract void start() throws IOException;

  /**
   * Has a thread of its own do some work; what fails before the end is a failure of the traffic.
   *
   * @param end whose work it is
   */
  final void run(End end, String name, Work work) {
    Runnable whole =
        () -> {
          try {
            cpus.pinOther();
            work.run();
          } catch (IOException e) {
            if (!ending) {
              failure.compareAndSet(null, e);
            }
          }
        };
    threads
        .computeIfAbsent(end, _ -> new ArrayList<>())
        .add(Thread.ofPlatform().name("live-" + name).daemon().start(whole));
  }

  /** The threads of an end, once the traffic has started. */
  final List<Thread> threads(End end) {
    return threads.getOrDefault(end, List.of());
  }

  /** Has a socket shut down and closed in the end. */
  final synchronized TcpSocket keep(TcpSocket socket) {
    sockets.add(socket);
    return socket;
  }

  /** A counter of bytes that one thread has received. */
  final AtomicLong newCounter() {
    AtomicLong counter = new AtomicLong();
    received.add(counter);
    return counter;
  }

  /** Where one of so many threads puts the times that it measures. */
  final Samples newSamples(int threadsInAll) {
    Samples mine = new Samples(MOST_SAMPLES / threadsInAll);
    samples.add(mine);
    return mine;
  }

  /** Whether a time that was just measured counts. */
  final boolean measuring() {
    return measuring;
  }

  final boolean ending() {
    return ending;
  }

  /** From now on times count. */
  final void measure() {
    measuring = true;
  }

  /** From now on they do not. */
  final void endMeasuring() {
    measuring = false;
  }

  /** Bytes of payload that the receiver's applications have received so far. */
  final long receivedBytes() {
    return received.stream().mapToLong(AtomicLong::getAcquire).sum();
  }

  /** The times that counted; to be read when the traffic is closed. */
  final List<Samples> samples() {
    return samples;
  }

  /**
   * Passes if nothing failed.
   *
   * @throws IOException what failed first
   */
  final void check() throws IOException {
    IOException first = failure.get();
    if (first != null) {
      throw new IOException("traffic: " + first.getMessage(), first);
    }
  }

  /** Ends all connections, by resets, and all threads. */
  @Override
  public void close() throws IOException {
    ending = true;
    for (TcpSocket socket : kept()) {
      socket.shutdown();
    }
    try {
      for (End end : End.values()) {
        for (Thread thread : threads(end)) {
          thread.join();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    for (TcpSocket socket : kept()) {
      socket.abort();
    }
  }

  private synchronized List<TcpSocket> kept() {
    return List.copyOf(sockets);
  }
}
