package org.depinsdk.service.endpoint;

import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.depinsdk.attestation.enrolment.AppraisedEvidence;
import org.depinsdk.attestation.enrolment.AttestationRules;
import org.depinsdk.attestation.enrolment.EvidenceBasis;
import org.depinsdk.attestation.enrolment.EvidenceVerifiers;
import org.depinsdk.attestation.enrolment.RevocationLists;
import org.depinsdk.attestation.enrolment.RuledAppraiser;
import org.depinsdk.core.encoding.Bytes32;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.lifecycle.AttestationReasons;
import org.depinsdk.core.lifecycle.RefusedInstructionException;
import org.depinsdk.core.registry.RegistryChange;
import org.depinsdk.core.registry.RegistryView;
import org.depinsdk.core.registry.SignedInstruction;
import org.depinsdk.service.Network;
import org.depinsdk.service.ingest.ReportIngest;
import org.depinsdk.service.store.StoredRegistry;

/** What new revocation lists do to attestations: results end, and evidence that rests on a withdrawn certificate is refused. */
final class AttestationRevocations {
  private static final List<String> WITHDRAWN = List.of(".chain.revoked", ".chain.suspended");

  private final Network network;
  private final Optional<AttestationRules> rules;
  private final EvidenceVerifiers verifiers;
  private final EvidenceBasis basis;
  private final StoredRegistry registry;
  private final ReportIngest ingest;
  private final StoredEvidence kept;
  private final InstantSource clock;
  private Bytes32 checked = Bytes32.ZERO;

  AttestationRevocations(NetworkEndpoint.Parts parts, EvidenceVerifiers verifiers) {
    this.network = parts.network();
    this.rules = parts.policy().attestation();
    this.verifiers = verifiers;
    this.basis = new EvidenceBasis(verifiers);
    this.registry = parts.registry();
    this.ingest = parts.ingest();
    this.kept = new StoredEvidence(parts.evidence());
    this.clock = parts.clock();
  }

  /**
   * Refuses evidence if the lists of this moment do: for what it rests on, and for itself if other lists are there than it was
   * appraised with.
   */
  void refuse(DeviceId device, AppraisedEvidence evidence, Instant at)
      throws RefusedInstructionException, IOException {
    RevocationLists lists = network.revocationLists();
    AppraisedEvidence checkedEvidence = evidence;
    if (verifiers.restsOnEarlier(evidence.evidence().mediaType())) {
      SignedInstruction words = basis.of(registry.view(device)).get(device);
      Optional<AppraisedEvidence> earlier =
          words == null ? Optional.empty() : kept.evidence(Bytes32.sha256(words.bytes()));
      checkedEvidence = earlier.orElseThrow(() -> new RefusedInstructionException(
          AttestationReasons.OTHER_EVIDENCE, "the attestation that it rests on is not there"));
    } else if (lists.digest().equals(evidence.lists())) {
      return;
    }
    Optional<String> code = found(RuledAppraiser.NOT_GOOD, checkedEvidence, lists, at);
    if (code.isPresent()) {
      throw new RefusedInstructionException(AttestationReasons.CONTRAINDICATED, code.get());
    }
  }

  /**
   * Withdraws the results that rest on certificates which new lists name. What they name stops counting now.
   *
   * @throws IOException if a store failed; it may be called again
   */
  synchronized void withdraw() throws IOException, InterruptedException {
    if (rules.isEmpty() || network.revocationLists().digest().equals(checked)) {
      return;
    }
    // what is recorded before this is in the view, what is recorded after it is refused by these
    // lists
    RevocationLists lists = get(ingest.inOrder(transaction -> network.revocationLists()));
    RegistryView view = registry.view();
    Instant now = clock.instant();
    for (var device : basis.of(view).entrySet()) {
      if (view.attestation(device.getKey(), now).isPresent()) {
        Optional<AppraisedEvidence> evidence =
            kept.evidence(Bytes32.sha256(device.getValue().bytes()));
        if (evidence.isPresent()) {
          Optional<String> reason = found(WITHDRAWN, evidence.get(), lists, now);
          if (reason.isPresent()) {
            var unused = get(ingest.change(
                device.getKey(), new RegistryChange.AttestationWithdrawn(reason.get())));
          }
        }
      }
    }
    checked = lists.digest();
  }

  private Optional<String> found(
      List<String> codes, AppraisedEvidence evidence, RevocationLists lists, Instant at) {
    return new RuledAppraiser(rules.orElseThrow(), verifiers, kept)
        .notGood(codes, evidence, lists, at);
  }

  private static <T> T get(CompletableFuture<T> answer) throws IOException, InterruptedException {
    try {
      return answer.get();
    } catch (ExecutionException e) {
      throw new IOException("a result could not be withdrawn", e.getCause());
    }
  }
}
