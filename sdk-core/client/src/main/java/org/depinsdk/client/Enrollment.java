package org.depinsdk.client;

import com.google.protobuf.ByteString;
import java.time.Instant;
import java.util.Optional;
import org.depinsdk.client.wire.v1.EnrollRequest;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.identity.DeviceSigner;
import org.depinsdk.core.identity.Domain;
import org.depinsdk.core.identity.SigningException;
import org.depinsdk.core.lifecycle.Endorsement;
import org.depinsdk.core.lifecycle.SignedEnrollment;
import org.depinsdk.core.registry.RegistryChange;

/**
 * What a device signs to join a network: that it holds its key, and who is to be paid.
 *
 * @param device as the registry will keep it
 * @param deviceTime the device's clock
 * @param endorsement the manufacturer's, of where the device was made; empty if there is none; the device does not sign
 *     it, the manufacturer did
 */
public record Enrollment(
    RegistryChange.Enrolled device, Instant deviceTime, Optional<Endorsement> endorsement) {
  /**
   * An enrolment without a manufacturer's endorsement.
   *
   * @param device as the registry will keep it
   * @param deviceTime the device's clock
   */
  public Enrollment(RegistryChange.Enrolled device, Instant deviceTime) {
    this(device, deviceTime, Optional.empty());
  }

  /**
   * Signs the enrolment for a network.
   *
   * @param network the network's name
   * @param signer holds the key that is enrolled
   * @return the request to send
   * @throws SigningException if the signer cannot sign now
   */
  public EnrollRequest sign(String network, DeviceSigner signer) throws SigningException {
    SignedEnrollment words = SignedEnrollment.sign(network, device, deviceTime, signer);
    return EnrollRequest.newBuilder()
        .setBody(ByteString.copyFrom(words.body()))
        .setSignature(ByteString.copyFrom(words.signature()))
        .setEndorsement(
            endorsement.map(e -> ByteString.copyFrom(e.toBytes())).orElse(ByteString.EMPTY))
        .build();
  }

  /**
   * Reads a request and checks that its key signed it.
   *
   * @param network the network's name
   * @param request as it came
   * @return what the device asks for
   * @throws InvalidRequestException if a field is wrong or the signature does not verify
   */
  public static Enrollment verify(String network, EnrollRequest request)
      throws InvalidRequestException {
    SignedEnrollment words = words(request);
    if (!words.verify(network)) {
      throw new InvalidRequestException(
          "signature",
          request.getSignature().size() + " bytes",
          "64 bytes, made by " + words.device().key().didKey() + " over body in the domain "
              + new Domain(network, SignedEnrollment.PURPOSE, SignedEnrollment.VERSION)
                  .payloadType());
    }
    return new Enrollment(
        words.device(), words.deviceTime(), endorsement(request.getEndorsement()));
  }

  /**
   * What a device signed, as it came, for a registry to keep.
   *
   * @param request a request
   * @return the words, not verified
   * @throws InvalidRequestException if a field is wrong
   */
  public static SignedEnrollment words(EnrollRequest request) throws InvalidRequestException {
    try {
      return SignedEnrollment.of(
          request.getBody().toByteArray(), request.getSignature().toByteArray());
    } catch (EncodingException e) {
      throw new InvalidRequestException(String.valueOf(e.getMessage()));
    }
  }

  private static Optional<Endorsement> endorsement(ByteString sent) throws InvalidRequestException {
    if (sent.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(Endorsement.parse(sent.toByteArray()));
    } catch (EncodingException e) {
      throw new InvalidRequestException(
          "endorsement", sent.size() + " bytes", String.valueOf(e.getMessage()));
    }
  }
}
