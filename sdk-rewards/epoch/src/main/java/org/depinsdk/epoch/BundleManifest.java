package org.depinsdk.epoch;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.encoding.Hex;
import org.depinsdk.core.json.Json;
import org.depinsdk.core.json.JsonArray;
import org.depinsdk.core.json.JsonLimits;
import org.depinsdk.core.json.JsonObject;

/**
 * What a bundle holds: {@code manifest.json}.
 *
 * @param network the network's name
 * @param epoch the epoch's index
 * @param previous the hash of the manifest of the epoch before; empty for epoch 0 alone
 * @param policyId the policy's id, {@link NetworkPolicy#id()}
 * @param root the root of the cumulative distribution, {@code 0x} and 64 hexadecimal digits
 * @param parts the files beside the manifest
 */
public record BundleManifest(
    String network,
    long epoch,
    Optional<String> previous,
    String policyId,
    String root,
    List<Part> parts) {
  /** The manifest's own file name. */
  public static final String FILE = "manifest.json";
  /** The name of the file with the signature on the manifest, which is beside it if somebody signed. */
  public static final String NOTE = "manifest.note";

  private static final String FORMAT = "depin-epoch-bundle/3";

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
    JsonObject.Builder json =
        JsonObject.builder().put("format", FORMAT).put("network", network).put("epoch", epoch);
    previous.ifPresent(hash -> json.put("previous", hash));
    return Json.document(json.put("policyId", policyId)
        .put("root", root)
        .put(
            "parts",
            JsonArray.of(
                parts,
                part -> JsonObject.builder()
                    .put("path", part.path())
                    .put("bytes", part.bytes())
                    .put("sha256", part.sha256())
                    .build()))
        .build());
  }

  /**
   * Names the bundle by its content: the manifest has the hash of every part and that of the manifest before.
   *
   * @return SHA-256 over {@link #toJson()}, 64 hexadecimal digits
   */
  public String hash() {
    return Hex.encode(BundleWriter.sha256().digest(toJson()));
  }

  /** Whether another manifest differs at most in the document with the log's checkpoint, which gathers cosignatures. */
  boolean isOfSameEpoch(BundleManifest other) {
    return without(BundleParts.LOG).equals(other.without(BundleParts.LOG));
  }

  private BundleManifest without(String path) {
    List<Part> others = parts.stream().filter(part -> !part.path().equals(path)).toList();
    return new BundleManifest(network, epoch, previous, policyId, root, others);
  }

  /**
   * Reads a manifest.
   *
   * @param bytes a JSON document
   * @return the manifest
   * @throws EncodingException if the document is not a manifest; the message names the field
   */
  public static BundleManifest parse(byte[] bytes) throws EncodingException {
    JsonObject json = Json.parseObject(bytes, JsonLimits.DEFAULT);
    json.onlyNames("format", "network", "epoch", "previous", "policyId", "root", "parts");
    BundleJson.format(json, FORMAT);
    List<Part> parts = new ArrayList<>();
    for (JsonObject part : json.objects("parts")) {
      part.onlyNames("path", "bytes", "sha256");
      parts.add(new Part(part.string("path"), part.wholeNumber("bytes"), part.string("sha256")));
    }
    return new BundleManifest(
        json.string("network"),
        json.wholeNumber("epoch"),
        json.has("previous") ? Optional.of(json.string("previous")) : Optional.empty(),
        json.string("policyId"),
        json.string("root"),
        parts);
  }
}
