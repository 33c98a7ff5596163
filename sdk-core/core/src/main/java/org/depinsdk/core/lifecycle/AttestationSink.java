package org.depinsdk.core.lifecycle;

import java.io.IOException;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.identity.SigningException;

/**
 * Takes evidence of a device's hardware to its network. An implementation keeps a deadline of its own and throws every failure of
 * the transport as an {@link IOException}.
 */
@FunctionalInterface
public interface AttestationSink {
  /**
   * Asks for a challenge, has the hardware answer it and hands the evidence in.
   *
   * @param device which device
   * @param hardware its hardware
   * @return what the network found
   * @throws RefusedInstructionException if the network refuses the evidence
   * @throws SigningException if the hardware or the device's signer cannot answer now
   * @throws IOException if the network cannot be reached, does not answer or answers nothing of use
   */
  AttestationAnswer attest(DeviceId device, HardwareAttester hardware)
      throws RefusedInstructionException, SigningException, IOException;
}
