package dev.rsclab.capture;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;

/**
 * Any bytes at all as a capture: frames that are within bounds, or a {@link CaptureException} that
 * names the capture and a place in it, and the same from the same bytes inside gzip.
 *
 * <p>A test run replays the inputs beside this class (resources); CI then lets Jazzer look for new
 * ones, guided by the branches they take.
 */
class CaptureFuzzTest {

  private static final String NAME = "fuzzed";

  /** What came of reading a capture: a line per frame, and the error's message if there was one. */
  private record Outcome(List<String> frames, String error) {}

  @FuzzTest(maxDuration = "10s")
  void givesFramesOrACaptureException(byte[] input) throws IOException {
    Outcome outcome = read(input);
    if (!GzipMembers.startsWithMagic(input)) {
      assertThat(read(GzipMembersTest.gzip(input))).isEqualTo(outcome);
    }
  }

  /** Anything but a CaptureException escapes and is a finding. */
  private static Outcome read(byte[] input) throws IOException {
    List<String> frames = new ArrayList<>();
    long end = 0;
    try (CaptureReader reader = CaptureReader.open(new ByteArrayInputStream(input), NAME)) {
      while (reader.next()) {
        assertThat(reader.capturedLength())
            .isBetween(1, CaptureReader.MAX_CAPTURED_LENGTH)
            .isLessThanOrEqualTo(reader.bytes().length);
        assertThat(reader.length()).isBetween(reader.capturedLength(), CaptureReader.MAX_LENGTH);
        // Each record lies behind the one before it, as long as its frame at least.
        assertThat(reader.offset()).isGreaterThanOrEqualTo(end);
        end = reader.offset() + reader.capturedLength();
        frames.add(describe(reader));
        assertThat(reader.frames()).isEqualTo(frames.size());
      }
    } catch (CaptureException e) {
      assertThat(e)
          .hasMessageStartingWith(NAME + ": ")
          .hasMessageEndingWith("at byte " + e.offset());
      assertThat(e.offset()).isNotNegative();
      return new Outcome(frames, e.getMessage());
    }
    return new Outcome(frames, null);
  }

  private static String describe(CaptureReader reader) {
    CRC32 bytes = new CRC32();
    bytes.update(reader.bytes(), 0, reader.capturedLength());
    return reader.timestampNanos()
        + " "
        + reader.offset()
        + " "
        + reader.length()
        + " "
        + reader.capturedLength()
        + " "
        + bytes.getValue();
  }
}
