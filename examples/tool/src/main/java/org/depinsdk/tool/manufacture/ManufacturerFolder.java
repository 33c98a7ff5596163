package org.depinsdk.tool.manufacture;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.depinsdk.attestation.Certificate;
import org.depinsdk.attestation.device.DeviceCa;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.encoding.Hex;
import org.depinsdk.core.frames.DurableFiles;
import org.depinsdk.core.identity.InvalidKeyException;
import org.depinsdk.core.identity.KeyFile;
import org.depinsdk.core.registry.DeviceOrigin;

/**
 * The folder of a manufacturer's authority. Its one secret is in {@code ca.key}; the keys of batches follow from it, so that a
 * certificate that is made again is the same. Files are written under another name and renamed, so none is there in part.
 */
final class ManufacturerFolder {
  private static final String KEY = "ca.key";
  private static final String HMAC = "HmacSHA256";
  private static final Pattern BATCH = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
  private static final int SECRET_BYTES = 32;

  private final Path folder;
  private final byte[] secret;
  private final DeviceCa root;

  private ManufacturerFolder(Path folder, byte[] secret, DeviceCa root) {
    this.folder = folder;
    this.secret = secret;
    this.root = root;
  }

  /**
   * Makes an authority.
   *
   * @param folder where; made if it is not there
   * @param manufacturer its name
   * @param random where its secret comes from
   * @param now from when it is valid
   * @throws IOException if there is one already, or it could not be written
   */
  static ManufacturerFolder create(
      Path folder, String manufacturer, SecureRandom random, Instant now) throws IOException {
    Files.createDirectories(folder);
    byte[] secret = new byte[SECRET_BYTES];
    random.nextBytes(secret);
    String content = Hex.encode(secret) + "\n" + now.truncatedTo(ChronoUnit.SECONDS) + "\n"
        + manufacturer + "\n";
    try {
      KeyFile.writeNew(folder.resolve(KEY), content.getBytes(StandardCharsets.UTF_8));
    } catch (FileAlreadyExistsException e) {
      throw new IOException("there is an authority in " + folder + " already", e);
    }
    return open(folder);
  }

  /**
   * Opens an authority.
   *
   * @param folder where it is
   * @throws IOException if there is none, or its key file is damaged
   */
  static ManufacturerFolder open(Path folder) throws IOException {
    Path file = folder.resolve(KEY);
    List<String> lines;
    try {
      lines = Files.readAllLines(file);
    } catch (NoSuchFileException e) {
      throw new IOException(
          "there is no authority in " + folder + "; make one with ./run manufacture init", e);
    }
    try {
      if (lines.size() != 3) {
        throw new EncodingException("it has " + lines.size() + " lines, not 3");
      }
      byte[] secret = Hex.decode(lines.get(0));
      DeviceOrigin.check("manufacturer", lines.get(2));
      Instant made = Instant.parse(lines.get(1));
      ManufacturerFolder opened = new ManufacturerFolder(
          folder, secret, DeviceCa.root(lines.get(2), derived(secret, "root"), made));
      write(folder.resolve("root.pem"), pem(opened.root.certificate()));
      return opened;
    } catch (EncodingException
        | InvalidKeyException
        | DateTimeException
        | IllegalArgumentException e) {
      throw new IOException(file + " is damaged: " + e.getMessage(), e);
    }
  }

  /** The authority itself. */
  DeviceCa root() {
    return root;
  }

  Path folder() {
    return folder;
  }

  /**
   * The authority of a batch, which is made at its first use.
   *
   * @param name the batch's number
   * @param now from when it is valid, if it is new
   */
  DeviceCa batch(String name, Instant now) throws IOException {
    checkName(name);
    Path certificate = batchFolder(name).resolve("batch.pem");
    Instant made = now.truncatedTo(ChronoUnit.SECONDS);
    if (Files.exists(certificate)) {
      made = parsed(certificate, certificates(certificate).get(0)).notBefore();
    }
    try {
      DeviceCa batch = root.batch(name, derived(secret, "batch " + name), made);
      write(certificate, pem(batch.certificate()) + pem(root.certificate()));
      return batch;
    } catch (InvalidKeyException e) {
      throw new IllegalStateException("what was derived is a key", e);
    }
  }

  /** Checks that a batch exists. */
  void checkExists(String batch) throws IOException {
    checkName(batch);
    if (!batches().contains(batch)) {
      throw new IOException(
          "there is no batch " + batch + " in " + folder + "; there are " + batches());
    }
  }

  private static void checkName(String batch) throws IOException {
    if (!BATCH.matcher(batch).matches()) {
      throw new IOException(
          "--batch is 1 to 64 of A-Z a-z 0-9 . _ - and begins with a letter or digit, not "
              + EncodingException.shown(batch));
    }
  }

  /** The batches that were made, in the order of their names. */
  List<String> batches() throws IOException {
    Path all = folder.resolve("batches");
    if (!Files.isDirectory(all)) {
      return List.of();
    }
    try (Stream<Path> folders = Files.list(all)) {
      return folders
          .filter(one -> Files.exists(one.resolve("batch.pem")))
          .map(one -> one.getFileName().toString())
          .sorted()
          .toList();
    }
  }

  Path batchFolder(String batch) {
    return folder.resolve("batches").resolve(batch);
  }

  // of two to the power of 256 numbers one in four thousand million is no key on P-256
  private static byte[] derived(byte[] secret, String name) {
    try {
      Mac mac = Mac.getInstance(HMAC);
      mac.init(new SecretKeySpec(secret, HMAC));
      for (int i = 0; ; i++) {
        byte[] derived = mac.doFinal(
            ("depin-sdk/manufacture/1 " + i + " " + name).getBytes(StandardCharsets.UTF_8));
        try {
          DeviceCa.root("check", derived, Instant.EPOCH);
          return derived;
        } catch (InvalidKeyException e) {
          // the next one
        }
      }
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has " + HMAC, e);
    }
  }

  /** A certificate in PEM. */
  static String pem(byte[] der) {
    return "-----BEGIN CERTIFICATE-----\n"
        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der)
        + "\n-----END CERTIFICATE-----\n";
  }

  /** The certificates of a PEM file, in DER. */
  static List<byte[]> certificates(Path file) throws IOException {
    List<byte[]> ders = new ArrayList<>();
    for (String part : Files.readString(file).split("-----BEGIN CERTIFICATE-----", -1)) {
      int end = part.indexOf("-----END CERTIFICATE-----");
      if (end >= 0) {
        try {
          ders.add(Base64.getMimeDecoder().decode(part.substring(0, end)));
        } catch (IllegalArgumentException e) {
          throw new IOException(file + " is damaged: " + e.getMessage(), e);
        }
      }
    }
    if (ders.isEmpty()) {
      throw new IOException(file + " is damaged: it holds no whole certificate");
    }
    return ders;
  }

  static Certificate parsed(Path file, byte[] der) throws IOException {
    try {
      return Certificate.parse(der);
    } catch (EncodingException e) {
      throw new IOException(file + " is damaged: " + e.getMessage(), e);
    }
  }

  /** Writes a file whole, unless it is so already. */
  static void write(Path file, String content) throws IOException {
    write(file, content.getBytes(StandardCharsets.UTF_8));
  }

  static void write(Path file, byte[] content) throws IOException {
    if (Files.exists(file) && Arrays.equals(Files.readAllBytes(file), content)) {
      return;
    }
    Files.createDirectories(file.resolveSibling("."));
    DurableFiles.write(file, content);
  }
}
