package org.depinsdk.core;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HexFormat;
import org.depinsdk.testing.Vectors;

/** Reads the vector files of the identity folder. */
public final class VectorJson {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private VectorJson() {}

  public static JsonNode read(String path) {
    try {
      return MAPPER.readTree(Vectors.text(path));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static byte[] hex(JsonNode node) {
    return HexFormat.of().parseHex(node.asText());
  }
}
