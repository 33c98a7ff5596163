package org.depinsdk.hardware.tpm;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.depinsdk.core.identity.DeviceKey;
import org.depinsdk.core.identity.DeviceSigner;
import org.depinsdk.core.identity.Domain;
import org.depinsdk.core.identity.DssePayload;
import org.depinsdk.core.identity.KeyAlgorithm;
import org.depinsdk.core.identity.KeyFile;
import org.depinsdk.core.identity.SignedPayload;
import org.depinsdk.hardware.tpm.TpmException.Reason;
import org.jspecify.annotations.Nullable;

/**
 * A signer whose P-256 key was generated inside a TPM 2.0 and never leaves it. The key is in a file that only this TPM can
 * use ({@link #create}, {@link #open}), or in the TPM's own memory at a persistent handle ({@link #createPersistent}, {@link
 * #openPersistent}).
 *
 * <p>What the key is, and what is checked of a key that others made: {@code fixedTPM} and {@code fixedParent}, it cannot be
 * duplicated to another TPM; {@code sensitiveDataOrigin}, the TPM drew it and nobody imported it; {@code sign} alone; ECDSA
 * with SHA-256. It is <em>unrestricted</em>: it signs digests that the host computed. A restricted key would sign only what
 * the TPM hashed itself, and never bytes that begin like a TPM's own attestation; that is what makes an attestation key, and
 * what makes it useless for payloads that a standard hashes otherwise (EIP-191, EIP-712). So this key's signatures say
 * "this device", and never "this TPM attests": to show that the key is in a TPM, certify it by an attestation key.
 *
 * <p>A TPM keeps the key from being copied. It does not keep it from being used: whoever controls the host can have it sign
 * whatever this class can, while he controls it (what Helium's HIP-22 and HIP-72 call a signing oracle). The domain in every
 * payload limits what such signatures are good for; a key beside the sensor is better.
 *
 * <p>An auth value protects against those who reach the TPM and not the auth value: other users of the host, or a board taken
 * out. It is sent to the TPM once in clear, when the key is made, and proved by HMAC sessions from then on. A key with an
 * auth value has dictionary-attack protection: some wrong tries lock every such key of the TPM for a time. A TPM also counts a
 * power cut as a wrong try if such a key was used since it started. A device that loses power often, and keeps the auth
 * value on its own disk, is better off without one: then the key is exempt from locking.
 *
 * <p>After a failure the next call connects anew and loads the key again, so a signer goes on after its TPM's restart. Every
 * signature is verified before it is returned.
 */
public final class TpmSigner implements DeviceSigner, AutoCloseable {
  /** The longest auth value in bytes of UTF-8: the size of the hash that names the key. */
  public static final int MAX_AUTH_BYTES = 32;

  private static final int FIRST_PERSISTENT = 0x81000000;
  private static final int LAST_PERSISTENT = 0x817fffff;
  private static final SignedPayload CHECK =
      DssePayload.of(new Domain("depin-sdk", "tpm-key-check", 1), new byte[0]);

  /** Where the key lies, and how it gets under a handle of a fresh connection. */
  private sealed interface Place {
    record InFile(Path file, TpmCommands.Wrapped key, PublicArea area) implements Place {}

    record Persistent(int handle, PublicArea area) implements Place {}

    PublicArea area();
  }

  /** A key under a handle of a connection. */
  private record Loaded(TpmConnection tpm, TpmConnection.Handle key) {}

  private final Tpm tpm;
  private final Place place;
  private final byte[] auth;
  private final byte[] ownerAuth;
  private @Nullable Loaded loaded;
  private boolean closed;

  private TpmSigner(Tpm tpm, Place place, byte[] auth, byte[] ownerAuth) {
    this.tpm = tpm;
    this.place = place;
    this.auth = auth;
    this.ownerAuth = ownerAuth;
  }

  /**
   * Generates a key in the TPM, writes it into a new file, encrypted by the TPM for itself, and opens it. The file has the form
   * of {@code TSS2 PRIVATE KEY} that tpm2-tools and tpm2-openssl read too; its parent is the storage key that the TPM derives
   * from its owner seed, so {@code tpm2_clear} destroys it. The owner hierarchy has no auth value.
   *
   * @param tpm where the TPM is
   * @param file where the key goes; must not exist
   * @param auth the key's auth value, at most {@value #MAX_AUTH_BYTES} bytes of UTF-8 without NUL; empty for none
   * @return the signer
   * @throws TpmException if the TPM could not make the key
   * @throws FileAlreadyExistsException if the file exists
   * @throws IOException if the file could not be written; it does not exist then
   */
  public static TpmSigner create(Tpm tpm, Path file, char[] auth) throws TpmException, IOException {
    return create(tpm, file, auth, new char[0]);
  }

  /**
   * Does the same as {@link #create(Tpm, Path, char[])} in a TPM whose owner hierarchy may have an auth value.
   *
   * @param tpm where the TPM is
   * @param file where the key goes; must not exist
   * @param auth the key's auth value, at most {@value #MAX_AUTH_BYTES} bytes of UTF-8 without NUL; empty for none
   * @param ownerAuth the auth value of the TPM's owner hierarchy, empty for none
   * @return the signer
   * @throws TpmException if the TPM could not make the key; of reason {@link Reason#OWNER_AUTH} if the owner's auth value is
   *     another
   * @throws FileAlreadyExistsException if the file exists
   * @throws IOException if the file could not be written; it does not exist then
   */
  public static TpmSigner create(Tpm tpm, Path file, char[] auth, char[] ownerAuth)
      throws TpmException, IOException {
    byte[] authBytes = utf8(auth);
    byte[] ownerBytes = utf8(ownerAuth);
    if (Files.exists(file)) {
      throw new FileAlreadyExistsException(file.toString());
    }
    try (TpmConnection connection = TpmConnection.open(tpm)) {
      TpmConnection.Handle parent = TpmCommands.createStorageKey(connection, ownerBytes);
      try {
        TpmCommands.Wrapped key = TpmCommands.createSigningKey(connection, parent, authBytes);
        area(tpm, key.publicArea());
        KeyFile.writeNew(file, TpmKeyFile.encode(key, authBytes.length == 0));
      } finally {
        TpmCommands.flushQuietly(connection, parent.value());
      }
    } finally {
      Arrays.fill(authBytes, (byte) 0);
      Arrays.fill(ownerBytes, (byte) 0);
    }
    return open(tpm, file, auth, ownerAuth);
  }

  /**
   * Opens a key file, and signs once to see that TPM and auth value are the right ones.
   *
   * @param tpm where the TPM is
   * @param file as {@link #create} or {@code tpm2_encodeobject} wrote it
   * @param auth the key's auth value, empty for none
   * @return the signer
   * @throws TpmException if the TPM, the file or the auth value is not the right one; {@link TpmException#reason()} says
   *     which
   * @throws IOException if the file could not be read
   */
  public static TpmSigner open(Tpm tpm, Path file, char[] auth) throws TpmException, IOException {
    return open(tpm, file, auth, new char[0]);
  }

  /**
   * Does the same as {@link #open(Tpm, Path, char[])} in a TPM whose owner hierarchy may have an auth value. The signer
   * keeps it, since a key file must be loaded again after each reset of the TPM.
   *
   * @param tpm where the TPM is
   * @param file as {@link #create} or {@code tpm2_encodeobject} wrote it
   * @param auth the key's auth value, empty for none
   * @param ownerAuth the auth value of the TPM's owner hierarchy, empty for none
   * @return the signer
   * @throws TpmException as the other method does; of reason {@link Reason#OWNER_AUTH} if the owner's auth value is another
   * @throws IOException if the file could not be read
   */
  public static TpmSigner open(Tpm tpm, Path file, char[] auth, char[] ownerAuth)
      throws TpmException, IOException {
    byte[] authBytes = utf8(auth);
    byte[] ownerBytes = utf8(ownerAuth);
    TpmCommands.Wrapped key = TpmKeyFile.read(file);
    PublicArea area;
    try {
      area = PublicArea.parse(key.publicArea());
    } catch (TpmReader.Malformed e) {
      throw new TpmException(
          Reason.DAMAGED_KEY_FILE, "key file " + file + " is damaged: " + e.getMessage(), e);
    } catch (PublicArea.Unsuitable e) {
      throw new TpmException(Reason.UNSUITABLE_KEY, file + ": " + e.getMessage(), e);
    }
    return checked(new TpmSigner(tpm, new Place.InFile(file, key, area), authBytes, ownerBytes));
  }

  /**
   * Generates a key in the TPM, stores it there and opens it. {@code tpm2_clear} destroys it.
   *
   * @param tpm where the TPM is
   * @param handle from 0x81000000 to 0x817FFFFF; must be free
   * @param auth the key's auth value, at most {@value #MAX_AUTH_BYTES} bytes of UTF-8 without NUL; empty for none
   * @param ownerAuth the auth value of the TPM's owner hierarchy, empty for none
   * @return the signer
   * @throws TpmException if the TPM could not make or store the key; of reason {@link Reason#HANDLE_TAKEN} if a key is
   *     there already
   */
  public static TpmSigner createPersistent(Tpm tpm, int handle, char[] auth, char[] ownerAuth)
      throws TpmException {
    checkHandle(handle);
    byte[] authBytes = utf8(auth);
    byte[] ownerBytes = utf8(ownerAuth);
    try (TpmConnection connection = TpmConnection.open(tpm)) {
      TpmConnection.Handle parent = TpmCommands.createStorageKey(connection, ownerBytes);
      try {
        TpmCommands.Wrapped wrapped = TpmCommands.createSigningKey(connection, parent, authBytes);
        area(tpm, wrapped.publicArea());
        TpmConnection.Handle key = TpmCommands.load(connection, parent, wrapped);
        try {
          TpmCommands.evictControl(connection, key, handle, ownerBytes);
        } finally {
          TpmCommands.flushQuietly(connection, key.value());
        }
      } finally {
        TpmCommands.flushQuietly(connection, parent.value());
      }
    } finally {
      Arrays.fill(authBytes, (byte) 0);
      Arrays.fill(ownerBytes, (byte) 0);
    }
    return openPersistent(tpm, handle, auth);
  }

  /**
   * Opens a key that is in the TPM, and signs once to see that the auth value is right.
   *
   * @param tpm where the TPM is
   * @param handle from 0x81000000 to 0x817FFFFF
   * @param auth the key's auth value, empty for none
   * @return the signer
   * @throws TpmException of reason {@link Reason#HANDLE_EMPTY} if no key is there, {@link Reason#UNSUITABLE_KEY} if it
   *     is not one to sign reports with, or another
   */
  public static TpmSigner openPersistent(Tpm tpm, int handle, char[] auth) throws TpmException {
    checkHandle(handle);
    byte[] authBytes = utf8(auth);
    PublicArea area;
    try (TpmConnection connection = TpmConnection.open(tpm)) {
      area = area(tpm, TpmCommands.readPublic(connection, handle));
    }
    return checked(new TpmSigner(tpm, new Place.Persistent(handle, area), authBytes, new byte[0]));
  }

  /**
   * Destroys a key that is in the TPM. It cannot be made again.
   *
   * @param tpm where the TPM is
   * @param handle from 0x81000000 to 0x817FFFFF
   * @param ownerAuth the auth value of the TPM's owner hierarchy, empty for none
   * @throws TpmException of reason {@link Reason#HANDLE_EMPTY} if no key is there, or another
   */
  public static void removePersistent(Tpm tpm, int handle, char[] ownerAuth) throws TpmException {
    checkHandle(handle);
    byte[] ownerBytes = utf8(ownerAuth);
    try (TpmConnection connection = TpmConnection.open(tpm)) {
      byte[] publicArea = TpmCommands.readPublic(connection, handle);
      TpmConnection.Handle key = new TpmConnection.Handle(handle, PublicArea.name(publicArea));
      TpmCommands.evictControl(connection, key, handle, ownerBytes);
    } finally {
      Arrays.fill(ownerBytes, (byte) 0);
    }
  }

  private static void checkHandle(int handle) {
    if (handle < FIRST_PERSISTENT || handle > LAST_PERSISTENT) {
      throw new IllegalArgumentException(
          "a persistent handle is 0x81000000 to 0x817fffff, not 0x" + Integer.toHexString(handle));
    }
  }

  static byte[] utf8(char[] auth) {
    ByteBuffer encoded;
    try {
      encoded = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(auth));
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException("an auth value must be text that UTF-8 can write", e);
    }
    byte[] bytes = new byte[encoded.remaining()];
    encoded.get(bytes);
    Arrays.fill(encoded.array(), (byte) 0);
    boolean nul = false;
    for (byte b : bytes) {
      nul |= b == 0;
    }
    if (bytes.length > MAX_AUTH_BYTES || nul) {
      throw new IllegalArgumentException("an auth value has at most " + MAX_AUTH_BYTES
          + " bytes, none of them zero, not " + bytes.length);
    }
    return bytes;
  }

  private static PublicArea area(Tpm tpm, byte[] publicArea) throws TpmException {
    try {
      return PublicArea.parse(publicArea);
    } catch (TpmReader.Malformed e) {
      throw new TpmException(
          Reason.BAD_ANSWER, tpm + " gives no public area: " + e.getMessage(), e);
    } catch (PublicArea.Unsuitable e) {
      throw new TpmException(Reason.UNSUITABLE_KEY, tpm + ": " + e.getMessage(), e);
    }
  }

  private static TpmSigner checked(TpmSigner signer) throws TpmException {
    try {
      signer.sign(CHECK);
      return signer;
    } catch (TpmException e) {
      signer.close();
      throw e;
    }
  }

  @Override
  public DeviceKey publicKey() {
    return place.area().key();
  }

  /**
   * Signs a payload.
   *
   * @param payload what to sign, with its domain
   * @return 64 bytes: r || s, s low
   * @throws TpmException if the TPM cannot sign now; {@link TpmException#reason()} says why
   */
  @Override
  public synchronized byte[] sign(SignedPayload payload) throws TpmException {
    byte[] digest = payload.ecdsaDigest();
    byte[] signature =
        withKey((connection, key, keyAuth) -> TpmCommands.sign(connection, key, keyAuth, digest)
            .lowS(KeyAlgorithm.P256)
            .raw());
    // a TPM that errs or was tampered with must not speak for the device
    if (!publicKey().verify(payload, signature)) {
      forget();
      throw new TpmException(Reason.BAD_ANSWER, tpm + " made a signature that its own key refuses");
    }
    return signature;
  }

  /** Uses the connection on which the key is loaded. */
  interface KeyUser<T> {
    T use(TpmConnection connection, TpmConnection.Handle key, byte[] auth) throws TpmException;
  }

  synchronized <T> T withKey(KeyUser<T> user) throws TpmException {
    if (closed) {
      throw new IllegalStateException("the signer is closed");
    }
    Loaded key = load();
    try {
      return user.use(key.tpm(), key.key(), auth);
    } catch (TpmException e) {
      if (key.tpm().isBroken()) {
        forget();
      }
      throw e;
    }
  }

  /** The key's public area (TPMT_PUBLIC). */
  byte[] publicArea() {
    return place.area().bytes();
  }

  private Loaded load() throws TpmException {
    Loaded current = loaded;
    if (current == null) {
      TpmConnection connection = TpmConnection.open(tpm);
      try {
        current = new Loaded(connection, load(connection));
      } catch (TpmException e) {
        connection.close();
        throw e;
      }
      loaded = current;
    }
    return current;
  }

  private TpmConnection.Handle load(TpmConnection connection) throws TpmException {
    if (place instanceof Place.InFile inFile) {
      TpmConnection.Handle parent = TpmCommands.createStorageKey(connection, ownerAuth);
      try {
        return TpmCommands.load(connection, parent, inFile.key());
      } finally {
        TpmCommands.flushQuietly(connection, parent.value());
      }
    }
    int handle = ((Place.Persistent) place).handle();
    PublicArea found = area(tpm, TpmCommands.readPublic(connection, handle));
    if (!found.equals(place.area())) {
      throw new TpmException(
          Reason.FOREIGN_KEY,
          tpm + " has another key at handle 0x" + Integer.toHexString(handle)
              + " than when the signer was opened");
    }
    return new TpmConnection.Handle(handle, found.name());
  }

  private void forget() {
    Loaded current = loaded;
    loaded = null;
    if (current != null) {
      current.tpm().close();
    }
  }

  /** Gives back what the signer holds in the TPM. The key stays where it lies. */
  @Override
  public synchronized void close() {
    Loaded current = loaded;
    if (current != null && place instanceof Place.InFile && !current.tpm().isBroken()) {
      TpmCommands.flushQuietly(current.tpm(), current.key().value());
    }
    forget();
    closed = true;
    Arrays.fill(auth, (byte) 0);
    Arrays.fill(ownerAuth, (byte) 0);
  }

  @Override
  public String toString() {
    String where = place instanceof Place.InFile inFile
        ? inFile.file().toString()
        : "handle 0x" + Integer.toHexString(((Place.Persistent) place).handle());
    return "TpmSigner[" + tpm + ", " + where + "]";
  }
}
