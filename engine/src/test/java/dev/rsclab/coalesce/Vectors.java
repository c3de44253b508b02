package dev.rsclab.coalesce;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.zip.GZIPInputStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The recorded behaviour of the reference. */
final class Vectors {

  private Vectors() {}

  /** The scenarios of a file, one JSON object each. */
  static List<JsonNode> read(String file) {
    JsonMapper json = JsonMapper.builder().build();
    try (var in =
            Objects.requireNonNull(Vectors.class.getResourceAsStream("/vectors/" + file), file);
        var lines =
            new BufferedReader(
                new InputStreamReader(new GZIPInputStream(in), StandardCharsets.UTF_8))) {
      return lines.lines().map(json::readTree).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
