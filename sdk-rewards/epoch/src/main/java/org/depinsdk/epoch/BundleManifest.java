package org.depinsdk.epoch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.epoch.internal.Json;

/**
 * What a bundle holds: {@code manifest.json}.
 *
 * @param network the network's name
 * @param epoch the epoch's index
 * @param policyId the policy's id, {@link NetworkPolicy#id()}
 * @param root the root of the cumulative distribution, {@code 0x} and 64 hexadecimal digits
 * @param parts the files beside the manifest
 */
public record BundleManifest(
    String network, long epoch, String policyId, String root, List<Part> parts) {
  /** The manifest's own file name. */
  public static final String FILE = "manifest.json";

  private static final String FORMAT = "depin-epoch-bundle/1";

  /**
   * One file of a bundle.
   *
   * @param path its name in the bundle's folder
   * @param bytes its length
   * @param sha256 its hash, 64 hexadecimal digits
   */
  public record Part(String path, long bytes, String sha256) {}

  /** Copies. */
  public BundleManifest {
    parts = List.copyOf(parts);
  }

  /**
   * Writes the manifest in its one form.
   *
   * @return a JSON document, UTF-8
   */
  public byte[] toJson() {
    ObjectNode json = Json.object();
    json.put("format", FORMAT);
    json.put("network", network);
    json.put("epoch", epoch);
    json.put("policyId", policyId);
    json.put("root", root);
    ArrayNode array = json.putArray("parts");
    for (Part part : parts) {
      ObjectNode node = array.addObject();
      node.put("path", part.path());
      node.put("bytes", part.bytes());
      node.put("sha256", part.sha256());
    }
    return Json.document(json);
  }

  /**
   * Reads a manifest.
   *
   * @param bytes a JSON document
   * @return the manifest
   * @throws EncodingException where the document is not a manifest; the message names the field
   */
  public static BundleManifest parse(byte[] bytes) throws EncodingException {
    ObjectNode json = Json.parse(bytes);
    Json.onlyFields(json, "format", "network", "epoch", "policyId", "root", "parts");
    if (!FORMAT.equals(Json.text(json, "format"))) {
      throw new EncodingException("field format must be " + FORMAT + ", not " + json.get("format"));
    }
    List<Part> parts = new ArrayList<>();
    JsonNode array = json.get("parts");
    if (array == null || !array.isArray()) {
      throw new EncodingException("field parts must be an array, not " + array);
    }
    for (JsonNode node : array) {
      if (!(node instanceof ObjectNode part)) {
        throw new EncodingException("field parts must hold objects, not " + node);
      }
      parts.add(
          new Part(Json.text(part, "path"), Json.number(part, "bytes"), Json.text(part, "sha256")));
    }
    return new BundleManifest(
        Json.text(json, "network"),
        Json.number(json, "epoch"),
        Json.text(json, "policyId"),
        Json.text(json, "root"),
        parts);
  }
}
