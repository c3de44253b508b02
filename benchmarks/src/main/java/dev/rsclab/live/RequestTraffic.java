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
 * Connections on which a request is sent, its response awaited, and the next request sent. A sample
 * is a round trip, from before the request is sent until the response is there.
 */
final class RequestTraffic extends Traffic {

  /** Of a request, and of a response. */
  static final int MESSAGE_BYTES = 64;

  private final Link link;
  private final LiveWorkload workload;

  RequestTraffic(Link link, LiveWorkload workload, Cpus cpus) {
    super(cpus);
    this.link = link;
    this.workload = workload;
  }

  @Override
  void start() throws IOException {
    TcpSocket listening = keep(TcpSocket.listen(link, workload.family(), 0));
    for (int flow = 0; flow < workload.flows(); flow++) {
      TcpSocket client = keep(TcpSocket.connect(link, workload.family(), 0));
      TcpSocket server = keep(listening.accept());
      AtomicLong received = newCounter();
      Samples roundTrips = newSamples(workload.flows());
      run(End.RECEIVER, "server", () -> respond(server, received));
      run(End.SENDER, "client", () -> request(client, roundTrips));
    }
  }

  private void request(TcpSocket socket, Samples roundTrips) throws IOException {
    MemorySegment message = Linux.memory(MESSAGE_BYTES);
    while (!ending()) {
      long begin = System.nanoTime();
      socket.send(message, MESSAGE_BYTES);
      if (!receiveAll(socket, message, MESSAGE_BYTES)) {
        throw new EOFException("the server ended the connection");
      }
      long end = System.nanoTime();
      if (measuring()) {
        roundTrips.add(end - begin);
      }
    }
  }

  private static void respond(TcpSocket socket, AtomicLong received) throws IOException {
    MemorySegment message = Linux.memory(MESSAGE_BYTES);
    while (receiveAll(socket, message, MESSAGE_BYTES)) {
      received.lazySet(received.getPlain() + MESSAGE_BYTES);
      socket.send(message, MESSAGE_BYTES);
    }
  }

  /** Receives exactly so many bytes; false if the connection ends before. */
  static boolean receiveAll(TcpSocket socket, MemorySegment buffer, int bytes) throws IOException {
    for (long missing = bytes; missing > 0; ) {
      long more = socket.receive(buffer, missing);
      if (more == 0) {
        return false;
      }
      missing -= more;
    }
    return true;
  }
}
