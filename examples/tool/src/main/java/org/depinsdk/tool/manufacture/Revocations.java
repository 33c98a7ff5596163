package org.depinsdk.tool.manufacture;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.depinsdk.attestation.device.DeviceCa;

/** What a manufacturer withdrew, and the lists that say so: the root's names batches, a batch's names devices. */
final class Revocations {
  /** What was withdrawn: a batch's certificate, or a device's; the number is that of the certificate. */
  private record Entry(String issuer, BigInteger certificate, Instant at) {
    String line() {
      return issuer + " " + certificate.toString(16) + " " + at;
    }
  }

  private static final String ROOT = "-";
  private static final String FILE = "revoked.txt";

  private final ManufacturerFolder folder;
  private final List<Entry> entries = new ArrayList<>();

  Revocations(ManufacturerFolder folder) throws IOException {
    this.folder = folder;
    Path file = folder.folder().resolve(FILE);
    if (Files.exists(file)) {
      List<String> lines = Files.readAllLines(file);
      for (int i = 0; i < lines.size(); i++) {
        String[] parts = lines.get(i).split(" ", -1);
        try {
          entries.add(new Entry(parts[0], new BigInteger(parts[1], 16), Instant.parse(parts[2])));
        } catch (ArrayIndexOutOfBoundsException | NumberFormatException | DateTimeException e) {
          throw new IOException(file + " is damaged in line " + (i + 1), e);
        }
      }
    }
  }

  /**
   * Withdraws a batch, or one device of it.
   *
   * @return false if that was withdrawn before; its instant stays
   */
  boolean revoke(String batch, Optional<String> serial, Instant at) throws IOException {
    folder.checkExists(batch);
    Entry entry;
    if (serial.isEmpty()) {
      entry = new Entry(ROOT, folder.batch(batch, at).serial(), at.truncatedTo(ChronoUnit.SECONDS));
    } else {
      Path file = BatchWork.file(folder, batch, serial.get(), ".pem");
      if (!Files.exists(file)) {
        throw new IOException("there is no device " + serial.get() + " in batch " + batch);
      }
      BigInteger number = ManufacturerFolder.parsed(
              file, ManufacturerFolder.certificates(file).get(0))
          .serial();
      entry = new Entry(batch, number, at.truncatedTo(ChronoUnit.SECONDS));
    }
    for (Entry known : entries) {
      if (known.issuer().equals(entry.issuer())
          && known.certificate().equals(entry.certificate())) {
        return false;
      }
    }
    entries.add(entry);
    StringBuilder text = new StringBuilder();
    entries.forEach(one -> text.append(one.line()).append('\n'));
    ManufacturerFolder.write(folder.folder().resolve(FILE), text.toString());
    return true;
  }

  /** Writes all lists anew. */
  Path writeLists(Instant now, Duration good) throws IOException {
    Path lists = folder.folder().resolve("lists");
    Instant at = now.truncatedTo(ChronoUnit.SECONDS);
    write(lists.resolve("root.crl"), folder.root(), ROOT, at, good);
    for (String batch : folder.batches()) {
      write(lists.resolve("batch-" + batch + ".crl"), folder.batch(batch, now), batch, at, good);
    }
    return lists;
  }

  private void write(Path file, DeviceCa ca, String issuer, Instant at, Duration good)
      throws IOException {
    TreeMap<BigInteger, Instant> revoked = new TreeMap<>();
    for (Entry entry : entries) {
      if (entry.issuer().equals(issuer)) {
        revoked.put(entry.certificate(), entry.at());
      }
    }
    ManufacturerFolder.write(file, ca.revocationList(at, at.plus(good), revoked));
  }
}
