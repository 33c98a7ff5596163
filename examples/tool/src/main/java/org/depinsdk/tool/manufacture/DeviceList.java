package org.depinsdk.tool.manufacture;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.crypto.util.PublicKeyFactory;
import org.bouncycastle.operator.DefaultDigestAlgorithmIdentifierFinder;
import org.bouncycastle.operator.OperatorException;
import org.bouncycastle.operator.bc.BcECContentVerifierProviderBuilder;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;
import org.bouncycastle.pkcs.PKCSException;
import org.depinsdk.attestation.AttestedKey;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.identity.DeviceKey;
import org.depinsdk.core.identity.InvalidKeyException;
import org.depinsdk.core.identity.KeyAlgorithm;
import org.depinsdk.core.keys.SpkiKey;
import org.jspecify.annotations.Nullable;

/**
 * Reads the list of a batch: CSV by RFC 4180 in UTF-8 with a header of {@code serial,model,key}. A key is Base64 of the DER of a
 * SubjectPublicKeyInfo or of a PKCS #10 request, on P-256. All that is wrong is reported at once, with line and field, and then
 * nothing of the list is used.
 */
final class DeviceList {
  // what a spreadsheet takes for a formula begins with none of these
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9 ._:/+-]{0,63}");
  private static final int MAX_PROBLEMS = 20;
  private static final String SERIAL = "serial";
  private static final String MODEL = "model";
  private static final String KEY = "key";

  private final Path file;
  private final boolean makesKeys;
  private final List<String> problems = new ArrayList<>();
  private final List<DeviceRow> rows = new ArrayList<>();
  private final Map<String, Long> serials = new HashMap<>();
  private final Map<AttestedKey, Long> keys = new HashMap<>();

  private DeviceList(Path file, boolean makesKeys) {
    this.file = file;
    this.makesKeys = makesKeys;
  }

  /**
   * Reads a list.
   *
   * @param file the list
   * @param makesKeys whether the list has no keys, because they are to be made
   * @return the devices in the order of the list, each serial number and key once
   * @throws IOException if it cannot be read; the message names all that is wrong
   */
  static List<DeviceRow> read(Path file, boolean makesKeys) throws IOException {
    DeviceList list = new DeviceList(file, makesKeys);
    try (BufferedReader in = Files.newBufferedReader(file)) {
      in.mark(1);
      // programs on Windows begin a file with a byte order mark
      if (in.read() != '\uFEFF') {
        in.reset();
      }
      list.parse(in);
    } catch (CharacterCodingException e) {
      throw new IOException(file + " is not in UTF-8", e);
    }
    return list.rows;
  }

  private void parse(BufferedReader in) throws IOException {
    CSVFormat format =
        CSVFormat.RFC4180.builder().setHeader().setSkipHeaderRecord(true).get();
    try (CSVParser parser = CSVParser.builder().setReader(in).setFormat(format).get()) {
      header(parser.getHeaderNames());
      for (CSVRecord row : parser) {
        add(row, parser.getCurrentLineNumber());
      }
    } catch (UncheckedIOException | IllegalArgumentException | IllegalStateException e) {
      throw new IOException(file + " is no CSV: " + e.getMessage(), e);
    }
    if (!problems.isEmpty()) {
      StringBuilder all = new StringBuilder(file + ": " + problems.size()
          + (problems.size() == 1 ? " problem" : " problems") + ", so nothing was made of it");
      problems.stream()
          .limit(MAX_PROBLEMS)
          .forEach(problem -> all.append("\n  ").append(problem));
      throw new IOException(all + (problems.size() > MAX_PROBLEMS ? "\n  and so on" : ""));
    }
    if (rows.isEmpty()) {
      throw new IOException(file + " lists no device");
    }
  }

  private void header(List<String> names) throws IOException {
    Set<String> expected =
        new TreeSet<>(makesKeys ? Set.of(SERIAL, MODEL) : Set.of(SERIAL, MODEL, KEY));
    if (!new TreeSet<>(names).equals(expected)) {
      throw new IOException(file + " begins with the names of its columns, which are " + expected
          + ", not " + EncodingException.shown(names.toString()));
    }
  }

  private void add(CSVRecord row, long line) {
    if (!row.isConsistent()) {
      problem(line, "the line", "has " + row.size() + " fields, as many as the header expected");
      return;
    }
    String serial = row.get(SERIAL);
    String model = row.get(MODEL);
    int before = problems.size();
    name(line, SERIAL, serial);
    name(line, MODEL, model);
    Optional<AttestedKey> key = makesKeys ? Optional.empty() : key(line, row.get(KEY));
    // file systems may not tell upper from lower case
    once(line, SERIAL, serials.putIfAbsent(serial.toLowerCase(Locale.ROOT), line));
    key.ifPresent(bytes -> once(line, KEY, keys.putIfAbsent(bytes, line)));
    if (problems.size() == before) {
      rows.add(new DeviceRow(serial, model, key));
    }
  }

  private void name(long line, String field, String value) {
    if (!NAME.matcher(value).matches()) {
      problem(
          line,
          field,
          "is 1 to 64 of A-Z a-z 0-9 space . _ : / + - and begins with a letter or digit, not "
              + EncodingException.shown(value));
    }
  }

  private void once(long line, String field, @Nullable Long earlier) {
    if (earlier != null) {
      problem(line, field, "is that of line " + earlier + "; each device has its own");
    }
  }

  private Optional<AttestedKey> key(long line, String text) {
    try {
      byte[] der = Base64.getDecoder().decode(text);
      DeviceKey key;
      try {
        key = SpkiKey.decode(der);
      } catch (InvalidKeyException e) {
        key = SpkiKey.decode(requested(der));
      }
      if (key.algorithm() != KeyAlgorithm.P256) {
        throw new InvalidKeyException("the key is of " + key.algorithm());
      }
      return Optional.of(new AttestedKey(SpkiKey.encode(key)));
    } catch (IllegalArgumentException | InvalidKeyException | IOException e) {
      problem(
          line,
          KEY,
          "is Base64 of a public key on P-256 or of a PKCS #10 request for one, not "
              + EncodingException.shown(text) + ": " + e.getMessage());
      return Optional.empty();
    }
  }

  /** The key of a request, whose signature shows that the device has it. */
  private static byte[] requested(byte[] der) throws IOException {
    PKCS10CertificationRequest request = new PKCS10CertificationRequest(der);
    SubjectPublicKeyInfo key = request.getSubjectPublicKeyInfo();
    try {
      var verifier =
          new BcECContentVerifierProviderBuilder(new DefaultDigestAlgorithmIdentifierFinder());
      if (!request.isSignatureValid(verifier.build(PublicKeyFactory.createKey(key)))) {
        throw new IOException("the request is not signed with its key");
      }
      return key.getEncoded();
    } catch (OperatorException | PKCSException e) {
      throw new IOException("the request cannot be verified: " + e.getMessage(), e);
    }
  }

  private void problem(long line, String field, String what) {
    problems.add("line " + line + ", " + field + " " + what);
  }
}
