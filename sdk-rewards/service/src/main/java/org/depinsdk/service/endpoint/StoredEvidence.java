package org.depinsdk.service.endpoint;

import java.io.IOException;
import java.util.Optional;
import org.depinsdk.attestation.enrolment.AppraisedEvidence;
import org.depinsdk.attestation.enrolment.KeptEvidence;
import org.depinsdk.attestation.enrolment.RevocationLists;
import org.depinsdk.core.encoding.Bytes32;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.service.store.EvidenceStore;

/**
 * The evidence that a service keeps.
 *
 * @param store where it is
 */
public record StoredEvidence(EvidenceStore store) implements KeptEvidence {
  private interface Parser<T> {
    T parse(byte[] bytes) throws EncodingException;
  }

  @Override
  public Optional<AppraisedEvidence> evidence(Bytes32 words) throws IOException {
    return read(words, AppraisedEvidence::parse);
  }

  @Override
  public Optional<RevocationLists> lists(Bytes32 digest) throws IOException {
    return read(digest, RevocationLists::parse);
  }

  private <T> Optional<T> read(Bytes32 name, Parser<T> parser) throws IOException {
    Optional<byte[]> content = store.find(name);
    try {
      return content.isPresent() ? Optional.of(parser.parse(content.get())) : Optional.empty();
    } catch (EncodingException e) {
      throw new IOException("the evidence " + name + " is damaged: " + e.getMessage(), e);
    }
  }
}
