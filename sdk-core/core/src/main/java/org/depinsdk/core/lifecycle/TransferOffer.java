package org.depinsdk.core.lifecycle;

import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.identity.Domain;
import org.depinsdk.core.identity.Eip191Payload;
import org.depinsdk.core.identity.OperatorId;
import org.depinsdk.core.registry.DeviceState;
import org.depinsdk.core.registry.DeviceStatus;

/**
 * The terms of a transfer: which device, from whom, to whom, until when. Owner and next owner sign them as text that their
 * wallets show.
 *
 * @param device the device
 * @param from who owns it
 * @param to who is to own it
 * @param nonce 64 hexadecimal digits that the owner chooses at random, so that two offers of the same terms differ
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
   * What {@code previous} is for a device that was never transferred.
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

  /**
   * Checks the owner's part of a transfer.
   *
   * @param network the network's name
   * @param state the device's state
   * @param last the device's last voucher, empty if it was never transferred
   * @param now the network's clock
   * @param signature the owner's, 65 bytes, over {@link #offerPayload}
   * @throws RefusedInstructionException if it is refused
   */
  public void check(
      String network,
      DeviceState state,
      Optional<TransferVoucher> last,
      Instant now,
      byte[] signature)
      throws RefusedInstructionException {
    if (!state.device().equals(device)) {
      throw new RefusedInstructionException(LifecycleReasons.OTHER_DEVICE, "transfer of " + device);
    }
    if (state.status() == DeviceStatus.REVOKED) {
      throw new RefusedInstructionException(
          LifecycleReasons.REVOKED, "revoked since " + state.since());
    }
    if (!state.operator().equals(from)) {
      throw new RefusedInstructionException(
          LifecycleReasons.NOT_OWNER, from + " offers what " + state.operator() + " owns");
    }
    String expected = last.map(TransferVoucher::hash).orElse(genesis());
    if (!previous.equals(expected)) {
      throw new RefusedInstructionException(
          LifecycleReasons.BROKEN_CHAIN,
          "follows " + previous + ", the last voucher is " + expected);
    }
    if (now.isAfter(deadline)) {
      throw new RefusedInstructionException(
          LifecycleReasons.EXPIRED, "deadline " + deadline + ", now " + now);
    }
    if (!Signatory.of(from).signed(offerPayload(network), signature)) {
      throw new RefusedInstructionException(
          LifecycleReasons.BAD_OFFER_SIGNATURE, "not signed by " + from);
    }
  }

  private String terms() {
    return "device: " + device + "\nfrom: " + from + "\nto: " + to + "\nnonce: " + nonce
        + "\ndeadline: " + deadline + "\nprevious: " + previous;
  }
}
