package org.depinsdk.hardware.disk;

import java.io.FileInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.regex.Pattern;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.encoding.Hex;
import org.depinsdk.core.frames.DurableFiles;
import org.depinsdk.core.json.Json;
import org.depinsdk.core.json.JsonLimits;
import org.depinsdk.core.json.JsonObject;

/**
 * Which store a folder is. Written once into the folder and read before everything else, so that an empty mount point is
 * never taken for a store that lost its pieces.
 *
 * @param node whose store it is: 1 to 200 printable ASCII characters, such as a device id
 * @param store 32 hexadecimal digits, generated when the store was made
 */
public record StoreIdentity(String node, String store) {
  static final String FILE = "store.json";
  private static final String FORMAT = "depin-piece-store/1";
  private static final int MAX_BYTES = 4096;
  private static final int ID_BYTES = 16;
  private static final Pattern NODE = Pattern.compile("[!-~]{1,200}");
  private static final Pattern STORE = Pattern.compile("[0-9a-f]{32}");

  /** Checks the forms. */
  public StoreIdentity {
    if (!NODE.matcher(node).matches()) {
      throw new IllegalArgumentException(
          "node is 1 to 200 printable ASCII characters, not " + EncodingException.shown(node));
    }
    if (!STORE.matcher(store).matches()) {
      throw new IllegalArgumentException(
          "store is 32 hexadecimal digits, not " + EncodingException.shown(store));
    }
  }

  static StoreIdentity draw(String node) {
    byte[] id = new byte[ID_BYTES];
    new SecureRandom().nextBytes(id);
    return new StoreIdentity(node, Hex.encode(id));
  }

  void write(Path folder) throws IOException {
    DurableFiles.write(
        folder.resolve(FILE),
        Json.document(JsonObject.builder()
            .put("format", FORMAT)
            .put("node", node)
            .put("store", store)
            .build()));
  }

  /** The identity of the store in a folder. */
  static StoreIdentity read(Path folder) throws PieceStoreException {
    Path file = folder.resolve(FILE);
    // an interrupted thread could not read through a channel, and the store would seem to be gone
    try (FileInputStream in = new FileInputStream(file.toFile())) {
      return parse(in.readNBytes(MAX_BYTES + 1));
    } catch (IOException | EncodingException e) {
      throw new PieceStoreException(
          PieceStoreException.Problem.STORE_GONE,
          folder + " is no store of pieces: " + FILE + " cannot be read (" + e.getMessage()
              + "). Is the disk mounted? A new store is made by init");
    }
  }

  static StoreIdentity parse(byte[] bytes) throws EncodingException {
    JsonObject json = Json.parseObject(bytes, JsonLimits.DEFAULT.withLength(MAX_BYTES));
    json.onlyNames("format", "node", "store");
    if (!json.string("format").equals(FORMAT)) {
      throw json.unexpected("format", FORMAT);
    }
    try {
      return new StoreIdentity(json.string("node"), json.string("store"));
    } catch (IllegalArgumentException e) {
      throw new EncodingException(String.valueOf(e.getMessage()));
    }
  }
}
