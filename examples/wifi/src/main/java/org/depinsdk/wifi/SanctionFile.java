package org.depinsdk.wifi;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.epoch.SanctionJson;
import org.depinsdk.proofs.sanctions.SanctionConflictException;
import org.depinsdk.proofs.sanctions.SanctionEvent;
import org.depinsdk.proofs.sanctions.SanctionLedger;

/**
 * The network's sanctions as a file, a step on each line.
 *
 * @param file where; absent while there are none
 */
record SanctionFile(Path file) {
  SanctionLedger read() {
    SanctionLedger ledger = SanctionLedger.EMPTY;
    try {
      if (Files.exists(file)) {
        for (String line : Files.readAllLines(file, UTF_8)) {
          ledger = ledger.with(SanctionJson.parse(line));
        }
      }
      return ledger;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (EncodingException | SanctionConflictException e) {
      throw new IllegalStateException(file + ": " + e.getMessage(), e);
    }
  }

  /** Adds a step; refused where it does not fit. */
  void add(SanctionEvent event) throws IOException {
    try {
      read().with(event);
    } catch (SanctionConflictException e) {
      throw new IOException(e.getMessage(), e);
    }
    String before = Files.exists(file) ? Files.readString(file) : "";
    Path draft = file.resolveSibling(file.getFileName() + ".draft");
    Files.writeString(draft, before + SanctionJson.format(event) + "\n");
    Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
  }
}
