package dev.rsclab.results.profiles;

import dev.rsclab.results.ResultsException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The compilations that a packet runs through, from a coalescer's {@code offer} to a guest's {@code
 * deliver}: the one that has the offer, those of calls that it did not inline, and the one that has
 * the delivery, which may be reached through the timer.
 */
public final class PacketWay {
  private static final String OURS = "dev.rsclab.";
  private static final String ENGINE = OURS + "coalesce.";
  private static final String OFFER = "offer";
  private static final String DELIVER = "deliver";

  /** The compiler left these because they hardly ever run: they are not on the way. */
  private static final Pattern COLD =
      Pattern.compile(
          "low call site frequency|never executed|.*not reached.*|too cold|executed <.*");

  private final Collection<Compilation> pieces;

  private PacketWay(Collection<Compilation> pieces) {
    this.pieces = pieces;
  }

  /**
   * Finds the way in a log; it has no piece if the log has none.
   *
   * @param log HotSpot's log of compilations
   * @throws ResultsException if it cannot be read
   */
  public static PacketWay read(Path log) throws ResultsException {
    Collection<Compilation> all = CompilationLog.read(log);
    Map<String, Compilation> byMethod = new HashMap<>();
    all.forEach(it -> byMethod.put(it.method(), it));
    Map<String, Compilation> pieces = new LinkedHashMap<>();
    most(all, ENGINE, OFFER).ifPresent(it -> follow(it, byMethod, pieces));
    boolean delivers =
        pieces.values().stream().anyMatch(it -> it.contains(OURS, DELIVER)) || pieces.isEmpty();
    if (!delivers) {
      most(all, OURS, DELIVER).ifPresent(it -> follow(it, byMethod, pieces));
    }
    return new PacketWay(pieces.values());
  }

  /** Of those that contain a method the one that has inlined most: the outermost of them. */
  private static Optional<Compilation> most(
      Collection<Compilation> all, String prefix, String method) {
    return all.stream()
        .filter(it -> it.contains(prefix, method))
        .max(
            Comparator.comparingLong((Compilation it) ->
                    it.calls().stream().filter(Compilation.Call::inlined).count())
                .thenComparing(Compilation::method));
  }

  private static void follow(
      Compilation piece, Map<String, Compilation> all, Map<String, Compilation> pieces) {
    if (pieces.putIfAbsent(piece.method(), piece) == null) {
      missed(piece)
          .forEach(call ->
              Optional.ofNullable(all.get(call.callee()))
                  .ifPresent(callee -> follow(callee, all, pieces)));
    }
  }

  private static List<Compilation.Call> missed(Compilation piece) {
    return piece.calls().stream()
        .filter(call -> !call.inlined() && call.caller().startsWith(OURS))
        .filter(call -> !COLD.matcher(call.reason()).matches())
        .toList();
  }

  /**
   * In short.
   *
   * @param log the name of the file that {@link #write} writes
   */
  public Inlining summary(String log) {
    Set<Inlining.Missed> missed = new LinkedHashSet<>();
    int inlined = 0;
    long bytes = 0;
    List<String> methods = new ArrayList<>();
    for (Compilation piece : pieces) {
      methods.add(piece.method());
      bytes += piece.codeBytes();
      inlined += (int) piece.calls().stream().filter(Compilation.Call::inlined).count();
      missed(piece)
          .forEach(
              call -> missed.add(new Inlining.Missed(call.caller(), call.callee(), call.reason())));
    }
    return new Inlining(methods, bytes, inlined, List.copyOf(missed), log);
  }

  /**
   * Writes the pieces with their calls as trees; what the JDK's own methods call is left out.
   *
   * @throws IOException if the file system refuses
   */
  public void write(Path file) throws IOException {
    StringBuilder text = new StringBuilder();
    for (Compilation piece : pieces) {
      text.append(
          "%s: %d bytes of machine code%s\n"
              .formatted(
                  piece.method(),
                  piece.codeBytes(),
                  piece.onStack() ? ", entered in the middle of a loop" : ""));
      for (Compilation.Call call : piece.calls()) {
        if (call.caller().startsWith(OURS)) {
          text.append("  ".repeat(call.depth()))
              .append(call.inlined() ? "" : "NOT INLINED ")
              .append(call.callee())
              .append(": ")
              .append(call.reason())
              .append('\n');
        }
      }
      text.append('\n');
    }
    Files.writeString(file, text, StandardCharsets.UTF_8);
  }
}
