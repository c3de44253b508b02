package dev.rsclab.live;

import dev.rsclab.live.tap.Cpus;
import dev.rsclab.live.tap.Link;
import dev.rsclab.replay.FrameSource;
import dev.rsclab.replay.IntervalSweep;
import dev.rsclab.replay.ReplayReport;
import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The machine's links, set up once, and the measurement of one repetition after another on them.
 *
 * <p>There are two links: one whose receiver's kernel merges nothing, and one whose does.
 */
final class Bench implements Closeable {

  /** So many frames of a repetition are recorded and replayed. */
  private static final int RECORDED_FRAMES = 1 << 16;

  private final Link plain;
  private final Link merging;
  private final Cpus cpus = Cpus.ofProcess();
  private final Map<LiveWorkload, ArrivalRecord> plainArrivals = new HashMap<>();
  private ArrivalRecord record = new ArrivalRecord(RECORDED_FRAMES);

  /**
   * Sets up the links.
   *
   * @throws IOException if that is not possible; nothing is left then
   */
  Bench() throws IOException {
    plain = Link.open(false);
    try {
      merging = Link.open(true);
    } catch (IOException e) {
      plain.close();
      throw e;
    }
  }

  /**
   * Measures a workload through a device.
   *
   * @param warmUp how long the traffic runs before it is measured
   * @param duration how long it is measured
   * @throws IOException if anything fails
   */
  LiveRow measure(
      int round, LiveWorkload workload, Device device, Duration warmUp, Duration duration)
      throws IOException {
    record.clear();
    Link link = device.isKernel() ? merging : plain;
    if (device.isKernel()) {
      link.setKernelInterval(device.intervalNanos());
    }
    Traffic traffic = workload.traffic(link, cpus);
    Wire wire = new Wire(link, device, Faults.NONE, record, cpus);
    LiveRow.Readings readings;
    try (wire;
        traffic) {
      traffic.start();
      sleep(warmUp);
      readings = read(link, device.isKernel(), wire, traffic, duration);
    } catch (IOException e) {
      wire.check(); // what ended the wire is the reason why nothing came through
      throw e;
    }
    traffic.check();
    Distribution samples = Distribution.of(traffic.samples());
    boolean requests = workload.shape() == LiveWorkload.Shape.REQUEST_RESPONSE;
    Distribution lateness = Distribution.of(List.of(wire.forwarder().lateness()));
    Distribution gaps = record.gaps();
    return new LiveRow(
        round,
        workload,
        device,
        readings,
        requests ? samples : Distribution.EMPTY,
        requests ? Distribution.EMPTY : samples,
        lateness,
        gaps,
        predict(device, record),
        predict(device, arrivals(workload, device)));
  }

  /** The workload's last arrivals without coalescing; those of this repetition, if it has none. */
  private ArrivalRecord arrivals(LiveWorkload workload, Device device) {
    if (device.equals(Device.BASELINE)) {
      ArrivalRecord older = plainArrivals.put(workload, record);
      record = older == null ? new ArrivalRecord(RECORDED_FRAMES) : older;
    }
    return plainArrivals.get(workload);
  }

  private LiveRow.Readings read(
      Link link, boolean kernel, Wire wire, Traffic traffic, Duration duration) throws IOException {
    Forwarder forwarder = wire.forwarder();
    long retransmits = link.retransmits();
    long kernelDeliveries = link.deliveries();
    long deliveries = forwarder.deliveries();
    MachineLoad load = MachineLoad.now();
    PartyTimes parties = PartyTimes.now(traffic, wire);
    long segments = forwarder.segments();
    long received = traffic.receivedBytes();
    long begin = System.nanoTime();
    forwarder.measure();
    traffic.measure();
    sleep(duration);
    traffic.endMeasuring();
    forwarder.endMeasuring();
    long nanos = System.nanoTime() - begin;
    long receivedThen = traffic.receivedBytes();
    long segmentsThen = forwarder.segments();
    long deliveriesThen = forwarder.deliveries();
    PartyTimes partiesThen = PartyTimes.now(traffic, wire);
    MachineLoad loadThen = MachineLoad.now();
    return new LiveRow.Readings(
        nanos,
        receivedThen - received,
        link.retransmits() - retransmits,
        segmentsThen - segments,
        // What the kernel merges itself only the kernel counts.
        kernel ? link.deliveries() - kernelDeliveries : deliveriesThen - deliveries,
        loadThen.busySince(load),
        loadThen.otherShareSince(load, nanos, Runtime.getRuntime().availableProcessors()),
        partiesThen.since(parties));
  }

  /**
   * Plays arrivals through a device's policy, in virtual time; null if it is no coalescer, or there
   * are none.
   */
  private static LiveRow.Forecast predict(Device device, ArrivalRecord recorded)
      throws IOException {
    if (recorded == null || !device.coalesces()) {
      return null;
    }
    try (FrameSource arrivals = recorded.replay()) {
      ReplayReport replay =
          IntervalSweep.run(arrivals, device.settings(), List.of(device.intervalNanos()))
              .getFirst();
      return new LiveRow.Forecast(
          replay.mergeFactor(), replay.delayPercentile(50), replay.delayPercentile(99));
    }
  }

  private static void sleep(Duration time) throws IOException {
    try {
      Thread.sleep(time);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw (IOException) new InterruptedIOException("interrupted").initCause(e);
    }
  }

  /** The link whose receiver's kernel merges nothing. */
  Link link() {
    return plain;
  }

  /** Which processors threads run on. */
  Cpus cpus() {
    return cpus;
  }

  @Override
  public void close() {
    plain.close();
    merging.close();
  }
}
