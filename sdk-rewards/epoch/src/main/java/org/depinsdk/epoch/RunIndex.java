package org.depinsdk.epoch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.json.Json;
import org.depinsdk.core.json.JsonArray;
import org.depinsdk.core.json.JsonLimits;
import org.depinsdk.core.json.JsonObject;
import org.depinsdk.core.json.JsonString;

/**
 * The file {@code index.json} of a folder of bundles: the hash of every file that is beside them, such as a page for people,
 * so that nothing in the folder can be changed unseen. A folder without it holds bundles alone. Compensations may be laid
 * beside the bundles later and are recomputed from them, so the index does not name them.
 */
public final class RunIndex {
  /** The index's file name. */
  public static final String FILE = "index.json";

  private static final long MOST = 1 << 20;

  private RunIndex() {}

  /**
   * Writes the index of a folder.
   *
   * @param folder a folder of bundles
   * @throws IOException if a file cannot be read or the index not written
   */
  public static void write(Path folder) throws IOException {
    Files.write(folder.resolve(FILE), toJson(folder));
  }

  /**
   * Compares a folder with its index.
   *
   * @param folder a folder of bundles
   * @return the first difference, or empty
   * @throws IOException if a file cannot be read
   */
  public static Optional<ReplayResult.Different> check(Path folder) throws IOException {
    List<Path> beside = beside(folder);
    for (Path file : beside) {
      if (!BundleFiles.isPlain(file)) {
        return different(file, "is beside the bundles and is no plain file");
      }
    }
    if (!Files.exists(folder.resolve(FILE))) {
      return beside.isEmpty()
          ? Optional.empty()
          : different(
              beside.get(0), "is beside the bundles, but there is no " + FILE + " that names it");
    }
    byte[] recorded = BundleFiles.bytes(folder.resolve(FILE), MOST);
    if (Arrays.equals(recorded, toJson(folder))) {
      return Optional.empty();
    }
    try {
      JsonObject files = Json.parseObject(recorded, JsonLimits.DEFAULT).object("files");
      for (Path file : beside) {
        String sha256 = BundleFiles.sha256(file);
        boolean named = files.get(file.getFileName().toString()) instanceof JsonString said
            && said.value().equals(sha256);
        if (!named) {
          return different(file, "has sha256 " + sha256 + ", " + FILE + " says another or nothing");
        }
      }
      return Optional.of(
          new ReplayResult.Different(FILE, "names other files or epochs than the folder holds"));
    } catch (EncodingException e) {
      return Optional.of(new ReplayResult.Different(FILE, String.valueOf(e.getMessage())));
    }
  }

  private static Optional<ReplayResult.Different> different(Path file, String detail) {
    return Optional.of(new ReplayResult.Different(file.getFileName().toString(), detail));
  }

  private static byte[] toJson(Path folder) throws IOException {
    List<String> epochs = BundleFiles.names(folder).stream()
        .filter(name -> Files.isDirectory(folder.resolve(name)))
        .filter(name -> !RunFolder.isCompensation(name))
        // what is being copied there
        .filter(name -> !name.startsWith("."))
        .toList();
    JsonObject.Builder files = JsonObject.builder();
    for (Path file : beside(folder)) {
      files.put(file.getFileName().toString(), BundleFiles.sha256(file));
    }
    return Json.document(JsonObject.builder()
        .put("format", "depin-run-index/1")
        .put("epochs", JsonArray.ofStrings(epochs))
        .put("files", files.build())
        .build());
  }

  private static List<Path> beside(Path folder) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries
          .filter(file -> !Files.isDirectory(file))
          .filter(file -> !file.getFileName().toString().equals(FILE))
          .sorted()
          .toList();
    }
  }
}
