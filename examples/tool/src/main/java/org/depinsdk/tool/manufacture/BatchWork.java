package org.depinsdk.tool.manufacture;

import java.io.IOException;
import java.io.StringWriter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVPrinter;
import org.apache.commons.csv.CSVRecord;
import org.depinsdk.attestation.AttestedKey;
import org.depinsdk.attestation.Certificate;
import org.depinsdk.attestation.device.DeviceCa;
import org.depinsdk.core.encoding.Bytes32;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.identity.InMemorySigner;
import org.depinsdk.core.identity.KeyAlgorithm;
import org.depinsdk.core.identity.KeyFile;
import org.depinsdk.core.identity.SigningException;
import org.depinsdk.core.keys.SpkiKey;
import org.depinsdk.kit.Progress;

/**
 * Certifies the devices of a batch. It may end at any moment and be run again with the same list: what is there stays, what is
 * missing or damaged is made, and another key for a device that has a certificate is refused.
 */
final class BatchWork {
  /** What a run did. */
  record Done(int made, int kept) {}

  static final String INDEX = "index.csv";

  private static final String[] COLUMNS = {"serial", "model", "key", "certificate", "file"};

  private final ManufacturerFolder folder;
  private final String batch;
  private final DeviceCa ca;
  private final Optional<char[]> password;
  private final SecureRandom random = new SecureRandom();

  /**
   * Work on a batch.
   *
   * @param password of the key files of devices, if their keys are made here
   */
  BatchWork(ManufacturerFolder folder, String batch, Optional<char[]> password, Instant now)
      throws IOException {
    this.folder = folder;
    this.batch = batch;
    this.password = password;
    this.ca = folder.batch(batch, now);
  }

  Done certify(List<DeviceRow> devices, Progress progress) throws IOException, SigningException {
    progress.expect(devices.size());
    Map<String, String> elsewhere = otherBatches();
    TreeMap<String, String[]> index = new TreeMap<>(index(batch));
    Instant from = certificateOf(ca).notBefore();
    int made = 0;
    for (DeviceRow device : devices) {
      String other = elsewhere.get(device.serial().toLowerCase(Locale.ROOT));
      if (other != null) {
        throw new IOException(device.serial() + " is a device of batch " + other
            + "; a serial number is one device for ever");
      }
      Path file = file(device.serial(), ".pem");
      AttestedKey key = key(device);
      byte[] certificate = ca.issue(key, device.model(), device.serial(), from);
      if (!isThere(file, device, certificate)) {
        ManufacturerFolder.write(
            file, ManufacturerFolder.pem(certificate) + ManufacturerFolder.pem(ca.certificate()));
        made++;
      }
      index.put(device.serial(), new String[] {
        device.serial(),
        device.model(),
        key.id().toString(),
        Bytes32.sha256(certificate).toString(),
        folder.folder().relativize(file).toString()
      });
      progress.step(device.serial());
    }
    writeIndex(index);
    return new Done(made, devices.size() - made);
  }

  private static Certificate certificateOf(DeviceCa ca) {
    try {
      return Certificate.parse(ca.certificate());
    } catch (EncodingException e) {
      throw new IllegalStateException("a certificate made here does not parse", e);
    }
  }

  // a file that is damaged is made again; one that is another certificate is not
  private boolean isThere(Path file, DeviceRow device, byte[] certificate) throws IOException {
    if (!Files.exists(file)) {
      return false;
    }
    List<byte[]> there;
    try {
      there = ManufacturerFolder.certificates(file);
      ManufacturerFolder.parsed(file, there.get(0));
    } catch (IOException e) {
      return false;
    }
    if (!Arrays.equals(there.get(0), certificate)) {
      throw new IOException(device.serial() + " has a certificate for another key or model in "
          + file + "; a serial number is one device for ever");
    }
    return there.size() == 2;
  }

  private AttestedKey key(DeviceRow device) throws IOException, SigningException {
    if (device.key().isPresent()) {
      return device.key().get();
    }
    Path file = file(device.serial(), ".key");
    char[] secret = password.orElseThrow();
    if (!Files.exists(file)) {
      Files.createDirectories(file.getParent());
      KeyFile.save(file, InMemorySigner.generate(KeyAlgorithm.P256, random), secret, random);
    }
    return new AttestedKey(SpkiKey.encode(KeyFile.open(file, secret).publicKey()));
  }

  private Path file(String serial, String ending) {
    return file(folder, batch, serial, ending);
  }

  /** The file of a device; its name is the serial number, as URLs have it. */
  static Path file(ManufacturerFolder folder, String batch, String serial, String ending) {
    return folder
        .batchFolder(batch)
        .resolve("devices")
        .resolve(URLEncoder.encode(serial, StandardCharsets.UTF_8) + ending);
  }

  private Map<String, String> otherBatches() throws IOException {
    Map<String, String> serials = new HashMap<>();
    for (String one : folder.batches()) {
      if (!one.equals(batch)) {
        index(one).keySet().forEach(serial -> serials.put(serial.toLowerCase(Locale.ROOT), one));
      }
    }
    return serials;
  }

  private Map<String, String[]> index(String of) throws IOException {
    Path file = folder.batchFolder(of).resolve(INDEX);
    Map<String, String[]> rows = new TreeMap<>();
    if (Files.exists(file)) {
      CSVFormat format =
          CSVFormat.RFC4180.builder().setHeader().setSkipHeaderRecord(true).get();
      try (CSVParser parser =
          CSVParser.builder().setPath(file).setFormat(format).get()) {
        for (CSVRecord row : parser) {
          rows.put(row.get(0), row.values());
        }
      }
    }
    return rows;
  }

  private void writeIndex(Map<String, String[]> rows) throws IOException {
    StringWriter text = new StringWriter();
    try (CSVPrinter printer =
        new CSVPrinter(text, CSVFormat.RFC4180.builder().setHeader(COLUMNS).get())) {
      for (String[] row : rows.values()) {
        printer.printRecord((Object[]) row);
      }
    }
    ManufacturerFolder.write(folder.batchFolder(batch).resolve(INDEX), text.toString());
  }
}
