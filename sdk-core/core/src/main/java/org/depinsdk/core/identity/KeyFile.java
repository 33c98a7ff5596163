package org.depinsdk.core.identity;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.depinsdk.core.identity.Pbes2.UnsupportedAlgorithmException;

/**
 * An encrypted key file: PKCS#8 in PEM (RFC 5958, RFC 7468), encrypted with PBES2, scrypt and AES-256-CBC (RFC 8018, RFC
 * 7914), as {@code openssl pkcs8 -topk8 -scrypt} writes it. Files with PBKDF2 and HMAC-SHA-256, with AES-128 or AES-192, and
 * with text around the key are read as well, which is what other commands of OpenSSL write.
 *
 * <p>No key is lost: a file is written whole under a temporary name, forced to the disk, and renamed in one step; an existing
 * file is never overwritten by {@link #save}. If the file system has owners, only the owner may read it.
 */
public final class KeyFile {
  private static final String LABEL = "ENCRYPTED PRIVATE KEY";
  private static final String BEGIN = "-----BEGIN " + LABEL + "-----";
  private static final String END = "-----END " + LABEL + "-----";
  private static final Pattern OTHER_PEM =
      Pattern.compile("(?ms)^-----BEGIN ([A-Z0-9 ]+)-----$.+^-----END \\1-----$");
  private static final int MAX_BYTES = 16 * 1024;

  private KeyFile() {}

  /**
   * Writes a key into a new file.
   *
   * @param file the file; must not exist
   * @param signer whose key
   * @param password at least one character
   * @param random for salt and initialisation vector
   * @throws FileAlreadyExistsException if the file exists
   * @throws IOException if the file could not be written; it does not exist then
   */
  public static void save(Path file, InMemorySigner signer, char[] password, SecureRandom random)
      throws IOException {
    if (Files.exists(file)) {
      throw new FileAlreadyExistsException(file.toString());
    }
    writeNew(file, encrypt(signer, password, random));
  }

  /**
   * Writes the key material of another format into a new file, in the same way: whole or not at all, forced to the disk,
   * readable by its owner alone, never over another file.
   *
   * @param file the file; must not exist
   * @param content all of it
   * @throws FileAlreadyExistsException if the file exists
   * @throws IOException if the file could not be written; it does not exist then
   */
  public static void writeNew(Path file, byte[] content) throws IOException {
    if (Files.exists(file)) {
      throw new FileAlreadyExistsException(file.toString());
    }
    Path written = writeBeside(file, content);
    try {
      // a link fails if the file was made in the meantime; a move would replace it
      Files.createLink(file, written);
    } finally {
      Files.deleteIfExists(written);
    }
  }

  /**
   * Changes the password of a file. The old file is kept until the new one is whole on the disk.
   *
   * @param file the file
   * @param oldPassword its password
   * @param newPassword its new password, at least one character
   * @param random for salt and initialisation vector
   * @throws SigningException if the old password is wrong or the file damaged
   * @throws IOException if the file could not be read or written; it is as before then
   */
  public static void changePassword(
      Path file, char[] oldPassword, char[] newPassword, SecureRandom random)
      throws SigningException, IOException {
    Path written = writeBeside(file, encrypt(open(file, oldPassword), newPassword, random));
    try {
      Files.move(
          written, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(written);
    }
  }

  /**
   * Opens a file.
   *
   * @param file the file
   * @param password its password
   * @return a signer with its key
   * @throws SigningException of kind {@link SigningException.Kind#DAMAGED_KEY_FILE}, {@link
   *     SigningException.Kind#UNSUPPORTED_KEY_FILE} or {@link SigningException.Kind#WRONG_PASSWORD}
   * @throws IOException if the file could not be read
   */
  public static InMemorySigner open(Path file, char[] password)
      throws SigningException, IOException {
    if (Files.size(file) > MAX_BYTES) {
      throw damaged(file, "it has " + Files.size(file) + " bytes, at most " + MAX_BYTES);
    }
    byte[] plain =
        parse(file, Files.readString(file, StandardCharsets.ISO_8859_1)).decrypt(password);
    try {
      return Pkcs8.decode(plain);
    } catch (InvalidKeyException e) {
      if (Pkcs8.isPrivateKey(plain)) {
        throw unsupported(file, String.valueOf(e.getMessage()));
      }
      throw new SigningException(
          SigningException.Kind.WRONG_PASSWORD,
          "the password of " + file + " is wrong (or the file was changed): " + e.getMessage());
    } finally {
      Arrays.fill(plain, (byte) 0);
    }
  }

  static Pbes2 parse(Path file, String content) throws SigningException {
    // RFC 7468 section 2: text before and after the boundaries is no part of what they enclose
    int begin = content.indexOf(BEGIN);
    if (begin < 0) {
      Matcher other = OTHER_PEM.matcher(content.replace("\r", ""));
      if (other.find()) {
        throw unsupported(file, "it holds " + other.group(1) + " where " + LABEL + " is read");
      }
      throw damaged(file, "it has no line " + BEGIN);
    }
    int end = content.indexOf(END, begin + BEGIN.length());
    if (end < 0) {
      throw damaged(file, "it has no line " + END);
    }
    byte[] der;
    try {
      der = Base64.getDecoder()
          .decode(content.substring(begin + BEGIN.length(), end).replaceAll("\\s", ""));
    } catch (IllegalArgumentException e) {
      throw damaged(file, "its Base64 is broken: " + e.getMessage());
    }
    try {
      return Pbes2.parse(der);
    } catch (UnsupportedAlgorithmException e) {
      throw unsupported(file, String.valueOf(e.getMessage()));
    } catch (IOException e) {
      throw damaged(file, String.valueOf(e.getMessage()));
    }
  }

  private static SigningException damaged(Path file, String why) {
    return new SigningException(
        SigningException.Kind.DAMAGED_KEY_FILE,
        "key file " + file + " is damaged: " + why + "; restore it from a copy");
  }

  private static SigningException unsupported(Path file, String why) {
    return new SigningException(
        SigningException.Kind.UNSUPPORTED_KEY_FILE,
        "key file " + file + " is whole, but its form is not supported: " + why
            + "; convert it with openssl pkcs8 -topk8 -scrypt");
  }

  private static byte[] encrypt(InMemorySigner signer, char[] password, SecureRandom random)
      throws IOException {
    if (password.length == 0) {
      throw new IllegalArgumentException("a key file needs a password");
    }
    byte[] plain = Pkcs8.encode(signer);
    byte[] der;
    try {
      der = Pbes2.encrypt(plain, password, random);
    } finally {
      Arrays.fill(plain, (byte) 0);
    }
    String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    return (BEGIN + "\n" + base64 + "\n" + END + "\n").getBytes(StandardCharsets.US_ASCII);
  }

  private static Path writeBeside(Path file, byte[] content) throws IOException {
    Path whole = file.toAbsolutePath();
    Path folder = whole.getParent();
    // a temporary file is its owner's alone from the start, if the file system has owners
    Path written = Files.createTempFile(
        folder == null ? whole : folder, String.valueOf(whole.getFileName()), ".tmp");
    try (FileChannel out = FileChannel.open(written, StandardOpenOption.WRITE)) {
      ByteBuffer bytes = ByteBuffer.wrap(content);
      while (bytes.hasRemaining()) {
        out.write(bytes);
      }
      out.force(true);
    } catch (IOException e) {
      Files.deleteIfExists(written);
      throw e;
    }
    return written;
  }
}
