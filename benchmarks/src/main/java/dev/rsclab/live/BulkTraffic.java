package dev.rsclab.live;

import dev.rsclab.live.tap.Cpus;
import dev.rsclab.live.tap.Link;
import dev.rsclab.live.tap.Linux;
import dev.rsclab.live.tap.TcpSocket;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** Connections that send without end, each as fast as TCP lets it. */
final class BulkTraffic extends Traffic {

  /** As iperf3 does: 128 KiB a call. */
  private static final int SENT_AT_ONCE = 1 << 17;

  private static final int RECEIVED_AT_ONCE = 1 << 18;

  private final Link link;
  private final LiveWorkload workload;

  BulkTraffic(Link link, LiveWorkload workload, Cpus cpus) {
    super(cpus);
    this.link = link;
    this.workload = workload;
  }

  @Override
  void start() throws IOException {
    TcpSocket listening =
        keep(TcpSocket.listen(link, workload.family(), workload.shape().receiveBufferBytes()));
    List<TcpSocket> senders = new ArrayList<>();
    for (int flow = 0; flow < workload.flows(); flow++) {
      senders.add(
          keep(TcpSocket.connect(link, workload.family(), workload.bytesPerSecondOfAFlow())));
      TcpSocket receiver = keep(listening.accept());
      AtomicLong received = newCounter();
      run(End.RECEIVER, "receiver", () -> receive(receiver, received));
    }
    // Only now: among the frames of others a connection request is lost, and sent again after 1 s.
    senders.forEach(sender -> run(End.SENDER, "sender", () -> send(sender)));
  }

  private void send(TcpSocket socket) throws IOException {
    MemorySegment data = Linux.memory(SENT_AT_ONCE);
    while (!ending()) {
      socket.send(data, SENT_AT_ONCE);
    }
  }

  private static void receive(TcpSocket socket, AtomicLong received) throws IOException {
    MemorySegment buffer = Linux.memory(RECEIVED_AT_ONCE);
    long bytes;
    while ((bytes = socket.receive(buffer, RECEIVED_AT_ONCE)) > 0) {
      received.lazySet(received.getPlain() + bytes);
    }
  }
}
