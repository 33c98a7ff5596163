package org.depinsdk.hardware.netif;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import org.depinsdk.hardware.reading.Quality;
import org.depinsdk.hardware.reading.ReadingReasons;

/**
 * The text of one small file of the kernel: one line, one value.
 *
 * @param text without the end of the line; empty if there is a problem
 * @param problem why there is no text
 */
record SysfsText(String text, Optional<Quality> problem) {
  // numbers, states and addresses are shorter; sysfs itself allows a page
  private static final int MAX_BYTES = 256;

  static SysfsText read(Path file) {
    String name = String.valueOf(file.getFileName());
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      return problem(Quality.bad(ReadingReasons.MALFORMED, name + " is not a plain file"));
    }
    byte[] bytes;
    try (InputStream in = Files.newInputStream(file)) {
      bytes = in.readNBytes(MAX_BYTES + 1);
    } catch (NoSuchFileException e) {
      return problem(Quality.bad(ReadingReasons.NOT_AVAILABLE, "no file " + name));
    } catch (AccessDeniedException e) {
      return problem(Quality.bad(ReadingReasons.NO_PERMISSION, "may not read " + name));
    } catch (IOException e) {
      // the kernel answers EINVAL if a value makes no sense in the interface's present state
      return problem(Quality.bad(ReadingReasons.NOT_AVAILABLE, name + ": " + e.getMessage()));
    }
    if (bytes.length > MAX_BYTES) {
      return problem(
          Quality.bad(ReadingReasons.MALFORMED, name + " has more than " + MAX_BYTES + " bytes"));
    }
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    return new SysfsText(
        text.endsWith("\n") ? text.substring(0, text.length() - 1) : text, Optional.empty());
  }

  private static SysfsText problem(Quality problem) {
    return new SysfsText("", Optional.of(problem));
  }
}
