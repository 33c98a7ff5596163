package org.depinsdk.epoch;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.depinsdk.attestation.enrolment.AppraisedEvidence;
import org.depinsdk.attestation.enrolment.KeptEvidence;
import org.depinsdk.attestation.enrolment.RevocationLists;
import org.depinsdk.core.encoding.Bytes32;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.json.Json;
import org.depinsdk.core.json.JsonObject;

/** The evidence behind the attestations of an epoch, and the revocation lists that it was appraised with, in a bundle. */
final class AttestationFiles implements KeptEvidence {
  private final Map<Bytes32, AppraisedEvidence> evidence = new HashMap<>();
  private final Map<Bytes32, RevocationLists> lists = new HashMap<>();

  /** The lines of both parts. */
  record Content(List<String> evidence, List<String> lists) {}

  /** What an epoch's bundle holds: the evidence of each new attestation, in the order of the registry. */
  static Content content(EpochInput input) throws IOException {
    List<String> evidence = new ArrayList<>();
    Map<Bytes32, String> lists = new TreeMap<>();
    for (Bytes32 words : input.newAttestations()) {
      AppraisedEvidence one = input
          .kept()
          .evidence(words)
          .orElseThrow(
              () -> new IOException("the evidence of an attestation is missing: " + words));
      evidence.add(line("words", words, one.toBytes()));
      if (!lists.containsKey(one.lists())) {
        RevocationLists used = input
            .kept()
            .lists(one.lists())
            .orElseThrow(() -> new IOException("revocation lists are missing: " + one.lists()));
        lists.put(one.lists(), line("digest", one.lists(), used.toBytes()));
      }
    }
    return new Content(evidence, List.copyOf(lists.values()));
  }

  private static String line(String name, Bytes32 key, byte[] content) {
    return Json.line(JsonObject.builder()
        .put(name, key.toString())
        .put("content", Base64.getEncoder().encodeToString(content))
        .build());
  }

  void addEvidence(JsonObject line) throws EncodingException {
    line.onlyNames("words", "content");
    evidence.put(line.parsed("words", Bytes32::parse), AppraisedEvidence.parse(content(line)));
  }

  void addLists(JsonObject line) throws EncodingException {
    line.onlyNames("digest", "content");
    byte[] content = content(line);
    Bytes32 digest = line.parsed("digest", Bytes32::parse);
    if (!digest.equals(Bytes32.sha256(content))) {
      throw new EncodingException("revocation lists have another hash than " + digest);
    }
    lists.put(digest, RevocationLists.parse(content));
  }

  private static byte[] content(JsonObject line) throws EncodingException {
    return line.parsed("content", Base64.getDecoder()::decode);
  }

  @Override
  public Optional<AppraisedEvidence> evidence(Bytes32 words) {
    return Optional.ofNullable(evidence.get(words));
  }

  @Override
  public Optional<RevocationLists> lists(Bytes32 digest) {
    return Optional.ofNullable(lists.get(digest));
  }
}
