package dev.rsclab.results.profiles;

import java.util.List;

/**
 * Whether a packet's way was compiled as one piece.
 *
 * @param pieces methods whose compilations make up the way, from the offer on: one if it was
 *     inlined whole
 * @param codeBytes machine code of all of them, in bytes
 * @param inlined calls that were inlined, in all of them
 * @param missed calls on the way that were not, each once
 * @param log the file beside the list of profiles that has the calls as trees
 */
public record Inlining(
    List<String> pieces, long codeBytes, int inlined, List<Missed> missed, String log) {

  /** Copies the lists. */
  public Inlining {
    pieces = List.copyOf(pieces);
    missed = List.copyOf(missed);
  }

  /**
   * A call that stayed a call.
   *
   * @param caller class and method
   * @param callee class and method
   * @param reason what the compiler said
   */
  public record Missed(String caller, String callee, String reason) {}
}
