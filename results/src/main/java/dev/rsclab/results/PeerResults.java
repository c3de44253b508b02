package dev.rsclab.results;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * What peers measured beside a run: its file {@code peers.json}, which keeps their lines as they
 * were printed.
 *
 * @param cells peer and traffic, with a line for each round
 * @param leftOut peers that could not be built or do not know some traffic, and why
 * @param failed peers that broke down, and how
 */
public record PeerResults(List<Cell> cells, List<Remark> leftOut, List<Remark> failed) {

  /** The file in a run's folder; only there if peers were asked for. */
  public static final String FILE = "peers.json";

  /** A run without peers. */
  public static final PeerResults NONE = new PeerResults(List.of(), List.of(), List.of());

  private static final int FORMAT_VERSION = 1;
  private static final JsonMapper MAPPER = new JsonMapper();

  /** Copies the lists. */
  public PeerResults {
    cells = List.copyOf(cells);
    leftOut = List.copyOf(leftOut);
    failed = List.copyOf(failed);
  }

  /**
   * One peer over one trace.
   *
   * @param peer the name that the run knows it by
   * @param params what the trace is: the benchmark's parameters that it depends on
   * @param readings one for each round
   */
  public record Cell(String peer, SortedMap<String, String> params, List<PeerReading> readings) {

    /** Copies the collections. */
    public Cell {
      params = Collections.unmodifiableSortedMap(new TreeMap<>(params));
      readings = List.copyOf(readings);
    }

    /** Whether no round lost or changed payload. */
    boolean keepsPayload() {
      return readings.stream().allMatch(PeerReading::keepsPayload);
    }

    /** The readings as forks: one list for each round, one number for each repetition. */
    List<List<Double>> forks() {
      return readings.stream().map(PeerReading::nanosPerPacket).toList();
    }

    /** Packets for each delivery, all rounds together. */
    double mergeFactor() {
      return (double) readings.stream().mapToLong(PeerReading::packets).sum()
          / readings.stream().mapToLong(PeerReading::deliveries).sum();
    }
  }

  /** A sentence about a peer. */
  public record Remark(String peer, String reason) {}

  /** The file's form. */
  private record Form(
      int formatVersion, List<LineCell> cells, List<Remark> leftOut, List<Remark> failed) {}

  private record LineCell(String peer, SortedMap<String, String> params, List<String> lines) {}

  /** Whether nobody asked for peers. */
  boolean isEmpty() {
    return cells.isEmpty() && leftOut.isEmpty() && failed.isEmpty();
  }

  /**
   * Reads the file.
   *
   * @throws ResultsException if it cannot be read or is malformed
   */
  public static PeerResults read(Path file) throws ResultsException {
    Form form;
    try {
      form = MAPPER.readValue(Files.readAllBytes(file), Form.class);
    } catch (JacksonException e) {
      throw new ResultsException(file, "not the peers of a run: " + e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw ResultsException.unreadable(file, e);
    }
    if (form == null
        || form.formatVersion != FORMAT_VERSION
        || form.cells == null
        || form.leftOut == null
        || form.failed == null) {
      throw new ResultsException(file, "not the peers of a run in format " + FORMAT_VERSION);
    }
    List<Cell> cells = new ArrayList<>();
    for (LineCell cell : form.cells) {
      cells.add(cell(file, cell));
    }
    requireWhole(file, "leftOut", form.leftOut);
    requireWhole(file, "failed", form.failed);
    return new PeerResults(cells, form.leftOut, form.failed);
  }

  private static void requireWhole(Path file, String list, List<Remark> remarks)
      throws ResultsException {
    for (Remark it : remarks) {
      if (it == null || it.peer == null || it.reason == null) {
        throw new ResultsException(file, list + ": an entry without peer or reason");
      }
    }
  }

  private static Cell cell(Path file, LineCell cell) throws ResultsException {
    if (cell == null
        || cell.peer == null
        || cell.params == null
        || cell.params.containsValue(null)
        || cell.lines == null
        || cell.lines.isEmpty()
        || cell.lines.contains(null)) {
      throw new ResultsException(file, "a cell without peer, lines or the value of a parameter");
    }
    List<PeerReading> readings = new ArrayList<>();
    for (String line : cell.lines) {
      try {
        readings.add(PeerReading.parse(line));
      } catch (ResultsException e) {
        throw new ResultsException(file, cell.peer + ": " + e.getMessage(), e);
      }
    }
    return new Cell(cell.peer, cell.params, readings);
  }

  /**
   * Writes the file in one piece, replacing an older one.
   *
   * @throws IOException if the file system refuses
   */
  public void write(Path file) throws IOException {
    List<LineCell> lines =
        cells.stream()
            .map(cell ->
                new LineCell(
                    cell.peer, cell.params, cell.readings.stream().map(PeerReading::line).toList()))
            .toList();
    String json =
        MAPPER
            .writerWithDefaultPrettyPrinter()
            .writeValueAsString(new Form(FORMAT_VERSION, lines, leftOut, failed));
    Path whole = file.resolveSibling(file.getFileName() + ".part");
    Files.writeString(
        whole, json.replace(System.lineSeparator(), "\n") + "\n", StandardCharsets.UTF_8);
    Files.move(whole, file, StandardCopyOption.REPLACE_EXISTING);
  }
}
