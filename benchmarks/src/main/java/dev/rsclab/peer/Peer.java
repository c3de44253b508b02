package dev.rsclab.peer;

import java.util.List;

/**
 * A peer that can be run.
 *
 * @param name what the run calls it
 * @param command the program and its first arguments
 */
public record Peer(String name, List<String> command) {

  /** Copies the list. */
  public Peer {
    command = List.copyOf(command);
  }
}
