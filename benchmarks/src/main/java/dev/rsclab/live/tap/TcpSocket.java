package dev.rsclab.live.tap;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import dev.rsclab.packet.IpFamily;
import java.io.Closeable;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.net.SocketTimeoutException;

/**
 * A TCP socket in a {@link Link}, whose calls wait. Java's own sockets have neither pacing nor a
 * choice of congestion control.
 *
 * <p>{@link #shutdown} from another thread ends what a thread waits for in it. All connections use
 * cubic, whatever the machine's default is, and no delay of small segments.
 */
public final class TcpSocket implements Closeable {

  /** The port that the receiver listens on; each family has its own socket. */
  private static final int PORT = 5201;

  private static final int BACKLOG = 128;

  /** The longest that anything may wait, in s: nothing here does unless something is wrong. */
  private static final int PATIENCE = 10;

  private static final int SOCK_STREAM = 1;
  private static final int SOCK_CLOEXEC = 0x80000;
  private static final int AF_INET = 2;
  private static final int AF_INET6 = 10;
  private static final int IPV6_ADDRESS = 8;
  private static final int IPV4_ADDRESS = 4;
  private static final int SOCKADDR_BYTES = 28;
  private static final int SHUT_BOTH = 2;
  private static final int SHUT_WRITE = 1;

  private static final int SOL_SOCKET = 1;
  private static final int SO_REUSEADDR = 2;
  private static final int SO_RCVBUF = 8;
  private static final int SO_LINGER = 13;
  private static final int SO_RCVTIMEO = 20;
  private static final int SO_SNDTIMEO = 21;
  private static final int SO_MAX_PACING_RATE = 47;
  private static final int IPPROTO_TCP = 6;
  private static final int TCP_NODELAY = 1;
  private static final int TCP_CONGESTION = 13;

  private static final MethodHandle SOCKET =
      NativeFunctions.of("socket", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT);
  private static final MethodHandle BIND =
      NativeFunctions.of("bind", JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT);
  private static final MethodHandle LISTEN =
      NativeFunctions.of("listen", JAVA_INT, JAVA_INT, JAVA_INT);
  private static final MethodHandle ACCEPT =
      NativeFunctions.of("accept4", JAVA_INT, JAVA_INT, ADDRESS, ADDRESS, JAVA_INT);
  private static final MethodHandle CONNECT =
      NativeFunctions.of("connect", JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT);
  private static final MethodHandle SHUTDOWN =
      NativeFunctions.of("shutdown", JAVA_INT, JAVA_INT, JAVA_INT);
  private static final MethodHandle SETSOCKOPT =
      NativeFunctions.of("setsockopt", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT);

  private final int descriptor;
  private final IpFamily family;
  private boolean closed;

  private TcpSocket(int descriptor, IpFamily family) {
    this.descriptor = descriptor;
    this.family = family;
  }

  /**
   * A socket in the namespace of the calling thread; {@link Namespace#call} chooses it.
   *
   * @throws IOException if the kernel refuses
   */
  public static TcpSocket create(IpFamily family) throws IOException {
    Linux linux = Linux.ofThread();
    int domain = family == IpFamily.IPV4 ? AF_INET : AF_INET6;
    int descriptor =
        (int) linux.checked("socket", linux.result(SOCKET, domain, SOCK_STREAM | SOCK_CLOEXEC, 0));
    TcpSocket socket = new TcpSocket(descriptor, family);
    MemorySegment cubic = Linux.text("cubic");
    socket.set("TCP_CONGESTION cubic", IPPROTO_TCP, TCP_CONGESTION, cubic, 5);
    socket.prepare();
    return socket;
  }

  private void prepare() throws IOException {
    set("TCP_NODELAY", IPPROTO_TCP, TCP_NODELAY, 1);
    MemorySegment seconds = Linux.memory(16); // a struct timeval
    seconds.set(JAVA_LONG, 0, PATIENCE);
    set("SO_RCVTIMEO", SOL_SOCKET, SO_RCVTIMEO, seconds, 16);
    set("SO_SNDTIMEO", SOL_SOCKET, SO_SNDTIMEO, seconds, 16);
  }

  /**
   * A socket of the receiver that connections are accepted from.
   *
   * @param receiveBufferBytes bounds the window, which is about as large; 0: as the kernel has it
   * @throws IOException if the kernel refuses
   */
  public static TcpSocket listen(Link link, IpFamily family, int receiveBufferBytes)
      throws IOException {
    TcpSocket socket = link.receiver().call(() -> create(family));
    try {
      socket.set("SO_REUSEADDR", SOL_SOCKET, SO_REUSEADDR, 1);
      if (receiveBufferBytes > 0) {
        socket.set("SO_RCVBUF", SOL_SOCKET, SO_RCVBUF, receiveBufferBytes);
      }
      socket.call("bind", BIND, socket.receiverAddress(), SOCKADDR_BYTES);
      socket.call("listen", LISTEN, BACKLOG);
      return socket;
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  /**
   * A socket of the sender, connected to the receiver, which must listen.
   *
   * @param bytesPerSecond what TCP paces the connection to; 0: no pacing
   * @throws IOException if the kernel refuses
   */
  public static TcpSocket connect(Link link, IpFamily family, long bytesPerSecond)
      throws IOException {
    TcpSocket socket = link.sender().call(() -> create(family));
    try {
      socket.pace(bytesPerSecond);
      socket.connect();
      return socket;
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  private void pace(long bytesPerSecond) throws IOException {
    if (bytesPerSecond > 0) {
      MemorySegment rate = Linux.memory(8);
      rate.set(JAVA_LONG, 0, bytesPerSecond);
      set("SO_MAX_PACING_RATE", SOL_SOCKET, SO_MAX_PACING_RATE, rate, 8);
    }
  }

  /** Connects to the receiver, which must listen. */
  public void connect() throws IOException {
    call("connect", CONNECT, receiverAddress(), SOCKADDR_BYTES);
  }

  /** Waits for a connection. */
  public TcpSocket accept() throws IOException {
    Linux linux = Linux.ofThread();
    long accepted =
        linux.result(ACCEPT, descriptor, MemorySegment.NULL, MemorySegment.NULL, SOCK_CLOEXEC);
    TcpSocket socket = new TcpSocket((int) linux.checked("accept", accepted), family);
    socket.prepare();
    return socket;
  }

  /** Sends the first {@code bytes} of a buffer, all of them. */
  public void send(MemorySegment from, long bytes) throws IOException {
    Linux linux = Linux.ofThread();
    for (long sent = 0; sent < bytes; ) {
      MemorySegment rest = sent == 0 ? from : from.asSlice(sent);
      sent += inTime(linux.send(descriptor, rest, bytes - sent), "sent");
    }
  }

  /** Receives what is there, up to so many bytes, waiting for the first; 0 at the end. */
  public long receive(MemorySegment to, long bytes) throws IOException {
    return inTime(Linux.ofThread().receive(descriptor, to, bytes), "received");
  }

  private static long inTime(long bytes, String done) throws SocketTimeoutException {
    if (bytes == Linux.NOT_READY) {
      throw new SocketTimeoutException("nothing could be " + done + " for " + PATIENCE + " s");
    }
    return bytes;
  }

  /** Says that nothing more will be sent. */
  public void endSending() throws IOException {
    call("shutdown", SHUTDOWN, SHUT_WRITE);
  }

  /** Ends both directions, and what threads wait for in them; what goes wrong does not matter. */
  public void shutdown() {
    Linux.ofThread().result(SHUTDOWN, descriptor, SHUT_BOTH);
  }

  /** Ends the connection at once: with a reset, so that its port is free again. */
  public void abort() throws IOException {
    MemorySegment linger = Linux.memory(8);
    linger.set(JAVA_INT, 0, 1); // on, for 0 seconds
    set("SO_LINGER", SOL_SOCKET, SO_LINGER, linger, 8);
    close();
  }

  /** The receiver's address and port: {@code struct sockaddr_in} or {@code sockaddr_in6}. */
  private MemorySegment receiverAddress() {
    MemorySegment address = Linux.memory(SOCKADDR_BYTES);
    address.set(JAVA_SHORT, 0, (short) (family == IpFamily.IPV4 ? AF_INET : AF_INET6));
    address.set(JAVA_SHORT, 2, Short.reverseBytes((short) PORT));
    byte[] bytes = Link.receiverAddress(family);
    int at = family == IpFamily.IPV4 ? IPV4_ADDRESS : IPV6_ADDRESS;
    MemorySegment.copy(bytes, 0, address, JAVA_BYTE, at, bytes.length);
    return address;
  }

  private void set(String name, int level, int option, int value) throws IOException {
    MemorySegment memory = Linux.memory(4);
    memory.set(JAVA_INT, 0, value);
    set(name, level, option, memory, 4);
  }

  private void set(String name, int level, int option, MemorySegment value, int bytes)
      throws IOException {
    call("setsockopt " + name, SETSOCKOPT, level, option, value, bytes);
  }

  private void call(String name, MethodHandle function, Object... arguments) throws IOException {
    Object[] all = new Object[arguments.length + 1];
    all[0] = descriptor;
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    Linux linux = Linux.ofThread();
    linux.checked(name, linux.result(function, all));
  }

  /** Closes the socket once: its number may be another one's afterwards. */
  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      Linux.ofThread().close(descriptor);
    }
  }
}
