package org.depinsdk.engine.flink;

import java.io.Serializable;
import org.depinsdk.proofs.ProofVerifiers;

/** Where each machine takes its verifiers from; it is sent there. */
@FunctionalInterface
public interface VerifierSource extends Serializable {
  /**
   * The verifiers of this machine.
   *
   * @return the same on every machine, for example {@link ProofVerifiers#load}
   */
  ProofVerifiers verifiers();
}
