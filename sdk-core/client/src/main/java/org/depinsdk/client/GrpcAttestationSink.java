package org.depinsdk.client;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.time.Instant;
import org.depinsdk.client.wire.v1.AttestResponse;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.identity.DeviceSigner;
import org.depinsdk.core.identity.SigningException;
import org.depinsdk.core.lifecycle.AttestationAnswer;
import org.depinsdk.core.lifecycle.AttestationSink;
import org.depinsdk.core.lifecycle.HardwareAttester;
import org.depinsdk.core.lifecycle.RefusedInstructionException;
import org.depinsdk.core.report.ReasonCode;

/** Shows the network's service over gRPC what a device is. */
public final class GrpcAttestationSink implements AttestationSink {
  private final LifecycleClient client;
  private final DeviceSigner signer;

  /**
   * A sink over a client.
   *
   * @param client of the network
   * @param signer holds the device's key, not that of a session
   */
  public GrpcAttestationSink(LifecycleClient client, DeviceSigner signer) {
    this.client = client;
    this.signer = signer;
  }

  @Override
  public AttestationAnswer attest(DeviceId device, HardwareAttester hardware)
      throws RefusedInstructionException, SigningException, IOException {
    try {
      AttestResponse response = client.attest(
          device, signer, hardware.mediaType(), hardware.announcement(), hardware::evidence);
      return answer(response);
    } catch (StatusRuntimeException e) {
      throw failure(e);
    }
  }

  private static AttestationAnswer answer(AttestResponse response) throws IOException {
    try {
      return new AttestationAnswer(
          response.getTier(),
          Instant.ofEpochMilli(response.getAtMs()),
          Instant.ofEpochMilli(response.getNotAfterMs()));
    } catch (IllegalArgumentException e) {
      throw new IOException("the network answered with a malformed result: " + e.getMessage(), e);
    }
  }

  private static IOException failure(StatusRuntimeException e) throws RefusedInstructionException {
    String description = String.valueOf(e.getStatus().getDescription());
    Status.Code code = e.getStatus().getCode();
    int colon = description.indexOf(": ");
    if (colon > 0
        && (code == Status.Code.FAILED_PRECONDITION || code == Status.Code.PERMISSION_DENIED)) {
      ReasonCode reason;
      try {
        reason = new ReasonCode(description.substring(0, colon));
      } catch (IllegalArgumentException none) {
        return notTaken(e);
      }
      throw new RefusedInstructionException(reason, description.substring(colon + 2));
    }
    return notTaken(e);
  }

  private static IOException notTaken(StatusRuntimeException e) {
    return new IOException("the network did not take the evidence: " + e.getStatus(), e);
  }
}
