package org.depinsdk.proofs.usage;

import java.time.Instant;
import org.depinsdk.core.encoding.AsciiSet;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.identity.DeviceSigner;
import org.depinsdk.core.identity.SigningException;
import org.depinsdk.proofs.Fields;

/**
 * What a client confirms to the access point that served it. The total is cumulative, so that a later receipt replaces an
 * earlier one and a lost one costs nothing.
 *
 * <pre>{@code
 * SignedUsageReceipt signed = new UsageReceipt(accessPoint, client, "s-1", 4096, Instant.now()).sign("wifi-demo", signer);
 * }</pre>
 *
 * @param accessPoint who served
 * @param client who received, and signs
 * @param session 1 to 64 of {@code A-Z a-z 0-9 . _ : -}; names one association of this client
 * @param bytes served in the session since the later of its start and the epoch's, 0 to {@value #MAX_BYTES}
 * @param at the client's clock, in whole milliseconds; it decides the epoch
 */
public record UsageReceipt(
    DeviceId accessPoint, DeviceId client, String session, long bytes, Instant at) {
  /** Largest total of a session: 2<sup>53</sup> - 1, what every number format holds exactly. */
  public static final long MAX_BYTES = (1L << 53) - 1;

  /** The purpose in a receipt's domain. */
  public static final String PURPOSE = "usage-receipt";

  /** The version in a receipt's domain. */
  public static final int VERSION = 1;

  private static final AsciiSet SESSION = AsciiSet.of("A-Za-z0-9._:-");
  private static final int MAX_SESSION = 64;

  /** Checks the ranges and cuts the instant to milliseconds. */
  public UsageReceipt {
    Fields.check(
        !session.isEmpty() && session.length() <= MAX_SESSION && SESSION.hasAll(session, 0),
        "session",
        session,
        "1 to 64 of A-Z a-z 0-9 . _ : -");
    Fields.unsigned("bytes", bytes, MAX_BYTES);
    at = Instant.ofEpochMilli(at.toEpochMilli());
  }

  /**
   * Signs this receipt for a network.
   *
   * @param network the network's name
   * @param clientSigner the signer of {@link #client()}
   * @return what the access point puts into its claim
   * @throws SigningException if the signer cannot sign now
   */
  public SignedUsageReceipt sign(String network, DeviceSigner clientSigner)
      throws SigningException {
    return SignedUsageReceipt.sign(network, this, clientSigner);
  }
}
