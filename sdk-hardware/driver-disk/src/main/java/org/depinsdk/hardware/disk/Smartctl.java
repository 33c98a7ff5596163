package org.depinsdk.hardware.disk;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.depinsdk.core.encoding.EncodingException;

/** Runs {@code smartctl} of the smartmontools, which needs the right to read the device. */
final class Smartctl {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  // bits 0 and 1 of the exit code: a wrong command line, or a device that could not be opened; the
  // others are findings, see smartctl(8)
  private static final int FAILED = 3;

  private final String program;

  Smartctl(String program) {
    this.program = program;
  }

  SmartFigures read(String device) throws IOException {
    Process process = new ProcessBuilder(List.of(program, "--json", "--all", device))
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
    // ends the reading too
    var unused = process
        .onExit()
        .orTimeout(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
        .whenComplete((p, e) -> {
          if (e != null) {
            process.destroyForcibly();
          }
        });
    try (InputStream out = process.getInputStream()) {
      byte[] output = out.readNBytes(SmartFigures.MAX_BYTES);
      int code = process.waitFor();
      if ((code & FAILED) != 0) {
        throw new IOException(program + " cannot read " + device + ", exit code " + code);
      }
      return SmartFigures.parse(output);
    } catch (EncodingException e) {
      throw new IOException(program + " " + device + ": " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while " + program + " ran", e);
    } finally {
      process.destroyForcibly();
    }
  }
}
