package dev.rsclab.peer;

import dev.rsclab.results.PeerReading;

/** What came of running a peer. */
public sealed interface PeerOutcome {

  /** It measured. */
  record Measured(PeerReading reading) implements PeerOutcome {}

  /** It does not know this traffic, and says why: no failure. */
  record NotThisTraffic(String reason) implements PeerOutcome {}

  /** It crashed, hung, or said something else than it should: one line that says what. */
  record Failed(String reason) implements PeerOutcome {}
}
