package dev.rsclab.results;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Time per packet with up to a million flows, the place of each kind, and the goals for both.
 *
 * @param run the run
 */
record LargeScaleSection(Run run) {

  static final String BENCHMARK = "LargeScaleBenchmark.offer";

  /** Nothing if it was not measured. */
  List<Block> blocks() {
    SortedMap<Condition, SortedMap<String, NavigableMap<Integer, Estimate>>> tables =
        new TreeMap<>();
    for (MeasuredCells.Cell cell : MeasuredCells.of(run).of(BENCHMARK)) {
      Condition condition = cell.condition();
      tables
          .computeIfAbsent(
              condition.without("kind", "flows"), _ -> new TreeMap<>(run.kinds().chartOrder()))
          .computeIfAbsent(condition.get("kind"), _ -> new TreeMap<>())
          .put(Integer.valueOf(condition.get("flows")), cell.estimate());
    }
    List<Block> blocks = new ArrayList<>();
    if (tables.isEmpty()) {
      return blocks;
    }
    List<Measurement> cells = run.of(List.of(BENCHMARK));
    PooledNoise noise =
        tables.firstEntry().getValue().firstEntry().getValue().firstEntry().getValue().noise();
    Optional<NoiseFloor> floor = NoiseFloor.of(cells);
    blocks.add(new Block.Heading(2, "Time per packet with very many flows"));
    blocks.add(new Block.Paragraph(NoiseSentence.of(noise, Forks.ofCells(cells), "the benchmark")));
    blocks.add(new Block.Paragraph(FlowScalingSection.PLACES));
    tables.forEach((condition, kinds) -> {
      blocks.add(
          new Block.Heading(3, condition.namedAmong(List.copyOf(tables.keySet())).inWords()));
      blocks.add(nanos(kinds));
      blocks.add(new KindPlaces(kinds, floor).table());
    });
    blocks.addAll(new LargeScaleGoals(MeasuredCells.of(run).of(BENCHMARK), floor).blocks());
    return blocks;
  }

  private static Block nanos(SequencedMap<String, NavigableMap<Integer, Estimate>> kinds) {
    List<Integer> all =
        kinds.values().stream().flatMap(it -> it.keySet().stream()).distinct().sorted().toList();
    List<String> header = new ArrayList<>(List.of("ns per packet at flows"));
    all.forEach(flows -> header.add(Integer.toString(flows)));
    List<List<String>> rows = new ArrayList<>();
    for (Map.Entry<String, NavigableMap<Integer, Estimate>> kind : kinds.entrySet()) {
      List<String> row = new ArrayList<>(List.of(kind.getKey()));
      for (int flows : all) {
        Estimate cell = kind.getValue().get(flows);
        row.add(cell == null ? "-" : Figures.estimate(cell, 1));
      }
      rows.add(row);
    }
    return new Block.Table(header, rows);
  }
}
