package org.depinsdk.proofs.sanctions;

import com.google.protobuf.InvalidProtocolBufferException;
import java.util.Optional;
import org.depinsdk.core.identity.DeviceKey;
import org.depinsdk.core.identity.Domain;
import org.depinsdk.core.identity.InvalidKeyException;
import org.depinsdk.core.report.MalformedReportException;
import org.depinsdk.core.report.SignedReport;
import org.depinsdk.proofs.MalformedEvidenceException;
import org.depinsdk.proofs.wire.v1.EquivocationEvidence;

/**
 * Two reports that contradict each other: one device signed both under one sequence number, which it uses only once. The
 * proof carries the key and both reports, so that anyone can check it offline; it needs the registry only to say whose key it
 * is. An instance has been checked.
 */
public final class EquivocationProof {
  /** Largest proof in bytes: two reports of the largest size and their frame. */
  public static final int MAX_BYTES = 160 * 1024;

  private final String network;
  private final DeviceKey key;
  private final SignedReport first;
  private final SignedReport second;

  private EquivocationProof(
      String network, DeviceKey key, SignedReport first, SignedReport second) {
    this.network = network;
    this.key = key;
    this.first = first;
    this.second = second;
  }

  /**
   * Looks whether two reports prove an equivocation. The proof is the same whichever comes first.
   *
   * @param network the network's name
   * @param key the key that the device signed with
   * @param a a report
   * @param b another
   * @return the proof, empty where they are equal, of different devices or numbers, or not both signed with the key
   */
  public static Optional<EquivocationProof> find(
      String network, DeviceKey key, SignedReport a, SignedReport b) {
    if (!Domain.isName(network)
        || a.report().equals(b.report())
        || !a.report().device().equals(b.report().device())
        || a.report().sequence() != b.report().sequence()
        || !a.verify(network, key)
        || !b.verify(network, key)) {
      return Optional.empty();
    }
    boolean inOrder = a.id(network).compareTo(b.id(network)) < 0;
    return Optional.of(new EquivocationProof(network, key, inOrder ? a : b, inOrder ? b : a));
  }

  /**
   * Reads and checks a proof from outside.
   *
   * @param bytes as {@link #toBytes} made them
   * @return the proof
   * @throws MalformedEvidenceException if the bytes prove nothing; the message says why
   */
  public static EquivocationProof parse(byte[] bytes) throws MalformedEvidenceException {
    if (bytes.length > MAX_BYTES) {
      throw MalformedEvidenceException.field(
          "EquivocationEvidence", bytes.length, "at most " + MAX_BYTES + " bytes");
    }
    try {
      EquivocationEvidence wire = EquivocationEvidence.parseFrom(bytes);
      SignedReport first = SignedReport.of(
          wire.getFirstBody().toByteArray(), wire.getFirstSignature().toByteArray());
      SignedReport second = SignedReport.of(
          wire.getSecondBody().toByteArray(), wire.getSecondSignature().toByteArray());
      return find(wire.getNetwork(), DeviceKey.ofDidKey(wire.getKey()), first, second)
          .orElseThrow(() -> MalformedEvidenceException.field(
              "reports",
              first.report().device(),
              "two that differ, of one device and one sequence number, signed with the key for"
                  + " the network"));
    } catch (InvalidProtocolBufferException | MalformedReportException | InvalidKeyException e) {
      throw MalformedEvidenceException.unreadable("EquivocationEvidence");
    }
  }

  /**
   * The proof as bytes.
   *
   * @return a protobuf {@code EquivocationEvidence}
   */
  public byte[] toBytes() {
    org.depinsdk.core.wire.v1.SignedReport one = first.toWire();
    org.depinsdk.core.wire.v1.SignedReport two = second.toWire();
    return EquivocationEvidence.newBuilder()
        .setNetwork(network)
        .setKey(key.didKey())
        .setFirstBody(one.getBody())
        .setFirstSignature(one.getSignature())
        .setSecondBody(two.getBody())
        .setSecondSignature(two.getSignature())
        .build()
        .toByteArray();
  }

  /**
   * The network's name.
   *
   * @return part of both signed domains
   */
  public String network() {
    return network;
  }

  /**
   * The key that signed both.
   *
   * @return the key
   */
  public DeviceKey key() {
    return key;
  }

  /**
   * The report with the lower id.
   *
   * @return one of the two
   */
  public SignedReport first() {
    return first;
  }

  /**
   * The report with the higher id.
   *
   * @return the other
   */
  public SignedReport second() {
    return second;
  }
}
