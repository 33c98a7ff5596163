package org.depinsdk.epoch;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.depinsdk.attestation.enrolment.AppraisedEvidence;
import org.depinsdk.attestation.enrolment.EvidenceBasis;
import org.depinsdk.attestation.enrolment.EvidenceVerifiers;
import org.depinsdk.attestation.enrolment.KeptEvidence;
import org.depinsdk.attestation.enrolment.RevocationLists;
import org.depinsdk.core.encoding.Bytes32;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.json.Json;
import org.depinsdk.core.json.JsonObject;
import org.depinsdk.core.registry.SignedInstruction;

/** The evidence behind the attestations of an epoch, and the revocation lists that it was appraised with, in a bundle. */
final class AttestationFiles implements KeptEvidence {
  /** In Base64 it fits in a line. */
  private static final int CHUNK = BundleJson.MAX_LINE / 2;

  private final Map<Bytes32, AppraisedEvidence> evidence = new HashMap<>();
  private final Map<Bytes32, RevocationLists> lists = new HashMap<>();
  private final Map<Bytes32, ByteArrayOutputStream> unread = new TreeMap<>();

  /** The lines of both parts. */
  record Content(List<String> evidence, List<String> lists) {}

  /** What an epoch's bundle holds: the evidence of each new attestation, in the order of the registry, and then of those they rest on. */
  static Content content(EpochInput input) throws IOException {
    List<String> evidence = new ArrayList<>();
    Map<Bytes32, List<String>> lists = new TreeMap<>();
    Set<Bytes32> attestations = new LinkedHashSet<>(input.newAttestations());
    for (Bytes32 words : attestations) {
      AppraisedEvidence one = evidence(input, words);
      evidence.add(line("words", words, one.toBytes()));
      if (!lists.containsKey(one.lists())) {
        RevocationLists used = input
            .kept()
            .lists(one.lists())
            .orElseThrow(() -> new IOException("revocation lists are missing: " + one.lists()));
        lists.put(one.lists(), chunks(one.lists(), used.toBytes()));
      }
    }
    for (SignedInstruction basis :
        new EvidenceBasis(EvidenceVerifiers.load()).since(input.registry(), input.closeBefore())) {
      Bytes32 words = Bytes32.sha256(basis.bytes());
      if (attestations.add(words)) {
        evidence.add(line("words", words, evidence(input, words).toBytes()));
      }
    }
    return new Content(evidence, lists.values().stream().flatMap(List::stream).toList());
  }

  private static AppraisedEvidence evidence(EpochInput input, Bytes32 words) throws IOException {
    return input
        .kept()
        .evidence(words)
        .orElseThrow(() -> new IOException("the evidence of an attestation is missing: " + words));
  }

  /** Lists may be longer than a line: then they go on in the next. */
  private static List<String> chunks(Bytes32 digest, byte[] content) {
    List<String> lines = new ArrayList<>();
    for (int from = 0; from < content.length; from += CHUNK) {
      byte[] chunk = Arrays.copyOfRange(content, from, Math.min(from + CHUNK, content.length));
      lines.add(line("digest", digest, chunk));
    }
    return lines;
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
    Bytes32 digest = line.parsed("digest", Bytes32::parse);
    ByteArrayOutputStream content =
        unread.computeIfAbsent(digest, d -> new ByteArrayOutputStream());
    content.writeBytes(content(line));
    if (content.size() > RevocationLists.MAX_BYTES) {
      throw new EncodingException("the revocation lists " + digest + " have more than "
          + RevocationLists.MAX_BYTES + " bytes");
    }
  }

  /** Reads the lists, whose lines are all there. */
  void readLists() throws EncodingException {
    for (var entry : unread.entrySet()) {
      byte[] content = entry.getValue().toByteArray();
      if (!entry.getKey().equals(Bytes32.sha256(content))) {
        throw new EncodingException("revocation lists have another hash than " + entry.getKey());
      }
      lists.put(entry.getKey(), RevocationLists.parse(content));
    }
    unread.clear();
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
