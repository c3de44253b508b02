package dev.rsclab.bench;

import dev.rsclab.peer.Peer;
import java.util.List;
import org.openjdk.jmh.runner.options.Options;

/** A part of a round: what runs in one go. */
sealed interface Leg {

  /** How many results it gives. */
  int cells();

  /**
   * What JMH runs in one go.
   *
   * @param options what and how
   * @param cells how many combinations of benchmark and parameters; each is one fork
   */
  record Forks(Options options, int cells) implements Leg {}

  /**
   * Peers that play the packets of the forks beside them, one process each.
   *
   * @param traffic the packets
   * @param peers in the order in which they run
   */
  record Peers(PeerTraffic traffic, List<Peer> peers) implements Leg {
    @Override
    public int cells() {
      return peers.size();
    }
  }
}
