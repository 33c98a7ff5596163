package org.depinsdk.service.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.depinsdk.attestation.Evidence;
import org.depinsdk.attestation.enrolment.AppraisedEvidence;
import org.depinsdk.attestation.enrolment.EvidenceVerifiers;
import org.depinsdk.attestation.enrolment.RevocationLists;
import org.depinsdk.core.encoding.Bytes32;
import org.depinsdk.core.registry.SignedInstruction;
import org.depinsdk.service.TestNetwork;
import org.depinsdk.service.memory.InMemoryStorage;
import org.depinsdk.service.store.Storage;
import org.depinsdk.service.store.StoredRegistry;
import org.junit.jupiter.api.Test;

class EvidenceRetentionTest {
  private static final SignedInstruction WORDS =
      new SignedInstruction(SignedInstruction.Kind.ATTESTATION, new byte[] {1});
  private static final Bytes32 NAME = Bytes32.sha256(WORDS.bytes());
  private static final Bytes32 LISTS = RevocationLists.NONE.digest();
  private static final AppraisedEvidence EVIDENCE =
      new AppraisedEvidence(new Evidence("a/b", new byte[] {2}), new byte[] {3}, LISTS);

  private final Storage storage;

  EvidenceRetentionTest() throws IOException {
    storage = new InMemoryStorage(TestNetwork.NAME).open(TestNetwork.NAME);
  }

  private EvidenceRetention retention() throws IOException {
    return new EvidenceRetention(
        storage.evidence(),
        new StoredRegistry(storage.registry()),
        storage.ledger(),
        TestNetwork.RULES.schedule(),
        EvidenceVerifiers.of(List.of()),
        () -> Instant.EPOCH);
  }

  @Test
  void whatIsAboutToBeRecordedStays() throws IOException {
    EvidenceRetention retention = retention();
    Runnable first = retention.keep(WORDS, EVIDENCE, RevocationLists.NONE);
    Runnable repeated = retention.keep(WORDS, EVIDENCE, RevocationLists.NONE);
    first.run();
    retention.prune();
    assertThat(storage.evidence().find(NAME)).hasValue(EVIDENCE.toBytes());
    assertThat(storage.evidence().find(LISTS)).hasValue(RevocationLists.NONE.toBytes());
    repeated.run();
  }

  @Test
  void whatWasRefusedGoes() throws IOException {
    EvidenceRetention retention = retention();
    retention.keep(WORDS, EVIDENCE, RevocationLists.NONE).run();
    retention.prune();
    assertThat(storage.evidence().find(NAME)).isEmpty();
    assertThat(storage.evidence().find(LISTS)).isEmpty();
  }

  @Test
  void aProcessBeforeLeavesNothingThatWasNotRecorded() throws IOException {
    Runnable lost = retention().keep(WORDS, EVIDENCE, RevocationLists.NONE);
    retention().prune();
    assertThat(storage.evidence().find(NAME)).isEmpty();
    lost.run();
  }
}
