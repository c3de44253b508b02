package dev.rsclab.results.profiles;

import dev.rsclab.results.ResultsException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * What profilers saw in a run: its file {@code profiles/profiles.json}.
 *
 * @param benchmark the method that was profiled, with its class and package
 * @param remarks sentences about what could not be profiled here
 * @param profiles one for each profiled fork
 */
public record ProfileResults(String benchmark, List<String> remarks, List<Profile> profiles) {

  /** The folder in a run's folder; only there if profilers were asked for. */
  public static final String FOLDER = "profiles";

  /** The file in that folder. */
  public static final String FILE = "profiles.json";

  /** A run without profilers. */
  public static final ProfileResults NONE = new ProfileResults("", List.of(), List.of());

  private static final int FORMAT_VERSION = 1;
  private static final JsonMapper MAPPER = new JsonMapper();

  /** Copies the lists. */
  public ProfileResults {
    remarks = List.copyOf(remarks);
    profiles = List.copyOf(profiles);
  }

  /** The file's form. */
  private record Form(
      int formatVersion, String benchmark, List<String> remarks, List<Profile> profiles) {}

  /** Whether nobody asked for profilers. */
  public boolean isEmpty() {
    return remarks.isEmpty() && profiles.isEmpty();
  }

  /** The profiles of one profiler, in the order in which they were made. */
  public List<Profile> of(String profiler) {
    return profiles.stream().filter(profile -> profile.profiler().equals(profiler)).toList();
  }

  /**
   * Reads the profiles of a run's folder; {@link #NONE} if it has none.
   *
   * @throws ResultsException if they cannot be read or are malformed
   */
  public static ProfileResults read(Path run) throws ResultsException {
    Path file = run.resolve(FOLDER).resolve(FILE);
    if (!Files.exists(file)) {
      return NONE;
    }
    Form form;
    try {
      form = MAPPER.readValue(Files.readAllBytes(file), Form.class);
    } catch (JacksonException e) {
      throw new ResultsException(file, "not the profiles of a run: " + e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw ResultsException.unreadable(file, e);
    }
    if (form == null
        || form.formatVersion != FORMAT_VERSION
        || form.benchmark == null
        || form.remarks == null
        || form.remarks.contains(null)
        || form.profiles == null
        || form.profiles.contains(null)) {
      throw new ResultsException(file, "not the profiles of a run in format " + FORMAT_VERSION);
    }
    return new ProfileResults(form.benchmark, form.remarks, form.profiles);
  }

  /**
   * Writes the file in one piece into a run's folder, replacing an older one.
   *
   * @throws IOException if the file system refuses
   */
  public void write(Path run) throws IOException {
    Path folder = Files.createDirectories(run.resolve(FOLDER));
    String json =
        MAPPER
            .writerWithDefaultPrettyPrinter()
            .writeValueAsString(new Form(FORMAT_VERSION, benchmark, remarks, profiles));
    Path whole = folder.resolve(FILE + ".part");
    Files.writeString(
        whole, json.replace(System.lineSeparator(), "\n") + "\n", StandardCharsets.UTF_8);
    Files.move(whole, folder.resolve(FILE), StandardCopyOption.REPLACE_EXISTING);
  }
}
