package dev.rsclab.workload;

/**
 * Whose turn it is: each flow once a round, in an order that is drawn anew for every round.
 *
 * <p>A Fisher-Yates shuffle one step at a time, so a trace that ends early pays only for the flows
 * it used.
 */
final class ShuffledRounds {

  private final SeededRandom random;
  private final int[] order;
  private int at;

  ShuffledRounds(int flows, SeededRandom random) {
    this.random = random;
    order = new int[flows];
    for (int flow = 0; flow < flows; flow++) {
      order[flow] = flow;
    }
  }

  int next() {
    if (at == order.length) {
      at = 0;
    }
    int chosen = random.between(at, order.length - 1);
    int flow = order[chosen];
    order[chosen] = order[at];
    order[at++] = flow;
    return flow;
  }
}
