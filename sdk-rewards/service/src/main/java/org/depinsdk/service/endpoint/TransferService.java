package org.depinsdk.service.endpoint;

import com.google.protobuf.ByteString;
import com.google.rpc.Code;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.depinsdk.client.InvalidRequestException;
import org.depinsdk.client.wire.v1.CompleteTransferResponse;
import org.depinsdk.client.wire.v1.GetTransferResponse;
import org.depinsdk.client.wire.v1.TransferTerms;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.identity.OperatorId;
import org.depinsdk.core.lifecycle.InstructionRules;
import org.depinsdk.core.lifecycle.LifecycleReasons;
import org.depinsdk.core.lifecycle.RefusedInstructionException;
import org.depinsdk.core.lifecycle.Signatory;
import org.depinsdk.core.lifecycle.TransferOffer;
import org.depinsdk.core.lifecycle.TransferVoucher;
import org.depinsdk.core.registry.DeviceState;
import org.depinsdk.core.registry.RegistryView;
import org.depinsdk.core.registry.SignedInstruction;
import org.depinsdk.service.store.LifecycleStore;
import org.depinsdk.service.store.StoredRegistry;

/**
 * Where owner, next owner and device meet: it keeps an offer until the other two have signed. What it keeps is no secret, and
 * nothing counts before the voucher is whole.
 */
final class TransferService {
  private static final byte[] UNSIGNED = new byte[0];

  private final String network;
  private final StoredRegistry registry;
  private final LifecycleStore store;
  private final LifecycleService lifecycle;
  private final InstantSource clock;

  TransferService(NetworkEndpoint.Parts parts, LifecycleService lifecycle) {
    this.network = parts.policy().network();
    this.registry = parts.registry();
    this.store = parts.lifecycle();
    this.lifecycle = lifecycle;
    this.clock = parts.clock();
  }

  /** Keeps an offer, in the place of one before; one that was replaced does not come back. */
  void offer(TransferTerms terms, ByteString signature)
      throws InvalidRequestException, RefusedInstructionException, IOException {
    TransferOffer offer = offer(terms);
    RegistryView view = registry.view(offer.device());
    DeviceState state = view.latest(offer.device())
        .orElseThrow(() ->
            Responses.status(Code.NOT_FOUND, "device " + offer.device() + " is not enrolled"));
    offer.check(
        network,
        state,
        InstructionRules.lastVoucher(view, offer.device()),
        clock.instant(),
        signature.toByteArray());
    boolean kept =
        store.offer(TransferVoucher.of(offer, signature.toByteArray(), UNSIGNED, UNSIGNED));
    if (!kept) {
      throw new RefusedInstructionException(
          LifecycleReasons.WITHDRAWN, "the owner has made another offer since; choose a new nonce");
    }
  }

  /** Adds the next owner's signature to the offer that is kept. */
  void accept(TransferTerms terms, ByteString signature)
      throws InvalidRequestException, RefusedInstructionException, IOException {
    TransferOffer offer = offer(terms);
    TransferVoucher open = open(offer);
    if (clock.instant().isAfter(offer.deadline())) {
      throw new RefusedInstructionException(
          LifecycleReasons.EXPIRED, "deadline " + offer.deadline());
    }
    if (!Signatory.of(offer.to()).signed(offer.acceptPayload(network), signature.toByteArray())) {
      throw new RefusedInstructionException(
          LifecycleReasons.BAD_ACCEPT_SIGNATURE, "not signed by " + offer.to());
    }
    boolean replaced = store.replace(
        open, TransferVoucher.of(offer, open.offerSignature(), signature.toByteArray(), UNSIGNED));
    if (!replaced) {
      throw noOffer(offer.device());
    }
  }

  /** Makes the voucher whole and records the transfer. */
  CompletableFuture<CompleteTransferResponse> complete(TransferTerms terms, ByteString signature)
      throws InvalidRequestException, IOException {
    TransferOffer offer = offer(terms);
    Optional<TransferVoucher> last =
        InstructionRules.lastVoucher(registry.view(offer.device()), offer.device());
    // a device that did not hear the answer asks again
    TransferVoucher signed =
        last.isPresent() && last.get().offer().equals(offer) ? last.get() : open(offer);
    TransferVoucher voucher = TransferVoucher.of(
        offer, signed.offerSignature(), signed.acceptSignature(), signature.toByteArray());
    return lifecycle
        .apply(
            offer.device(),
            new SignedInstruction(SignedInstruction.Kind.TRANSFER, voucher.toBytes()))
        .thenApply(record -> CompleteTransferResponse.newBuilder()
            .setAtMs(record.at().toEpochMilli())
            .setVoucherHash(voucher.hash())
            .build());
  }

  GetTransferResponse get(DeviceId device) throws IOException {
    TransferVoucher open = open(device).orElseThrow(() -> noOffer(device));
    TransferOffer offer = open.offer();
    return GetTransferResponse.newBuilder()
        .setTerms(TransferTerms.newBuilder()
            .setDeviceId(offer.device().text())
            .setFrom(offer.from().text())
            .setTo(offer.to().text())
            .setNonce(offer.nonce())
            .setDeadlineS(offer.deadline().getEpochSecond())
            .setPrevious(offer.previous()))
        .setOfferSignature(ByteString.copyFrom(open.offerSignature()))
        .setAcceptSignature(ByteString.copyFrom(open.acceptSignature()))
        .build();
  }

  private TransferVoucher open(TransferOffer offer) throws IOException {
    return open(offer.device())
        .filter(open -> open.offer().equals(offer))
        .orElseThrow(() -> noOffer(offer.device()));
  }

  /** What is kept, unless the device has changed hands since. */
  private Optional<TransferVoucher> open(DeviceId device) throws IOException {
    String last = InstructionRules.lastVoucher(registry.view(device), device)
        .map(TransferVoucher::hash)
        .orElse(TransferOffer.genesis());
    return store.transfer(device).filter(open -> open.offer().previous().equals(last));
  }

  private static RuntimeException noOffer(DeviceId device) {
    return Responses.status(Code.NOT_FOUND, "no such transfer of " + device + " is offered");
  }

  private static TransferOffer offer(TransferTerms terms) throws InvalidRequestException {
    try {
      return new TransferOffer(
          DeviceId.parse(terms.getDeviceId()),
          OperatorId.parse(terms.getFrom()),
          OperatorId.parse(terms.getTo()),
          terms.getNonce(),
          Instant.ofEpochSecond(terms.getDeadlineS()),
          terms.getPrevious());
    } catch (EncodingException | IllegalArgumentException | DateTimeException e) {
      throw new InvalidRequestException(
          "terms", terms.getDeviceId() + " …", String.valueOf(e.getMessage()));
    }
  }
}
