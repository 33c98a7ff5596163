package org.depinsdk.epoch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.encoding.Hex;
import org.depinsdk.epoch.internal.Json;

/**
 * The file {@code index.json} of a folder of bundles: the hash of every file that lies beside them, such as a page for people,
 * so that nothing in the folder can be changed unseen. A folder without it holds bundles alone.
 */
public final class RunIndex {
  /** The index's file name. */
  public static final String FILE = "index.json";

  /**
   * How the folder of a compensation begins; the number of the first epoch that goes on from it follows. It may be laid beside
   * the bundles later, and is recomputed from them, so the index does not name it.
   */
  public static final String COMPENSATION = "compensation-";

  private RunIndex() {}

  /**
   * Writes the index of a folder.
   *
   * @param folder a folder of bundles
   * @throws IOException where a file cannot be read or the index not written
   */
  public static void write(Path folder) throws IOException {
    Files.write(folder.resolve(FILE), toJson(folder));
  }

  /**
   * Compares a folder with its index.
   *
   * @param folder a folder of bundles
   * @return the first difference, or empty
   * @throws IOException where a file cannot be read
   */
  public static Optional<ReplayResult.Different> check(Path folder) throws IOException {
    Path index = folder.resolve(FILE);
    List<Path> beside = beside(folder);
    if (!Files.exists(index)) {
      return beside.stream()
          .findFirst()
          .map(f -> new ReplayResult.Different(
              f.getFileName().toString(),
              "lies beside the bundles, but there is no " + FILE + " that names it"));
    }
    byte[] recorded = Files.readAllBytes(index);
    if (Arrays.equals(recorded, toJson(folder))) {
      return Optional.empty();
    }
    try {
      ObjectNode files = Json.child(Json.parse(recorded), "files");
      for (Path file : beside) {
        String name = file.getFileName().toString();
        JsonNode sha256 = files.get(name);
        if (sha256 == null || !sha256.asText().equals(sha256(file))) {
          return Optional.of(new ReplayResult.Different(
              name,
              "has sha256 " + sha256(file) + ", " + FILE + " says "
                  + (sha256 == null ? "nothing" : sha256)));
        }
      }
      return Optional.of(
          new ReplayResult.Different(FILE, "names other files or epochs than the folder holds"));
    } catch (EncodingException e) {
      return Optional.of(new ReplayResult.Different(FILE, String.valueOf(e.getMessage())));
    }
  }

  private static byte[] toJson(Path folder) throws IOException {
    ObjectNode json = Json.object();
    json.put("format", "depin-run-index/1");
    ArrayNode epochs = json.putArray("epochs");
    try (Stream<Path> entries = Files.list(folder)) {
      entries
          .filter(Files::isDirectory)
          .map(p -> p.getFileName().toString())
          .filter(name -> !name.startsWith(COMPENSATION))
          .sorted()
          .forEach(epochs::add);
    }
    ObjectNode files = json.putObject("files");
    for (Path file : beside(folder)) {
      files.put(file.getFileName().toString(), sha256(file));
    }
    return Json.document(json);
  }

  private static List<Path> beside(Path folder) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries
          .filter(Files::isRegularFile)
          .filter(f -> !f.getFileName().toString().equals(FILE))
          .sorted()
          .toList();
    }
  }

  private static String sha256(Path file) throws IOException {
    return Hex.encode(EpochBundle.sha256().digest(Files.readAllBytes(file)));
  }
}
