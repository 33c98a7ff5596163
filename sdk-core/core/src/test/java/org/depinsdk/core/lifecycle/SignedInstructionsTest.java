package org.depinsdk.core.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.depinsdk.core.Samples.NOON;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.depinsdk.core.Samples;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.identity.DeviceKey;
import org.depinsdk.core.identity.Eip191Payload;
import org.depinsdk.core.identity.InMemorySigner;
import org.depinsdk.core.identity.KeyAlgorithm;
import org.depinsdk.core.identity.OperatorId;
import org.depinsdk.core.identity.RecoverableSignature;
import org.depinsdk.core.identity.Secp256k1Key;
import org.depinsdk.core.keys.EvmAddress;
import org.depinsdk.core.registry.DeviceOrigin;
import org.depinsdk.core.registry.DeviceStatus;
import org.depinsdk.core.registry.InMemoryDeviceRegistry;
import org.depinsdk.core.registry.RegistryChange;
import org.depinsdk.core.registry.RegistryRecord;
import org.depinsdk.core.registry.RegistryView;
import org.depinsdk.core.registry.SignedInstruction;
import org.depinsdk.core.report.ReasonCode;
import org.depinsdk.core.session.SessionGrant;
import org.depinsdk.core.session.SessionReasons;
import org.depinsdk.testing.Property;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What instructions change, who may sign them, and that an audit finds those that were never given. */
class SignedInstructionsTest {
  private static final String NETWORK = "wifi-demo";
  private static final InMemorySigner FIRST = Samples.signer(KeyAlgorithm.P256, 1);
  private static final InMemorySigner SECOND = Samples.signer(2);
  private static final InMemorySigner ALICE = Samples.signer(KeyAlgorithm.SECP256K1, 10);
  private static final InMemorySigner BOB = Samples.signer(KeyAlgorithm.SECP256K1, 11);
  private static final InMemorySigner REGISTRAR = Samples.signer(KeyAlgorithm.SECP256K1, 12);
  private static final InMemorySigner ACME = Samples.signer(KeyAlgorithm.P256, 13);
  private static final InMemorySigner MALLORY = Samples.signer(KeyAlgorithm.P256, 14);
  private static final DeviceId DEVICE = DeviceId.derive(NETWORK, FIRST.publicKey());
  private static final DeviceOrigin ORIGIN = new DeviceOrigin("acme", "SN-1", "W01");

  private final InMemoryDeviceRegistry registry = new InMemoryDeviceRegistry();
  private IdentityRules rules = IdentityRules.OWNERS_ALONE;

  @BeforeEach
  void enrol() throws Exception {
    TreeMap<String, java.util.SortedSet<Signatory>> makers = new TreeMap<>();
    makers.put("acme", new TreeSet<>(List.of(Signatory.of(ACME.publicKey()))));
    makers.put("other", new TreeSet<>(List.of(Signatory.of(MALLORY.publicKey()))));
    rules = new IdentityRules(
        new TreeSet<>(List.of(Signatory.of(account(REGISTRAR)))), makers, Duration.ofHours(6));
    registry.append(
        NOON,
        DEVICE,
        new RegistryChange.Enrolled(
            FIRST.publicKey(), account(ALICE), "access-point", Optional.empty()));
    registry.append(NOON, DEVICE, new RegistryChange.Activated());
  }

  private static OperatorId account(InMemorySigner wallet) throws Exception {
    return EvmAddress.of(wallet.publicKey());
  }

  private static byte[] wallet(InMemorySigner wallet, Eip191Payload text) {
    return RecoverableSignature.of(text, wallet.sign(text), (Secp256k1Key) wallet.publicKey())
        .orElseThrow()
        .bytes();
  }

  private RegistryChange ask(SignedInstruction instruction, int seconds)
      throws RefusedInstructionException {
    return InstructionRules.of(NETWORK, rules)
        .check(instruction, DEVICE, registry.view(DEVICE), NOON.plusSeconds(seconds));
  }

  private void apply(SignedInstruction instruction, int seconds) throws Exception {
    registry.append(
        NOON.plusSeconds(seconds), DEVICE, ask(instruction, seconds), Optional.of(instruction));
  }

  private static void refused(ThrowingCallable check, ReasonCode reason) {
    assertThatThrownBy(check)
        .isInstanceOfSatisfying(
            RefusedInstructionException.class,
            e -> assertThat(e.refusal().reason()).isEqualTo(reason));
  }

  private static SignedInstruction endorsement(
      DeviceKey key, DeviceOrigin origin, InMemorySigner by) throws Exception {
    return new SignedInstruction(
        SignedInstruction.Kind.ENDORSEMENT,
        Endorsement.parse(Endorsement.sign(key, origin, by).toBytes()).toBytes());
  }

  private static SignedInstruction rotation() throws Exception {
    return rotation(1, FIRST, SECOND);
  }

  private static SignedInstruction session(InMemorySigner hardware, int key, int from, int until)
      throws Exception {
    SessionGrant.Terms terms = new SessionGrant.Terms(
        DEVICE, new byte[32], NOON.plusSeconds(from), NOON.plusSeconds(until));
    return new SignedInstruction(
        SignedInstruction.Kind.SESSION,
        SessionGrant.sign(NETWORK, terms, hardware, Samples.signer(key)).toBytes());
  }

  private static SignedInstruction transfer() throws Exception {
    TransferOffer offer = new TransferOffer(
        DEVICE,
        account(ALICE),
        account(BOB),
        "5a".repeat(32),
        NOON.plusSeconds(100),
        TransferOffer.genesis());
    byte[] offered = wallet(ALICE, offer.offerPayload(NETWORK));
    byte[] accepted = wallet(BOB, offer.acceptPayload(NETWORK));
    byte[] signed =
        SECOND.sign(TransferVoucher.countersignPayload(NETWORK, offer, offered, accepted));
    return new SignedInstruction(
        SignedInstruction.Kind.TRANSFER,
        TransferVoucher.of(offer, offered, accepted, signed).toBytes());
  }

  private static SignedInstruction order(Revocation what, InMemorySigner by, int seconds)
      throws Exception {
    Instant at = NOON.plusSeconds(seconds);
    RevocationOrder order;
    if (by.publicKey() instanceof Secp256k1Key) {
      Signatory signatory = Signatory.of(account(by));
      order = RevocationOrder.of(
          what, signatory, at, wallet(by, RevocationOrder.payload(NETWORK, what, signatory, at)));
    } else {
      order = RevocationOrder.sign(NETWORK, what, at, by);
    }
    return new SignedInstruction(
        SignedInstruction.Kind.REVOCATION,
        RevocationOrder.parse(order.toBytes()).toBytes());
  }

  private void live() throws Exception {
    apply(endorsement(FIRST.publicKey(), ORIGIN, ACME), 1);
    apply(session(FIRST, 30, 2, 3600), 2);
    apply(rotation(), 10);
    apply(session(SECOND, 31, 11, 3600), 11);
    apply(transfer(), 20);
    apply(session(SECOND, 32, 21, 3600), 21);
    apply(order(new Revocation.OfBatch("acme", "W01", "leaked"), ACME, 30), 30);
  }

  @Test
  void anAuditConfirmsAWholeLife() throws Exception {
    live();
    assertThat(registry.find(DEVICE).orElseThrow().status()).isEqualTo(DeviceStatus.REVOKED);
    assertThat(new RegistryAudit(NETWORK, rules, Instant.MIN).check(registry.view()))
        .isEmpty();
    // those who count now need not have counted then
    assertThat(new RegistryAudit(NETWORK, IdentityRules.OWNERS_ALONE, NOON.plusSeconds(31))
            .check(registry.view()))
        .isEmpty();
    assertThat(new RegistryAudit(NETWORK, IdentityRules.OWNERS_ALONE, NOON).check(registry.view()))
        .hasValueSatisfying(
            f -> assertThat(f.refusal().reason()).isEqualTo(LifecycleReasons.NOT_AUTHORISED));
  }

  /** T9, T10: a network that makes up who rotated, sold or revoked a device cannot make up the words for it. */
  @Test
  void anAuditFindsEveryInstructionThatWasNeverMade() throws Exception {
    live();
    List<RegistryRecord> records = registry.view().records();
    RegistryAudit audit = new RegistryAudit(NETWORK, rules, Instant.MIN);
    int signed = 0;
    for (int i = 0; i < records.size(); i++) {
      RegistryRecord record = records.get(i);
      if (record.instruction().isEmpty()) {
        continue;
      }
      signed++;
      byte[] bytes = record.instruction().get().bytes();
      bytes[bytes.length - 1] ^= 1;
      assertThat(audit.check(with(records, i, bytes, record.change())))
          .as("%s", record)
          .hasValueSatisfying(f -> assertThat(f.record().index()).isEqualTo(record.index()));
    }
    assertThat(signed).isEqualTo(7);
    // the right words for another change
    RegistryRecord transfer = records.stream()
        .filter(r -> r.change() instanceof RegistryChange.Transferred)
        .findFirst()
        .orElseThrow();
    assertThat(audit.check(with(
            records,
            (int) transfer.index(),
            transfer.instruction().orElseThrow().bytes(),
            new RegistryChange.Transferred(account(REGISTRAR)))))
        .hasValueSatisfying(
            f -> assertThat(f.refusal().reason()).isEqualTo(LifecycleReasons.NOT_APPLICABLE));
  }

  private static RegistryView with(
      List<RegistryRecord> records, int index, byte[] instruction, RegistryChange change)
      throws Exception {
    List<RegistryRecord> forged = new ArrayList<>(records);
    RegistryRecord old = records.get(index);
    SignedInstruction.Kind kind = old.instruction().orElseThrow().kind();
    forged.set(
        index,
        new RegistryRecord(
            old.index(),
            old.at(),
            old.device(),
            change,
            Optional.of(new SignedInstruction(kind, instruction))));
    return RegistryView.of(forged);
  }

  /** T12: an origin counts only by the word of the manufacturer that it names, for the key that was made there. */
  @Test
  void refusesEndorsementsOfCounterfeits() throws Exception {
    refused(
        () -> ask(endorsement(FIRST.publicKey(), ORIGIN, MALLORY), 1),
        LifecycleReasons.NOT_AUTHORISED);
    refused(
        () -> ask(endorsement(FIRST.publicKey(), new DeviceOrigin("nobody", "1", "1"), ACME), 1),
        LifecycleReasons.NOT_AUTHORISED);
    refused(
        () -> ask(endorsement(SECOND.publicKey(), ORIGIN, ACME), 1), LifecycleReasons.OTHER_KEY);
    byte[] bytes = Endorsement.sign(FIRST.publicKey(), ORIGIN, ACME).toBytes();
    byte[] other = Endorsement.sign(
            FIRST.publicKey(), new DeviceOrigin("acme", "SN-1", "W02"), ACME)
        .toBytes();
    System.arraycopy(bytes, bytes.length - 64, other, other.length - 64, 64);
    refused(
        () -> ask(new SignedInstruction(SignedInstruction.Kind.ENDORSEMENT, other), 1),
        LifecycleReasons.BAD_SIGNATURE);
    // an endorsement holds for the key of the enrolment, also after a rotation
    apply(rotation(), 2);
    apply(endorsement(FIRST.publicKey(), ORIGIN, ACME), 3);
    assertThat(registry.view().origin(DEVICE)).contains(ORIGIN);
  }

  /** T13: who may revoke what. */
  @Test
  void revokesOnlyByOrderOfThoseWhoMay() throws Exception {
    Revocation key = new Revocation.OfKey(FIRST.publicKey(), "lost");
    Revocation serial = new Revocation.OfSerial("acme", "SN-1", "faulty");
    Revocation batch = new Revocation.OfBatch("acme", "W01", "leaked");
    refused(() -> ask(order(serial, ACME, 1), 1), LifecycleReasons.NOT_APPLICABLE);
    refused(() -> ask(order(key, ACME, 1), 1), LifecycleReasons.NOT_AUTHORISED);
    apply(endorsement(FIRST.publicKey(), ORIGIN, ACME), 1);
    for (Revocation order : List.of(key, serial, batch)) {
      refused(() -> ask(order(order, BOB, 2), 2), LifecycleReasons.NOT_AUTHORISED);
      refused(() -> ask(order(order, MALLORY, 2), 2), LifecycleReasons.NOT_AUTHORISED);
      for (InMemorySigner may : List.of(REGISTRAR, ACME)) {
        assertThat(ask(order(order, may, 2), 2)).isEqualTo(order.change());
      }
    }
    assertThat(ask(order(key, ALICE, 2), 2)).isInstanceOf(RegistryChange.Revoked.class);
    refused(() -> ask(order(batch, ALICE, 2), 2), LifecycleReasons.NOT_AUTHORISED);
    refused(
        () -> ask(order(new Revocation.OfBatch("acme", "W02", "leaked"), ACME, 2), 2),
        LifecycleReasons.NOT_APPLICABLE);
    // old orders, orders from the future, another network's, another's
    refused(() -> ask(order(key, ALICE, 2), 86_403), LifecycleReasons.STALE_ORDER);
    refused(() -> ask(order(key, ALICE, 400), 2), LifecycleReasons.STALE_ORDER);
    Signatory alice = Signatory.of(account(ALICE));
    Eip191Payload elsewhere = RevocationOrder.payload("other-net", key, alice, NOON);
    Eip191Payload here = RevocationOrder.payload(NETWORK, key, alice, NOON);
    for (byte[] signature :
        List.of(wallet(ALICE, elsewhere), wallet(BOB, here), new byte[0], new byte[65])) {
      refused(
          () -> ask(
              new SignedInstruction(
                  SignedInstruction.Kind.REVOCATION,
                  RevocationOrder.of(key, alice, NOON, signature).toBytes()),
              1),
          LifecycleReasons.BAD_SIGNATURE);
    }
  }

  /** T16: a text that breaks its line could be read as another order than the one that was signed. */
  @Test
  void noTextCanHideALine() {
    for (String text :
        List.of("a\nbatch: b", "a\u2028b", "a\u202eb", "a\u0000", "a\u200bb", "\ud800")) {
      assertThatThrownBy(() -> new Revocation.OfBatch("acme", text, "leaked"))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> new Revocation.OfBatch("acme", "W01", text))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> new DeviceOrigin(text, "1", "1"))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  /** A session ends when the key that granted it, the owner or the trust in the device ends; its key is never used again. */
  @Test
  void aSessionEndsWithWhatItRestsOn() throws Exception {
    refused(() -> ask(session(SECOND, 30, 0, 60), 1), SessionReasons.BAD_HARDWARE_SIGNATURE);
    refused(() -> ask(session(FIRST, 30, 0, 6 * 3600 + 1), 1), SessionReasons.BAD_LIFETIME);
    refused(() -> ask(session(FIRST, 30, 0, 60), 60), SessionReasons.NOT_NOW);
    live();
    RegistryView view = registry.view();
    assertThat(view.sessionKeys(DEVICE, NOON.plusMillis(1999))).isEmpty();
    assertThat(view.sessionKeys(DEVICE, NOON.plusSeconds(2)))
        .containsExactly(Samples.signer(30).publicKey());
    assertThat(view.sessionKeys(DEVICE, NOON.plusMillis(9999))).hasSize(1);
    assertThat(view.sessionKeys(DEVICE, NOON.plusSeconds(10))).as("rotated").isEmpty();
    assertThat(view.sessionKeys(DEVICE, NOON.plusMillis(19_999))).hasSize(1);
    assertThat(view.sessionKeys(DEVICE, NOON.plusSeconds(20))).as("transferred").isEmpty();
    assertThat(view.sessionKeys(DEVICE, NOON.plusSeconds(29))).hasSize(1);
    assertThat(view.sessionKeys(DEVICE, NOON.plusSeconds(30))).as("revoked").isEmpty();
    assertThat(view.sessions(DEVICE)).hasSize(3);
  }

  @Test
  void aDeviceHasFewSessionsAtATime() throws Exception {
    for (int i = 0; i < IdentityRules.SESSIONS_AT_A_TIME; i++) {
      apply(session(FIRST, 40 + i, 0, 60 + i), 1);
    }
    refused(() -> ask(session(FIRST, 50, 0, 60), 1), SessionReasons.TOO_MANY);
    apply(session(FIRST, 50, 60, 120), 60);
    assertThatThrownBy(() -> registry.append(
            NOON.plusSeconds(70),
            DEVICE,
            new RegistryChange.KeyRotated(Samples.signer(40).publicKey())))
        .hasMessageContaining("never used again");
    InMemorySigner stranger = Samples.signer(60);
    assertThatThrownBy(() -> registry.append(
            NOON.plusSeconds(70),
            DeviceId.derive(NETWORK, stranger.publicKey()),
            new RegistryChange.Enrolled(
                Samples.signer(40).publicKey(), account(BOB), "x", Optional.empty())))
        .hasMessageContaining("belongs to");
  }

  /** T20: a device that changes without end would make every replay of the registry slow. */
  @Test
  void aDeviceChangesSoOftenADayAndNoMore() throws Exception {
    InMemorySigner current = FIRST;
    for (int i = 1; i <= IdentityRules.CHANGES_A_DAY; i++) {
      InMemorySigner next = Samples.signer(100 + i);
      apply(rotation(i, current, next), i);
      current = next;
    }
    SignedInstruction more = rotation(IdentityRules.CHANGES_A_DAY + 1, current, Samples.signer(99));
    refused(() -> ask(more, 3600), LifecycleReasons.TOO_MANY_CHANGES);
    assertThat(ask(order(new Revocation.OfKey(current.publicKey(), "x"), ALICE, 3600), 3600))
        .isInstanceOf(RegistryChange.Revoked.class);
    apply(more, 86_401);
    assertThat(new RegistryAudit(NETWORK, rules, Instant.MIN).check(registry.view()))
        .isEmpty();
  }

  private static SignedInstruction rotation(long number, InMemorySigner old, InMemorySigner next)
      throws Exception {
    return new SignedInstruction(
        SignedInstruction.Kind.KEY_ROTATION,
        KeyRotation.sign(NETWORK, DEVICE, number, old, next).toBytes());
  }

  /** T20: what comes in as an instruction is read or is an error, never anything else. */
  @Test
  void brokenInstructionsAreRefusedAndNothingElse() throws Exception {
    live();
    List<SignedInstruction> instructions = registry.view().records().stream()
        .flatMap(r -> r.instruction().stream())
        .toList();
    Property.check(2000, random -> {
      SignedInstruction whole = instructions.get(random.nextInt(instructions.size()));
      byte[] bytes = whole.bytes();
      for (int flips = 1 + random.nextInt(3); flips > 0; flips--) {
        bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
      }
      byte[] cut = Arrays.copyOf(bytes, 1 + random.nextInt(bytes.length));
      SignedInstruction.Kind kind =
          SignedInstruction.Kind.values()[random.nextInt(SignedInstruction.Kind.values().length)];
      if (!Arrays.equals(cut, whole.bytes())) {
        assertThatThrownBy(() -> ask(new SignedInstruction(kind, cut), 31))
            .isInstanceOf(RefusedInstructionException.class);
      }
    });
    assertThatThrownBy(() -> SignedInstruction.Kind.parse("ENDORSEMENT"))
        .isInstanceOf(EncodingException.class);
    assertThatThrownBy(() -> new SignedInstruction(SignedInstruction.Kind.SESSION, new byte[0]))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
