package dev.rsclab.live;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import dev.rsclab.live.tap.Cpus;
import dev.rsclab.live.tap.Link;
import dev.rsclab.live.tap.Linux;
import dev.rsclab.live.tap.TcpSocket;
import dev.rsclab.packet.IpFamily;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A file's way through a device: as many bytes arrive as were sent, with the same SHA-256.
 *
 * <p>The bytes are random, from a seed, and repeat after 16 MiB and 17 bytes, so that no repetition
 * begins where a segment does.
 */
final class DigestTransfer {

  private static final int PERIOD = (1 << 24) + 17;
  private static final int AT_ONCE = 1 << 17;

  private final long bytes;
  private final MemorySegment data;
  private final byte[] sentDigest;

  /**
   * A file of random bytes.
   *
   * @param bytes its size
   */
  DigestTransfer(long bytes, long seed) {
    this.bytes = bytes;
    byte[] random = new byte[PERIOD];
    new SplittableRandom(seed).nextBytes(random);
    MessageDigest digest = sha256();
    for (long left = bytes; left > 0; left -= PERIOD) {
      digest.update(random, 0, (int) Math.min(left, PERIOD));
    }
    sentDigest = digest.digest();
    data = Linux.memory(PERIOD);
    MemorySegment.copy(random, 0, data, JAVA_BYTE, 0, PERIOD);
  }

  /**
   * What became of a transfer.
   *
   * @param equal whether all bytes arrived as they were sent
   * @param bytes how many arrived
   * @param nanos how long it took
   * @param segments frames that the sender sent
   * @param deliveries frames that the receiver was given
   * @param retransmits segments that the sender sent again
   */
  record Outcome(
      boolean equal, long bytes, long nanos, long segments, long deliveries, long retransmits) {}

  /**
   * Transfers the file once.
   *
   * @throws IOException if a system call or a connection fails
   */
  Outcome run(Link link, IpFamily family, Device device, Faults faults, Cpus cpus)
      throws IOException {
    long retransmits = link.retransmits();
    Wire wire = new Wire(link, device, faults, new ArrivalRecord(0), cpus);
    try (wire;
        TcpSocket listening = TcpSocket.listen(link, family, 0);
        TcpSocket sender = TcpSocket.connect(link, family, 0);
        TcpSocket receiver = listening.accept()) {
      long begin = System.nanoTime();
      AtomicReference<IOException> failure = new AtomicReference<>();
      Thread sending = Thread.ofPlatform().daemon().start(() -> send(sender, cpus, failure));
      MessageDigest digest = sha256();
      long arrived = receive(receiver, digest);
      long nanos = System.nanoTime() - begin;
      sending.join();
      if (failure.get() != null) {
        throw failure.get();
      }
      return new Outcome(
          arrived == bytes && Arrays.equals(digest.digest(), sentDigest),
          arrived,
          nanos,
          wire.forwarder().segments(),
          wire.forwarder().deliveries(),
          link.retransmits() - retransmits);
    } catch (IOException e) {
      wire.check();
      throw e;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private void send(TcpSocket socket, Cpus cpus, AtomicReference<IOException> failure) {
    try {
      cpus.pinOther();
      for (long sent = 0; sent < bytes; ) {
        long at = sent % PERIOD;
        long more = Math.min(Math.min(AT_ONCE, PERIOD - at), bytes - sent);
        socket.send(data.asSlice(at, more), more);
        sent += more;
      }
      socket.endSending();
    } catch (IOException e) {
      failure.set(e);
    }
  }

  private static long receive(TcpSocket socket, MessageDigest digest) throws IOException {
    MemorySegment buffer = Linux.memory(AT_ONCE);
    long arrived = 0;
    long more;
    while ((more = socket.receive(buffer, AT_ONCE)) > 0) {
      digest.update(buffer.asSlice(0, more).asByteBuffer());
      arrived += more;
    }
    return arrived;
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java has SHA-256", e);
    }
  }
}
