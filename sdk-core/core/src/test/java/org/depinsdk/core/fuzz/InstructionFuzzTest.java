package org.depinsdk.core.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.google.protobuf.InvalidProtocolBufferException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.depinsdk.core.Samples;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.identity.Eip191Payload;
import org.depinsdk.core.identity.InMemorySigner;
import org.depinsdk.core.identity.InvalidKeyException;
import org.depinsdk.core.identity.KeyAlgorithm;
import org.depinsdk.core.identity.RecoverableSignature;
import org.depinsdk.core.identity.Secp256k1Key;
import org.depinsdk.core.identity.SigningException;
import org.depinsdk.core.keys.EvmAddress;
import org.depinsdk.core.lifecycle.Endorsement;
import org.depinsdk.core.lifecycle.IdentityRules;
import org.depinsdk.core.lifecycle.KeyHistory;
import org.depinsdk.core.lifecycle.KeyRotation;
import org.depinsdk.core.lifecycle.RefusedInstructionException;
import org.depinsdk.core.lifecycle.Revocation;
import org.depinsdk.core.lifecycle.RevocationOrder;
import org.depinsdk.core.lifecycle.Signatory;
import org.depinsdk.core.lifecycle.TransferOffer;
import org.depinsdk.core.lifecycle.TransferVoucher;
import org.depinsdk.core.registry.DeviceOrigin;
import org.depinsdk.core.registry.DeviceState;
import org.depinsdk.core.registry.InMemoryDeviceRegistry;
import org.depinsdk.core.registry.RegistryChange;
import org.depinsdk.core.registry.RegistryConflictException;
import org.depinsdk.core.report.MalformedReportException;
import org.depinsdk.core.report.ProofKind;
import org.depinsdk.core.report.Provenance;
import org.depinsdk.core.report.Report;
import org.depinsdk.core.report.SignedReport;
import org.depinsdk.core.session.NonceStore;
import org.depinsdk.core.session.SessionGrant;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Hostile bytes for everything that a device or an owner signs, from good ones on: what parses is checked against a device
 * that the registry knows, is written back unchanged, and is checked again with the same answer.
 */
class InstructionFuzzTest {
  private static final String NETWORK = "fuzz-net";
  private static final InMemorySigner KEY = Samples.signer(1);
  private static final InMemorySigner NEXT = Samples.signer(KeyAlgorithm.P256, 2);
  private static final InMemorySigner OWNER = Samples.signer(KeyAlgorithm.SECP256K1, 10);
  private static final InMemorySigner BUYER = Samples.signer(KeyAlgorithm.SECP256K1, 11);
  private static final DeviceId DEVICE = DeviceId.derive(NETWORK, KEY.publicKey());
  private static final InMemoryDeviceRegistry REGISTRY = registry();
  private static final NonceStore NONCES = new NonceStore() {
    @Override
    public byte[] issue(DeviceId device, java.time.Instant now) {
      return new byte[NONCE_BYTES];
    }

    @Override
    public Use consume(DeviceId device, byte[] nonce, java.time.Instant now) {
      return nonce[0] == 0 ? Use.FRESH : Use.values()[1];
    }
  };

  private static InMemoryDeviceRegistry registry() {
    try {
      InMemoryDeviceRegistry registry = new InMemoryDeviceRegistry();
      registry.append(
          Samples.NOON,
          DEVICE,
          new RegistryChange.Enrolled(
              KEY.publicKey(), EvmAddress.of(OWNER.publicKey()), "access-point", Optional.empty()));
      registry.append(Samples.NOON, DEVICE, new RegistryChange.Activated());
      return registry;
    } catch (RegistryConflictException | InvalidKeyException e) {
      throw new IllegalStateException(e);
    }
  }

  private static DeviceState state() {
    return REGISTRY.find(DEVICE).orElseThrow();
  }

  static Stream<byte[]> signedReports() throws SigningException {
    Report report = new Report(
        DEVICE, new ProofKind("uptime/1"), 1, Samples.NOON, Provenance.HARDWARE, new byte[] {8, 60
        });
    return Stream.of(SignedReport.sign(NETWORK, report, KEY).toWire().toByteArray());
  }

  @MethodSource("signedReports")
  @FuzzTest
  void signedReports(byte[] data) {
    SignedReport report;
    try {
      report = SignedReport.of(org.depinsdk.core.wire.v1.SignedReport.parseFrom(data));
    } catch (InvalidProtocolBufferException | MalformedReportException e) {
      assertThat(e.getMessage()).isNotBlank();
      return;
    }
    try {
      Report parsed = Report.parse(report.report().toBytes());
      assertThat(parsed).isEqualTo(report.report());
      assertThat(parsed.toBytes()).isEqualTo(report.report().toBytes());
      assertThat(SignedReport.of(report.toWire())).isEqualTo(report);
      assertThat(SignedReport.of(report.toWire()).id(NETWORK)).isEqualTo(report.id(NETWORK));
    } catch (MalformedReportException e) {
      throw new AssertionError("its own form is refused: " + report, e);
    }
    assertThat(report.verify(NETWORK, KEY.publicKey()))
        .isEqualTo(report.verify(NETWORK, KEY.publicKey()));
  }

  static Stream<byte[]> rotations() throws SigningException {
    return Stream.of(KeyRotation.sign(NETWORK, DEVICE, 1, KEY, NEXT).toBytes());
  }

  @MethodSource("rotations")
  @FuzzTest
  void rotations(byte[] data) {
    try {
      KeyRotation rotation = KeyRotation.parse(data);
      assertThat(rotation.toBytes()).isEqualTo(data);
      KeyHistory history = KeyHistory.of(REGISTRY.view(), DEVICE);
      assertThat(decision(() -> rotation.check(NETWORK, state(), history)))
          .isEqualTo(decision(() -> rotation.check(NETWORK, state(), history)));
    } catch (EncodingException e) {
      assertThat(e.getMessage()).isNotBlank();
    }
  }

  private interface Check {
    RegistryChange run() throws RefusedInstructionException;
  }

  private static Object decision(Check check) {
    try {
      return check.run();
    } catch (RefusedInstructionException e) {
      return e.refusal();
    }
  }

  private static byte[] wallet(InMemorySigner signer, Eip191Payload payload) {
    return RecoverableSignature.of(payload, signer.sign(payload), (Secp256k1Key) signer.publicKey())
        .orElseThrow()
        .bytes();
  }

  static Stream<byte[]> vouchers() throws InvalidKeyException {
    TransferOffer offer = new TransferOffer(
        DEVICE,
        EvmAddress.of(OWNER.publicKey()),
        EvmAddress.of(BUYER.publicKey()),
        "ab".repeat(32),
        Samples.NOON.plusSeconds(60),
        TransferOffer.genesis());
    byte[] offered = wallet(OWNER, offer.offerPayload(NETWORK));
    byte[] accepted = wallet(BUYER, offer.acceptPayload(NETWORK));
    byte[] countersigned =
        KEY.sign(TransferVoucher.countersignPayload(NETWORK, offer, offered, accepted));
    return Stream.of(TransferVoucher.of(offer, offered, accepted, countersigned).toBytes());
  }

  @MethodSource("vouchers")
  @FuzzTest
  void vouchers(byte[] data) {
    try {
      TransferVoucher voucher = TransferVoucher.parse(data);
      assertThat(voucher.toBytes()).isEqualTo(data);
      assertThat(decision(() -> voucher.check(NETWORK, state(), Optional.empty(), Samples.NOON)))
          .isEqualTo(
              decision(() -> voucher.check(NETWORK, state(), Optional.empty(), Samples.NOON)));
    } catch (EncodingException e) {
      assertThat(e.getMessage()).isNotBlank();
    }
  }

  static Stream<byte[]> grants() throws SigningException {
    SessionGrant.Terms terms = new SessionGrant.Terms(
        DEVICE, new byte[NonceStore.NONCE_BYTES], Samples.NOON, Samples.NOON.plusSeconds(600));
    return Stream.of(SessionGrant.sign(NETWORK, terms, KEY, NEXT).toBytes());
  }

  @MethodSource("grants")
  @FuzzTest
  void grants(byte[] data) {
    try {
      SessionGrant grant = SessionGrant.parse(data);
      assertThat(grant.toBytes()).isEqualTo(data);
      Duration hour = Duration.ofHours(1);
      assertThat(grant.check(NETWORK, state(), NONCES, Samples.NOON, hour))
          .isEqualTo(grant.check(NETWORK, state(), NONCES, Samples.NOON, hour));
      grant.covers(Samples.NOON);
    } catch (EncodingException e) {
      assertThat(e.getMessage()).isNotBlank();
    }
  }

  private static final IdentityRules RULES = rules();

  private static IdentityRules rules() {
    TreeSet<Signatory> makers = new TreeSet<>(List.of(Signatory.of(OWNER.publicKey())));
    return new IdentityRules(
        new TreeSet<>(), new TreeMap<>(Map.of("maker", makers)), Duration.ofHours(6));
  }

  static Stream<byte[]> revocations() throws SigningException {
    Stream.Builder<byte[]> orders = Stream.builder();
    for (Revocation what : new Revocation[] {
      new Revocation.OfKey(KEY.publicKey(), "lost"),
      new Revocation.OfSerial("maker", "serial 1", "recalled"),
      new Revocation.OfBatch("maker", "batch 1", "recalled")
    }) {
      orders.add(RevocationOrder.sign(NETWORK, what, Samples.NOON, OWNER).toBytes());
    }
    return orders.build();
  }

  @MethodSource("revocations")
  @FuzzTest
  void revocations(byte[] data) {
    try {
      RevocationOrder order = RevocationOrder.parse(data);
      assertThat(order.toBytes()).isEqualTo(data);
      assertThat(RevocationOrder.parse(data)).isEqualTo(order);
      assertThat(refusal(() -> order.check(NETWORK, Samples.NOON)))
          .isEqualTo(refusal(() -> order.check(NETWORK, Samples.NOON)));
      order.appliesToLaterDevices(RULES);
      assertThat(order.revocation().reason()).isNotNull();
      order.forbids(KEY.publicKey(), Optional.empty());
    } catch (EncodingException e) {
      assertThat(e.getMessage()).isNotBlank();
    }
  }

  static Stream<byte[]> endorsements() throws SigningException {
    return Stream.of(
        Endorsement.sign(KEY.publicKey(), new DeviceOrigin("maker", "serial 1", "batch 1"), OWNER)
            .toBytes());
  }

  @MethodSource("endorsements")
  @FuzzTest
  void endorsements(byte[] data) {
    try {
      Endorsement endorsement = Endorsement.parse(data);
      assertThat(endorsement.toBytes()).isEqualTo(data);
      assertThat(decision(() -> endorsement.check(KEY.publicKey(), RULES)))
          .isEqualTo(decision(() -> endorsement.check(KEY.publicKey(), RULES)));
    } catch (EncodingException e) {
      assertThat(e.getMessage()).isNotBlank();
    }
  }

  private interface Order {
    void check() throws RefusedInstructionException;
  }

  private static Object refusal(Order order) {
    try {
      order.check();
      return "taken";
    } catch (RefusedInstructionException e) {
      return e.refusal();
    }
  }
}
