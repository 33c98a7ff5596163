package org.depinsdk.core.lifecycle;

import java.time.Instant;
import java.util.regex.Pattern;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.identity.Domain;
import org.depinsdk.core.identity.Eip191Payload;
import org.depinsdk.core.identity.OperatorId;

/**
 * The terms of a transfer: which device, from whom, to whom, until when. Owner and next owner sign them as text that their
 * wallets show.
 *
 * @param device the device
 * @param from who owns it
 * @param to who is to own it
 * @param nonce 64 hexadecimal digits that the owner draws, so that two offers of the same terms differ
 * @param deadline until when the transfer can be completed, in whole seconds
 * @param previous 64 hexadecimal digits: {@link TransferVoucher#hash} of the device's last voucher, or {@link #genesis}
 */
public record TransferOffer(
    DeviceId device,
    OperatorId from,
    OperatorId to,
    String nonce,
    Instant deadline,
    String previous) {
  /** The purpose in an offer's domain. */
  public static final String OFFER_PURPOSE = "transfer-offer";

  /** The purpose in an acceptance's domain. */
  public static final String ACCEPT_PURPOSE = "transfer-accept";

  private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");

  /** Checks the forms and cuts the deadline to seconds. */
  public TransferOffer {
    if (from.equals(to)) {
      throw new IllegalArgumentException("a transfer from " + from + " to itself");
    }
    if (!HASH.matcher(nonce).matches() || !HASH.matcher(previous).matches()) {
      throw new IllegalArgumentException(
          "nonce and previous are 64 lower-case hexadecimal digits, not "
              + EncodingException.shown(nonce) + " and " + EncodingException.shown(previous));
    }
    deadline = Instant.ofEpochSecond(deadline.getEpochSecond());
  }

  /**
   * What stands for the last voucher of a device that was never transferred.
   *
   * @return 64 zeros
   */
  public static String genesis() {
    return "0".repeat(64);
  }

  /**
   * What the owner signs.
   *
   * @param network the network's name
   * @return the text in its domain
   */
  public Eip191Payload offerPayload(String network) {
    return Eip191Payload.of(new Domain(network, OFFER_PURPOSE, 1), "I offer\n" + terms());
  }

  /**
   * What the next owner signs.
   *
   * @param network the network's name
   * @return the text in its domain
   */
  public Eip191Payload acceptPayload(String network) {
    return Eip191Payload.of(new Domain(network, ACCEPT_PURPOSE, 1), "I accept\n" + terms());
  }

  private String terms() {
    return "device: " + device + "\nfrom: " + from + "\nto: " + to + "\nnonce: " + nonce
        + "\ndeadline: " + deadline + "\nprevious: " + previous;
  }
}
