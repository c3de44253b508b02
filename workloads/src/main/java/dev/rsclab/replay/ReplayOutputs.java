package dev.rsclab.replay;

import dev.rsclab.coalesce.CoalescerKind;
import dev.rsclab.coalesce.RscPolicy;
import java.io.BufferedWriter;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The files that a replay writes besides its report, each only if it was asked for. */
final class ReplayOutputs implements Closeable {

  private final List<OutputFile> files = new ArrayList<>();
  private final List<Closeable> open = new ArrayList<>();
  private final Optional<OutputFile> deliveries;
  private final Optional<OutputFile> deliveryLines;
  private final Optional<OutputFile> trace;

  /**
   * Opens all files, and changes none.
   *
   * @param deliveries for the deliveries as a capture
   * @param deliveryLines for the deliveries as JSON lines
   * @param trace for the frames offered, as a capture
   * @throws IOException if one of them cannot be opened
   */
  ReplayOutputs(
      Optional<NamedFile> deliveries, Optional<NamedFile> deliveryLines, Optional<NamedFile> trace)
      throws IOException {
    try {
      this.deliveries = open(deliveries);
      this.deliveryLines = open(deliveryLines);
      this.trace = open(trace);
    } catch (IOException e) {
      try {
        close();
      } catch (IOException onClose) {
        e.addSuppressed(onClose);
      }
      throw e;
    }
  }

  private Optional<OutputFile> open(Optional<NamedFile> name) throws IOException {
    if (name.isEmpty()) {
      return Optional.empty();
    }
    OutputFile file = OutputFile.open(name.get());
    files.add(file);
    open.add(file);
    return Optional.of(file);
  }

  /**
   * Plays all frames of a source and writes the files.
   *
   * @throws IOException if a file cannot be read or written; the message says which outputs are now
   *     partial
   */
  ReplayReport replay(FrameSource source, CoalescerKind kind, RscPolicy policy) throws IOException {
    for (OutputFile file : files) {
      file.empty();
    }
    CountedFrames frames = new CountedFrames(traced(source));
    try {
      return Replay.run(frames, kind, policy, listener(policy.vnetHeaderBytes()));
    } catch (IOException e) {
      throw files.isEmpty() ? e : partial(e, frames.count());
    }
  }

  private FrameSource traced(FrameSource frames) throws IOException {
    return trace.isEmpty() ? frames : new WritingFrames(frames, capture(trace.get()));
  }

  private DeliveryListener listener(int vnetHeaderBytes) throws IOException {
    List<DeliveryListener> listeners = new ArrayList<>();
    if (deliveries.isPresent()) {
      listeners.add(new DeliveryCapture(capture(deliveries.get()), vnetHeaderBytes));
    }
    if (deliveryLines.isPresent()) {
      Writer writer =
          new BufferedWriter(
              new OutputStreamWriter(deliveryLines.get(), StandardCharsets.US_ASCII));
      open.add(writer);
      listeners.add(new DeliveryJson(writer, vnetHeaderBytes));
    }
    return (nanos, delivery) -> {
      for (DeliveryListener listener : listeners) {
        listener.onDelivery(nanos, delivery);
      }
    };
  }

  private CaptureOutput capture(OutputFile file) throws IOException {
    CaptureOutput capture = new CaptureOutput(file);
    open.add(capture);
    return capture;
  }

  private IOException partial(IOException cause, long frames) {
    String names = files.stream().map(f -> f.name().toString()).collect(Collectors.joining(", "));
    return new IOException(
        cause.getMessage() + "; partial, stopped after frame " + frames + ": " + names, cause);
  }

  /** Writes what is buffered and closes all files. */
  @Override
  public void close() throws IOException {
    IOException failure = null;
    for (Closeable closeable : open.reversed()) {
      try {
        closeable.close();
      } catch (IOException e) {
        if (failure == null) {
          failure = e;
        } else {
          failure.addSuppressed(e);
        }
      }
    }
    if (failure != null) {
      throw failure;
    }
  }
}
