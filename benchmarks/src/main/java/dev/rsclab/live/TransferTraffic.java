package dev.rsclab.live;

import dev.rsclab.live.tap.Cpus;
import dev.rsclab.live.tap.Link;
import dev.rsclab.live.tap.Linux;
import dev.rsclab.live.tap.TcpSocket;
import java.io.EOFException;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Short transfers, one after the other on each of some threads, each on a connection of its own. A
 * sample is a completion time: from before connecting until the receiver has said that all is
 * there.
 */
final class TransferTraffic extends Traffic {

  /** What is transferred on a connection: 45 full segments. */
  static final int TRANSFER_BYTES = 1 << 16;

  private final Link link;
  private final LiveWorkload workload;

  TransferTraffic(Link link, LiveWorkload workload, Cpus cpus) {
    super(cpus);
    this.link = link;
    this.workload = workload;
  }

  @Override
  void start() throws IOException {
    TcpSocket listening = keep(TcpSocket.listen(link, workload.family(), 0));
    for (int flow = 0; flow < workload.flows(); flow++) {
      AtomicLong received = newCounter();
      Samples completions = newSamples(workload.flows());
      run(End.RECEIVER, "server", () -> serve(listening, received));
      run(End.SENDER, "client", () -> transferAgainAndAgain(completions));
    }
  }

  private void transferAgainAndAgain(Samples completions) throws IOException {
    link.sender().enter();
    MemorySegment data = Linux.memory(TRANSFER_BYTES);
    while (!ending()) {
      TcpSocket socket = TcpSocket.create(workload.family());
      try {
        long begin = System.nanoTime();
        socket.connect();
        socket.send(data, TRANSFER_BYTES);
        if (!RequestTraffic.receiveAll(socket, data, 1)) {
          throw new EOFException("the receiver ended the connection");
        }
        long end = System.nanoTime();
        if (measuring()) {
          completions.add(end - begin);
        }
      } finally {
        socket.abort();
      }
    }
  }

  private void serve(TcpSocket listening, AtomicLong received) throws IOException {
    MemorySegment data = Linux.memory(TRANSFER_BYTES);
    while (!ending()) {
      try (TcpSocket socket = listening.accept()) {
        if (RequestTraffic.receiveAll(socket, data, TRANSFER_BYTES)) {
          received.lazySet(received.getPlain() + TRANSFER_BYTES);
          socket.send(data, 1);
          awaitReset(socket, data);
        }
      }
    }
  }

  /** The client goes first, so that no port is kept waiting (TIME_WAIT). */
  private static void awaitReset(TcpSocket socket, MemorySegment data) {
    try {
      socket.receive(data, 1);
    } catch (IOException e) {
      return; // as it should be
    }
  }
}
