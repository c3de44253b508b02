package dev.rsclab.peer;

import dev.rsclab.results.PeerResults;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The peers that a run was asked for.
 *
 * @param texts names and paths as they were written, paths without their folders: what a command
 *     shows that repeats the run
 * @param peers those that can be run, in the order in which they were asked for
 * @param leftOut those that cannot be built here, and why
 */
public record PeerOption(List<String> texts, List<Peer> peers, List<PeerResults.Remark> leftOut) {

  /** No peers. */
  public static final PeerOption NONE = new PeerOption(List.of(), List.of(), List.of());

  /** Below the folder of the benchmarks: where the project's own are built. */
  private static final Path BUILT = Path.of("..", "target", "peers");

  /** Copies the lists. */
  public PeerOption {
    texts = List.copyOf(texts);
    peers = List.copyOf(peers);
    leftOut = List.copyOf(leftOut);
  }

  /** One thing that was asked for: a peer of the project's, or a command of the user's. */
  private record Asked(String name, Optional<ShippedPeer> shipped, Path command) {}

  /**
   * Reads names and paths, separated by commas; an empty text asks for nothing. Builds nothing.
   *
   * @param sources the folder of the project's own peers
   * @return what {@link Unbuilt#build} builds
   * @throws IllegalArgumentException if a text is neither a name nor an executable file, or two
   *     peers would have the same name; the message says what is allowed
   */
  public static Unbuilt parse(String option, Path sources) {
    List<String> texts = new ArrayList<>();
    List<Asked> asked = new ArrayList<>();
    if (option.isBlank()) {
      return new Unbuilt(texts, asked, sources);
    }
    for (String part : option.split(",", -1)) {
      String text = part.strip();
      List<ShippedPeer> shipped = ShippedPeer.named(text);
      if (shipped.isEmpty()) {
        Path command = command(text);
        texts.add(command.getFileName().toString());
        asked.add(new Asked(nameOf(command), Optional.empty(), command));
      } else {
        requireSources(text, shipped.getFirst(), sources);
        texts.add(text);
        shipped.forEach(it -> asked.add(new Asked(it.toString(), Optional.of(it), sources)));
      }
    }
    Set<String> names = new HashSet<>();
    for (Asked it : asked) {
      if (!names.add(it.name)) {
        throw new IllegalArgumentException(
            "--peers '" + option + "': more than one peer is called " + it.name);
      }
    }
    return new Unbuilt(texts, asked, sources);
  }

  private static Path command(String text) {
    Path command = Path.of(text);
    if (text.isEmpty() || !Files.exists(command)) {
      throw new IllegalArgumentException(
          "--peers '%s': no such peer and no such file; allowed: %s, or the path of an executable command"
              .formatted(text, ShippedPeer.names()));
    }
    if (!Files.isRegularFile(command) || !Files.isExecutable(command)) {
      throw new IllegalArgumentException(
          "--peers '%s': not an executable file; allowed: %s, or the path of an executable command"
              .formatted(text, ShippedPeer.names()));
    }
    return command.toAbsolutePath();
  }

  private static String nameOf(Path command) {
    String file = command.getFileName().toString();
    int dot = file.lastIndexOf('.');
    return dot > 0 ? file.substring(0, dot) : file;
  }

  private static void requireSources(String text, ShippedPeer peer, Path sources) {
    if (!Files.isDirectory(peer.sources(sources))) {
      throw new IllegalArgumentException(
          "--peers '%s': there is no folder %s here; start it in the repository's root"
              .formatted(text, peer.sources(sources)));
    }
  }

  /** Peers that were asked for and not built yet. */
  public static final class Unbuilt {
    private final List<String> texts;
    private final List<Asked> asked;
    private final Path sources;

    private Unbuilt(List<String> texts, List<Asked> asked, Path sources) {
      this.texts = texts;
      this.asked = asked;
      this.sources = sources;
    }

    /** Builds those that lie in the project; what cannot be built is left out, with the reason. */
    public PeerOption build() {
      Map<Path, Optional<String>> built = new HashMap<>();
      List<Peer> peers = new ArrayList<>();
      List<PeerResults.Remark> leftOut = new ArrayList<>();
      for (Asked it : asked) {
        if (it.shipped.isEmpty()) {
          peers.add(new Peer(it.name, List.of(it.command.toString())));
          continue;
        }
        Path folder = it.shipped.get().sources(sources);
        Optional<String> problem = built.computeIfAbsent(folder, PeerBuild::make);
        if (problem.isPresent()) {
          leftOut.add(new PeerResults.Remark(it.name, problem.get()));
        } else {
          peers.add(it.shipped.get().command(sources.resolve(BUILT).normalize()));
        }
      }
      return new PeerOption(texts, peers, leftOut);
    }
  }
}
