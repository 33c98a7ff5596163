package org.depinsdk.client;

import com.google.protobuf.ByteString;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.depinsdk.client.wire.v1.AcceptTransferRequest;
import org.depinsdk.client.wire.v1.AttestRequest;
import org.depinsdk.client.wire.v1.AttestResponse;
import org.depinsdk.client.wire.v1.CompleteTransferRequest;
import org.depinsdk.client.wire.v1.CompleteTransferResponse;
import org.depinsdk.client.wire.v1.GetAttestationChallengeRequest;
import org.depinsdk.client.wire.v1.GetAttestationChallengeResponse;
import org.depinsdk.client.wire.v1.GetHistoryRequest;
import org.depinsdk.client.wire.v1.GetHistoryResponse;
import org.depinsdk.client.wire.v1.GetSessionNonceRequest;
import org.depinsdk.client.wire.v1.GetSessionNonceResponse;
import org.depinsdk.client.wire.v1.GetTransferRequest;
import org.depinsdk.client.wire.v1.GetTransferResponse;
import org.depinsdk.client.wire.v1.NetworkServiceGrpc.NetworkServiceBlockingStub;
import org.depinsdk.client.wire.v1.OfferTransferRequest;
import org.depinsdk.client.wire.v1.OpenSessionRequest;
import org.depinsdk.client.wire.v1.RevokeRequest;
import org.depinsdk.client.wire.v1.RevokeResponse;
import org.depinsdk.client.wire.v1.RotateKeyRequest;
import org.depinsdk.client.wire.v1.TransferTerms;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.identity.DeviceSigner;
import org.depinsdk.core.identity.SigningException;
import org.depinsdk.core.lifecycle.KeyRotation;
import org.depinsdk.core.lifecycle.RevocationOrder;
import org.depinsdk.core.lifecycle.SignedAttestation;
import org.depinsdk.core.lifecycle.TransferOffer;
import org.depinsdk.core.lifecycle.TransferVoucher;
import org.depinsdk.core.registry.RegistryChange;
import org.depinsdk.core.registry.RegistryJson;
import org.depinsdk.core.registry.RegistryRecord;
import org.depinsdk.core.session.SessionGrant;

/**
 * A device's life cycle after its enrolment: rotation, sessions, transfer, revocation, history. When a call returns, its
 * change is durable. An instruction that the network refuses throws {@link StatusRuntimeException} with {@code FAILED_PRECONDITION}, the
 * stable reason code first in its description.
 */
public final class LifecycleClient {
  private final String network;
  private final Supplier<NetworkServiceBlockingStub> stub;

  LifecycleClient(String network, Supplier<NetworkServiceBlockingStub> stub) {
    this.network = network;
    this.stub = stub;
  }

  /**
   * A device's history.
   *
   * @param records oldest first, with the instructions that caused them; sessions that are over are left out
   * @param nextRotation the number of the next rotation
   * @param lastVoucher what the next transfer's terms name as previous
   */
  public record History(List<RegistryRecord> records, long nextRotation, String lastVoucher) {
    /** Copies. */
    public History {
      records = List.copyOf(records);
    }
  }

  /**
   * A session that the network knows.
   *
   * @param device whose session it is
   * @param signer signs the device's reports while it runs
   * @param until when it ends
   */
  public record Session(DeviceId device, DeviceSigner signer, Instant until) {}

  /**
   * Moves a device to another key. It may be called again after a response that was lost.
   *
   * @param device which device
   * @param old holds the key that it has
   * @param next holds the key that it is to have; keep it safe before this is called
   * @return when the new key began to count
   * @throws SigningException if a signer cannot sign now
   * @throws EncodingException if the network's answer cannot be read
   */
  public Instant rotateKey(DeviceId device, DeviceSigner old, DeviceSigner next)
      throws SigningException, EncodingException {
    History history = history(device);
    for (RegistryRecord record : history.records()) {
      if (record.change().equals(new RegistryChange.KeyRotated(next.publicKey()))) {
        return record.at();
      }
    }
    KeyRotation rotation = KeyRotation.sign(network, device, history.nextRotation(), old, next);
    return Instant.ofEpochMilli(stub.get()
        .rotateKey(RotateKeyRequest.newBuilder()
            .setRotation(ByteString.copyFrom(rotation.toBytes()))
            .build())
        .getAtMs());
  }

  /**
   * Lets a second key sign for a device for a while.
   *
   * @param device which device
   * @param hardware holds the device's key
   * @param session holds the session's key, fresh for this session
   * @param lasts how long; the network may allow less
   * @return the session
   * @throws SigningException if a signer cannot sign now
   */
  public Session openSession(
      DeviceId device, DeviceSigner hardware, DeviceSigner session, Duration lasts)
      throws SigningException {
    GetSessionNonceResponse nonce = stub.get()
        .getSessionNonce(
            GetSessionNonceRequest.newBuilder().setDeviceId(device.text()).build());
    // the network's clock, so that a machine whose own is wrong gets a session too
    Instant from = Instant.ofEpochMilli(nonce.getNowMs());
    Instant until = from.plusMillis(Math.min(lasts.toMillis(), nonce.getLongestMs()));
    SessionGrant grant = SessionGrant.sign(
        network,
        new SessionGrant.Terms(device, nonce.getNonce().toByteArray(), from, until),
        hardware,
        session);
    long ends = stub.get()
        .openSession(OpenSessionRequest.newBuilder()
            .setGrant(ByteString.copyFrom(grant.toBytes()))
            .build())
        .getUntilMs();
    return new Session(device, session, Instant.ofEpochMilli(ends));
  }

  /** What a device's hardware answers to a challenge. */
  @FunctionalInterface
  public interface Attester {
    /**
     * Makes evidence.
     *
     * @param challenge the network's
     * @return the evidence
     * @throws SigningException if the hardware cannot answer now
     */
    byte[] attest(byte[] challenge) throws SigningException;
  }

  /**
   * Shows what a device is: asks for a challenge, has the hardware answer it, and sends the evidence. Call it again before the
   * result ends.
   *
   * @param device which device
   * @param signer holds the device's key
   * @param mediaType the format of the evidence
   * @param announcement what the hardware says of itself beforehand; empty unless the format asks for it
   * @param attester the hardware
   * @return the tier, and until when it counts
   * @throws SigningException if the hardware or the signer cannot answer now
   */
  public AttestResponse attest(
      DeviceId device,
      DeviceSigner signer,
      String mediaType,
      byte[] announcement,
      Attester attester)
      throws SigningException {
    GetAttestationChallengeResponse asked = stub.get()
        .getAttestationChallenge(GetAttestationChallengeRequest.newBuilder()
            .setDeviceId(device.text())
            .setMediaType(mediaType)
            .setAnnouncement(ByteString.copyFrom(announcement))
            .build());
    byte[] evidence = attester.attest(asked.getChallenge().toByteArray());
    SignedAttestation words = SignedAttestation.sign(
        network,
        device,
        mediaType,
        SignedAttestation.digest(mediaType, evidence),
        asked.getTicket().toByteArray(),
        signer);
    return stub.get()
        .attest(AttestRequest.newBuilder()
            .setWords(ByteString.copyFrom(words.toBytes()))
            .setEvidence(ByteString.copyFrom(evidence))
            .build());
  }

  /**
   * Offers a device to its next owner.
   *
   * @param offer the terms
   * @param signature the owner's wallet's over {@link TransferOffer#offerPayload}
   */
  public void offerTransfer(TransferOffer offer, byte[] signature) {
    var unused = stub.get()
        .offerTransfer(OfferTransferRequest.newBuilder()
            .setTerms(terms(offer))
            .setSignature(ByteString.copyFrom(signature))
            .build());
  }

  /**
   * Accepts an offer.
   *
   * @param offer the terms
   * @param signature the next owner's wallet's over {@link TransferOffer#acceptPayload}
   */
  public void acceptTransfer(TransferOffer offer, byte[] signature) {
    var unused = stub.get()
        .acceptTransfer(AcceptTransferRequest.newBuilder()
            .setTerms(terms(offer))
            .setSignature(ByteString.copyFrom(signature))
            .build());
  }

  /**
   * The open transfer of a device, as far as it is signed.
   *
   * @param device which device
   * @return terms and signatures
   */
  public GetTransferResponse transfer(DeviceId device) {
    return stub.get()
        .getTransfer(GetTransferRequest.newBuilder().setDeviceId(device.text()).build());
  }

  /**
   * Countersigns a transfer that both owners have signed, on the device, and so completes it.
   *
   * @param offer the terms, as the device's owner has confirmed them to the device
   * @param signer holds the device's key
   * @return when the device began to belong to its next owner, and the voucher's hash
   * @throws SigningException if the signer cannot sign now
   */
  public CompleteTransferResponse completeTransfer(TransferOffer offer, DeviceSigner signer)
      throws SigningException {
    GetTransferResponse open = transfer(offer.device());
    byte[] signature = signer.sign(TransferVoucher.countersignPayload(
        network,
        offer,
        open.getOfferSignature().toByteArray(),
        open.getAcceptSignature().toByteArray()));
    return stub.get()
        .completeTransfer(CompleteTransferRequest.newBuilder()
            .setTerms(terms(offer))
            .setSignature(ByteString.copyFrom(signature))
            .build());
  }

  /**
   * Revokes a key, a serial number or a batch.
   *
   * @param order signed by somebody who may revoke
   * @return the devices that it revoked, and whether it also applies to devices that enrol later
   */
  public RevokeResponse revoke(RevocationOrder order) {
    return stub.get()
        .revoke(RevokeRequest.newBuilder()
            .setOrder(ByteString.copyFrom(order.toBytes()))
            .build());
  }

  /**
   * Everything that happened to a device.
   *
   * @param device which device
   * @return its history
   * @throws EncodingException if the network's answer cannot be read
   */
  public History history(DeviceId device) throws EncodingException {
    GetHistoryResponse wire = stub.get()
        .getHistory(GetHistoryRequest.newBuilder().setDeviceId(device.text()).build());
    List<RegistryRecord> records = new ArrayList<>();
    for (String line : wire.getRecordsList()) {
      records.add(RegistryJson.parse(line));
    }
    return new History(records, wire.getNextRotation(), wire.getLastVoucher());
  }

  private static TransferTerms terms(TransferOffer offer) {
    return TransferTerms.newBuilder()
        .setDeviceId(offer.device().text())
        .setFrom(offer.from().text())
        .setTo(offer.to().text())
        .setNonce(offer.nonce())
        .setDeadlineS(offer.deadline().getEpochSecond())
        .setPrevious(offer.previous())
        .build();
  }
}
